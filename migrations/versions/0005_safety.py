"""People's safety: the silent alert of a session, groups that meet from afar, and strategies behind a warning.

The new columns have defaults of their own, so that no table is copied.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "group_session", sa.Column("alert", sa.String(length=6), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("peer_group", sa.Column("remote", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in ("heavy", "uncovered"):
        op.add_column("strategy", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for name in ("uncovered", "heavy"):
        op.drop_column("strategy", name)
    op.drop_column("peer_group", "remote")
    op.drop_column("group_session", "alert")
