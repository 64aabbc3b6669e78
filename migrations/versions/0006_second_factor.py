"""The second factor and its backup codes; sign-ins that end when they are not used.

Every browser signs in anew: what a sign-in held before does not say when it was used.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("totp_sealed", sa.String(length=200), nullable=True))
    op.add_column("account", sa.Column("totp_on", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("account", sa.Column("totp_step", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "backup_code",
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_backup_code_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_backup_code")),
    )
    op.create_index(op.f("ix_backup_code_account_id"), "backup_code", ["account_id"])
    _sign_ins(
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.Column("used_minute", sa.Integer(), nullable=False),
        sa.Column("awaits_code", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    _sign_ins(sa.Column("until_hour", sa.Integer(), nullable=False))
    op.drop_table("backup_code")
    for name in ("totp_step", "totp_on", "totp_sealed"):
        op.drop_column("account", name)


def _sign_ins(*columns: sa.Column[int] | sa.Column[bool]) -> None:
    """The table of sign-ins, empty, with these columns."""
    op.drop_table("sign_in")
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])
