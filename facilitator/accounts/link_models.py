"""A link for one time, with which a person chooses a password: for a new account, or in place of a lost one."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base
from .models import Account

INVITATION, RESET = "invitation", "reset"


class AccountLink(Base):
    """One link that may still be used. It is found by the digest of its key; the key itself is nowhere."""

    __tablename__ = "account_link"
    __table_args__ = ({"sqlite_with_rowid": False},)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    until_hour: Mapped[int] = mapped_column()

    account: Mapped[Account] = relationship()
