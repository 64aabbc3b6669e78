"""The first tables: programs and accounts, groups and their sessions, what members share."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "take_back", "strategy_tag", "strategy", "review_item", "seen", "envelope", "step", "group_session",
    "facilitation", "peer_group", "sign_in", "account", "program",
)  # fmt: skip


def upgrade() -> None:
    create_program()
    create_account()
    create_sign_in()
    create_peer_group()
    create_facilitation()
    create_group_session()
    create_step()
    create_envelope()
    create_seen()
    create_review_item()
    create_strategy()
    create_strategy_tag()
    create_take_back()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def create_program() -> None:
    op.create_table(
        "program",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("resource_pack", sa.String(length=40), nullable=False),
        sa.Column("emergency_number", sa.String(length=20), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
    )


def create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sign_in_name", sa.String(length=160), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("facilitates", sa.Boolean(), nullable=False),
        sa.Column("reviews", sa.Boolean(), nullable=False),
        _refers("account", "program_id", "program"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_account_sign_in_name")),
    )
    op.create_index(op.f("ix_account_program_id"), "account", ["program_id"])


def create_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("until_hour", sa.Integer(), nullable=False),
        _refers("sign_in", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])


def create_peer_group() -> None:
    op.create_table(
        "peer_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("supervisor_contact", sa.String(length=200), nullable=False),
        sa.Column("supervisor_waived", sa.Boolean(), nullable=False),
        _refers("peer_group", "program_id", "program"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_group")),
    )


def create_facilitation() -> None:
    op.create_table(
        "facilitation",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _refers("facilitation", "account_id", "account"),
        _refers("facilitation", "group_id", "peer_group"),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_facilitation")),
    )


def create_group_session() -> None:
    op.create_table(
        "group_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=7), nullable=True),
        sa.Column("seating", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("current_step_id", sa.Uuid(), nullable=True),
        sa.Column("holding_key", sa.String(length=32), nullable=True),
        sa.Column("review_key", sa.String(length=32), nullable=True),
        sa.Column("review_until_hour", sa.Integer(), nullable=True),
        sa.Column("head_count", sa.Integer(), nullable=True),
        sa.Column("k_est", sa.Integer(), nullable=False),
        _refers("group_session", "group_id", "peer_group"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_session")),
        sa.UniqueConstraint("code", name=op.f("uq_group_session_code")),
    )
    op.create_index(op.f("ix_group_session_group_id"), "group_session", ["group_id"])


def create_step() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("safety_note", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("prompt_id", sa.String(length=40), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("phones_up", sa.Boolean(), nullable=False),
        sa.Column("cross_talk", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("window_key", sa.String(length=32), nullable=True),
        sa.Column("too_few", sa.Boolean(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("paused_ms", sa.Integer(), nullable=True),
        _refers("step", "group_session_id", "group_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index(op.f("ix_step_group_session_id"), "step", ["group_session_id"])


def create_envelope() -> None:
    op.create_table(
        "envelope",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_name", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelope")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_envelope_key_name"), "envelope", ["key_name"])


def create_seen() -> None:
    op.create_table(
        "seen",
        sa.Column("group_session_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        _refers("seen", "group_session_id", "group_session"),
        sa.PrimaryKeyConstraint("group_session_id", "mark", name=op.f("pk_seen")),
        sqlite_with_rowid=False,
    )


def create_review_item() -> None:
    op.create_table(
        "review_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_session_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _refers("review_item", "group_session_id", "group_session"),
        _refers("review_item", "step_id", "step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_review_item_group_session_id"), "review_item", ["group_session_id"])


def create_strategy() -> None:
    op.create_table(
        "strategy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("group_session_id", sa.Uuid(), nullable=True),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("share_beyond", sa.Boolean(), nullable=False),
        sa.Column("take_back", sa.LargeBinary(), nullable=True),
        _refers("strategy", "group_id", "peer_group"),
        _refers("strategy", "group_session_id", "group_session", then="SET NULL"),
        _refers("strategy", "step_id", "step", then="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy")),
        sa.UniqueConstraint("take_back", name=op.f("uq_strategy_take_back")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_strategy_group_id"), "strategy", ["group_id"])
    op.create_index(op.f("ix_strategy_group_session_id"), "strategy", ["group_session_id"])


def create_strategy_tag() -> None:
    op.create_table(
        "strategy_tag",
        sa.Column("strategy_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        _refers("strategy_tag", "strategy_id", "strategy"),
        sa.PrimaryKeyConstraint("strategy_id", "tag", name=op.f("pk_strategy_tag")),
        sqlite_with_rowid=False,
    )


def create_take_back() -> None:
    op.create_table(
        "take_back",
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_take_back")),
        sqlite_with_rowid=False,
    )


def _refers(table: str, column: str, to: str, then: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """A reference of `table`; `then` is what becomes of a row when the one it refers to is deleted."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=then)
