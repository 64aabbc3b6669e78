"""The prompts and plans that people of a program write."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_own_prompt()
    create_own_plan()


def downgrade() -> None:
    op.drop_table("own_plan")
    op.drop_table("own_prompt")


def create_own_prompt() -> None:
    op.create_table(
        "own_prompt",
        *owned("own_prompt"),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("hard_end", sa.String(length=4), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("safety", sa.Text(), nullable=False),
        sa.Column("reminder", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_own_prompt_account_id"), "own_prompt", ["account_id"])


def create_own_plan() -> None:
    op.create_table(
        "own_plan",
        *owned("own_plan"),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("line", sa.String(length=200), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
    )
    op.create_index(op.f("ix_own_plan_account_id"), "own_plan", ["account_id"])


def owned(table: str) -> tuple:
    """The columns that both tables begin with."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
