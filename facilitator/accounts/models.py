"""Who signs in: a program and its accounts."""

import unicodedata
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id

ROLES = ("admin", "facilitator", "reviewer")


def sign_in_name(name: str) -> str:
    """The one form of `name` that is compared, so that case and spaces never keep anybody out."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _from_name(context: Any) -> str:
    return sign_in_name(context.get_current_parameters()["name"])


class Program(Base):
    """The organisation that runs groups and reviews what they learned.

    `k_live`, `k_export`: the least people behind what a room, and what the program, is told; they can be raised.
    `memberships_apart`: it attests that nobody is in two groups (P26). `edition`: how often its view was renewed.
    `edge_day`: the last day it was looked whether the view is to be renewed, a `date.toordinal()`.
    """

    __tablename__ = "program"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    resource_pack: Mapped[str] = mapped_column(String(40))
    emergency_number: Mapped[str] = mapped_column(String(20), default="")
    timezone: Mapped[str] = mapped_column(String(60))
    app_name: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    local_clinic: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    local_peer: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    k_live: Mapped[int] = mapped_column(default=5, server_default="5")
    k_export: Mapped[int] = mapped_column(default=11, server_default="11")
    memberships_apart: Mapped[bool] = mapped_column(default=False, server_default=false())
    view_open: Mapped[bool] = mapped_column(default=False, server_default=false())
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
    edge_day: Mapped[int] = mapped_column(default=0, server_default="0")
    redisclosure_note: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


class Account(Base):
    """A person who signs in. Members never have one.

    `totp_sealed` is the secret shared with an authenticator app, `totp_step` the last half minute a code was taken
    for, and `totp_on` says whether a code is asked for.
    """

    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    sign_in_name: Mapped[str] = mapped_column(String(160), unique=True, default=_from_name)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    is_admin: Mapped[bool] = mapped_column(default=False)
    facilitates: Mapped[bool] = mapped_column(default=False)
    reviews: Mapped[bool] = mapped_column(default=False)
    totp_sealed: Mapped[str | None] = mapped_column(String(200))
    totp_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")

    program: Mapped[Program] = relationship()


class SignIn(Base):
    """One browser that is signed in. A cookie without its row is worth nothing, also a copied one.

    `until_minute` is where it ends whatever happens; `used_minute` is when it was last used, give or take two.
    `awaits_code`: the password was right and the second factor is still asked for, so it opens nothing.
    """

    __tablename__ = "sign_in"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    until_minute: Mapped[int] = mapped_column()
    used_minute: Mapped[int] = mapped_column()
    awaits_code: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account] = relationship()


class BackupCode(Base):
    """One code to sign in with when the phone is lost, as a keyed digest. It goes when it is used."""

    __tablename__ = "backup_code"
    mark: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
