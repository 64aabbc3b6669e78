"""Search in what was released: a number for each strategy, and an index of its words."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "released_place",
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["strategy_id"],
            ["released_strategy.id"],
            name=op.f("fk_released_place_strategy_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("strategy_id", name=op.f("pk_released_place")),
        sa.UniqueConstraint("place", name=op.f("uq_released_place_place")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE released_search USING fts5"
            "(words, detail=none, columnsize=0, prefix='3 4', tokenize='unicode61 remove_diacritics 0')"
        )
        return
    op.execute(
        "CREATE TABLE released_search (place integer PRIMARY KEY"
        " REFERENCES released_place (place) ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_released_search_words ON released_search USING gin (words) WITH (fastupdate = off)")


def downgrade() -> None:
    op.drop_table("released_search")
    op.drop_table("released_place")
