"""Members' own pages: a link to a group's library, and what a program says of itself there."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_link",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["peer_group.id"], name=op.f("fk_card_link_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_card_link")),
        sa.UniqueConstraint("mark", name=op.f("uq_card_link_mark")),
    )
    for name, length in (("app_name", 40), ("local_clinic", 300), ("local_peer", 300)):
        op.add_column(
            "program", sa.Column(name, sa.String(length=length), server_default=sa.text("''"), nullable=False)
        )


def downgrade() -> None:
    for name in ("local_peer", "local_clinic", "app_name"):
        op.drop_column("program", name)
    op.drop_table("card_link")
