"""The way out of a group: offers, the desk, what a program has, its collections, exports and keys."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("k_live", sa.Integer(), server_default=sa.text("5"), nullable=False),
        sa.Column("k_export", sa.Integer(), server_default=sa.text("11"), nullable=False),
        sa.Column("memberships_apart", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("view_open", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("edition", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("edge_day", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("redisclosure_note", sa.Text(), server_default=sa.text("''"), nullable=False),
    ):
        op.add_column("program", column)
    op.add_column("peer_group", sa.Column("program_declined_for", sa.JSON(), nullable=True))
    op.create_table(
        "offer",
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["strategy.id"], name=op.f("fk_offer_strategy_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_offer_program_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("strategy_id", name=op.f("pk_offer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_offer_program_id"), "offer", ["program_id"])
    op.create_table(
        "desk_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("group_session_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("reworded", sa.Boolean(), nullable=False),
        sa.Column("take_back", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("second", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_day", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_desk_item_program_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["peer_group.id"], name=op.f("fk_desk_item_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_session_id"], ["group_session.id"], name=op.f("fk_desk_item_group_session_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_desk_item_decided_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_item")),
        sa.UniqueConstraint("take_back", name=op.f("uq_desk_item_take_back")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_desk_item_group_id"), "desk_item", ["group_id"])
    op.create_index(op.f("ix_desk_item_program_id"), "desk_item", ["program_id"])
    op.create_table(
        "released_strategy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("reworded", sa.Boolean(), nullable=False),
        sa.Column("take_back", sa.LargeBinary(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("resting", sa.Boolean(), nullable=False),
        sa.Column("leaving", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_released_strategy_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_strategy")),
        sa.UniqueConstraint("take_back", name=op.f("uq_released_strategy_take_back")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_released_strategy_program_id"), "released_strategy", ["program_id"])
    op.create_table(
        "released_tag",
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["released_strategy.id"], name=op.f("fk_released_tag_strategy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("strategy_id", "tag", name=op.f("pk_released_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_released_tag_tag"), "released_tag", ["tag"])
    op.create_table(
        "release_source",
        sa.Column("group_session_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("k_est", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_session_id"],
            ["group_session.id"],
            name=op.f("fk_release_source_group_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_release_source_program_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["peer_group.id"], name=op.f("fk_release_source_group_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_session_id", name=op.f("pk_release_source")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_release_source_group_id"), "release_source", ["group_id"])
    op.create_index(op.f("ix_release_source_program_id"), "release_source", ["program_id"])
    op.create_table(
        "collection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("review_by", sa.String(length=7), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_collection_program_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_collection_owner_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    op.create_index(op.f("ix_collection_program_id"), "collection", ["program_id"])
    op.create_table(
        "collection_item",
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_item_collection_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["released_strategy.id"], name=op.f("fk_collection_item_strategy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("collection_id", "strategy_id", name=op.f("pk_collection_item")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_collection_item_strategy_id"), "collection_item", ["strategy_id"])
    op.create_table(
        "collection_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("review_by", sa.String(length=7), nullable=False),
        sa.Column("owner_name", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_version_collection_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_version")),
        sa.UniqueConstraint("collection_id", "number", name=op.f("uq_collection_version_collection_id_number")),
    )
    op.create_index(op.f("ix_collection_version_collection_id"), "collection_version", ["collection_id"])
    op.create_table(
        "version_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("strategy_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reworded", sa.Boolean(), nullable=False),
        sa.Column("pulled", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["collection_version.id"], name=op.f("fk_version_item_version_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["released_strategy.id"], name=op.f("fk_version_item_strategy_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_item")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_version_item_strategy_id"), "version_item", ["strategy_id"])
    op.create_index(op.f("ix_version_item_version_id"), "version_item", ["version_id"])
    op.create_table(
        "imported_strategy",
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("released_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["strategy_id"], ["strategy.id"], name=op.f("fk_imported_strategy_strategy_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["released_id"], ["released_strategy.id"], name=op.f("fk_imported_strategy_released_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("strategy_id", name=op.f("pk_imported_strategy")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_imported_strategy_released_id"), "imported_strategy", ["released_id"])
    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("superseded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["program.id"], name=op.f("fk_export_program_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["collection_version.id"], name=op.f("fk_export_version_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_export_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    op.create_index(op.f("ix_export_program_id"), "export", ["program_id"])
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("until_day", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_api_token_program_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_api_token_made_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("mark", name=op.f("uq_api_token_mark")),
    )
    op.create_index(op.f("ix_api_token_program_id"), "api_token", ["program_id"])


def downgrade() -> None:
    for table in (
        "api_token",
        "export",
        "imported_strategy",
        "version_item",
        "collection_version",
        "collection_item",
        "collection",
        "release_source",
        "released_tag",
        "released_strategy",
        "desk_item",
        "offer",
    ):
        op.drop_table(table)
    op.drop_column("peer_group", "program_declined_for")
    for column in ("redisclosure_note", "edge_day", "edition", "view_open", "memberships_apart", "k_export", "k_live"):
        op.drop_column("program", column)
