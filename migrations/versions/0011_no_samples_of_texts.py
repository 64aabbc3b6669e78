"""PostgreSQL's planner keeps samples of columns, also of rows that are gone. It takes none of what members wrote."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXTS = (
    ("strategy", "text", "text"),
    ("desk_item", "text", "text"),
    ("released_strategy", "text", "text"),
    ("version_item", "text", "text"),
    ("released_search", "words", "tsvector"),
)


def upgrade() -> None:
    _sample(0)
    if op.get_bind().dialect.name == "postgresql":
        for table, column, kind in TEXTS:  # the same type again: it rewrites nothing, and drops the samples there are
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}")


def downgrade() -> None:
    _sample(-1)


def _sample(count: int) -> None:
    """How many values are kept of each column; -1: as many as the server keeps of others."""
    if op.get_bind().dialect.name == "postgresql":
        for table, column, _ in TEXTS:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {count}")
