"""What people who sign in did to accounts and settings. Nothing of a member is in it, and no words at all (P31)."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, new_id


class Action(StrEnum):
    """Everything the log can say. What is not here cannot be written down."""

    SIGNED_IN = "signed_in"
    GUESSED_AT = "guessed_at"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - what happened, and no password
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    INVITED = "invited"
    INVITATION_USED = "invitation_used"
    RESET_MADE = "reset_made"
    RESET_USED = "reset_used"
    DISABLED = "disabled"
    ENABLED = "enabled"
    ROLES_CHANGED = "roles_changed"
    ACCESS_CHANGED = "access_changed"
    SETTINGS_CHANGED = "settings_changed"
    SET_UP = "set_up"
    COLLECTION_PUBLISHED = "collection_published"
    COLLECTION_DELETED = "collection_deleted"
    STRATEGY_PULLED = "strategy_pulled"
    THRESHOLD_RAISED = "threshold_raised"
    ATTESTED = "attested"
    ATTESTATION_ENDED = "attestation_ended"
    SESSION_OPENED = "session_opened"
    SESSION_ENDED = "session_ended"
    EXPORTED = "exported"
    TOKEN_MADE = "token_made"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105


class AccountAction(Base):
    """One thing that somebody did. `moment` is in seconds of UTC, and blunt where a finer one would tell of a group."""

    __tablename__ = "account_action"
    __table_args__ = ({"sqlite_with_rowid": False},)  # the order in the file must not give back what is blunt
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    moment: Mapped[int] = mapped_column(BigInteger, index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
