"""Who leads a session now, and for which reasons texts were declined in it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("group_session", sa.Column("leader_id", sa.Uuid(), nullable=True))
    op.add_column("group_session", sa.Column("declined_for", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("group_session", "declined_for")
    op.drop_column("group_session", "leader_id")
