"""What a scale or a poll leaves: its bands in words; and which end of a scale is the hard one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("step", sa.Column("hard_end", sa.String(length=4), nullable=True))
    op.execute("UPDATE step SET hard_end = CASE prompt_id WHEN 'U4' THEN 'high' ELSE 'low' END WHERE kind = 'scale'")
    op.add_column("step", sa.Column("result", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("step", "result")
    op.drop_column("step", "hard_end")
