"""Guessing at an account, as the log may know of it: that it happened in an hour, not how often or from where."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import db
from ..errors import TooMany
from ..privacy.throttle import Failures
from . import audit
from .audit_models import Action
from .models import Account, sign_in_name

MANY = "10 per hour"


class Bursts:
    """Counts wrong sign-ins by name, in memory, and writes down that there were many."""

    def __init__(self) -> None:
        self._wrong = Failures(MANY, kind="burst")
        self._told = Failures("1 per hour", kind="burst told")

    def wrong(self, name: str) -> None:
        """A sign-in as `name` went wrong. Once an hour at most, a line is written about the account, if it exists."""
        who = sign_in_name(name)
        self._wrong.count(who)
        if _reached(self._wrong, who) and not _reached(self._told, who):
            self._told.count(who)
            db.write(lambda tx: _write_down(tx, who))


def _reached(counted: Failures, who: str) -> bool:
    try:
        counted.check(who)
    except TooMany:
        return True
    return False


def _write_down(tx: Session, who: str) -> None:
    found: tuple[UUID, UUID] | None = (
        tx.execute(select(Account.program_id, Account.id).where(Account.sign_in_name == who)).first()
    )
    if found is not None:
        audit.record(tx, found[0], None, Action.GUESSED_AT, found[1])
