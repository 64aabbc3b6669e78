"""The registry of sign-ins: one row a browser, which ends by itself, by a press, and with the account.

A sign-in ends 24 hours after it began, and sooner when it is not used: after half an hour, or after 12 hours
while a session of the account is running, when a facilitator looks at people and not at a screen.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .. import db
from ..errors import NotFound
from . import audit
from .audit_models import Action
from .cards import AccountCard, card_of
from .facts import SignInsEnded
from .models import SignIn

AtWork = Callable[[Session, UUID], bool]
W = TypeVar("W", bound=AtWork)

LASTS = 24 * 60  # minutes, whatever happens
IDLE = 30  # minutes without use
IDLE_AT_WORK = 12 * 60
AWAITS = 10  # minutes for the second factor
NOTED_EVERY = 2  # minutes: a sign-in in use is written down no more often than this

_at_work: list[AtWork] = []


@dataclass(frozen=True)
class SignInCard:
    """One browser as its owner may see it: no address, no name of the browser. `handle` opens nothing."""

    handle: str
    this: bool
    hours: int


def at_work(predicate: W) -> W:
    """Register what tells, in a transaction, whether an account runs a session now."""
    _at_work.append(predicate)
    return predicate


def start(account_id: UUID, *, awaits_code: bool = False) -> UUID:
    """A sign-in of one browser; returns its id, 128 random bits. `awaits_code`: it opens nothing yet."""

    def work(tx: Session) -> UUID:
        tx.execute(delete(SignIn).where(SignIn.until_minute <= _minute()))
        return add(tx, account_id, awaits_code=awaits_code)

    return db.write(work)


def add(tx: Session, account_id: UUID, *, awaits_code: bool = False) -> UUID:
    """The same inside a transaction."""
    lasts = AWAITS if awaits_code else LASTS
    made = SignIn(id=db.new_id(), account_id=account_id, awaits_code=awaits_code)
    made.until_minute, made.used_minute = _minute() + lasts, _minute()
    tx.add(made)
    if not awaits_code:
        audit.record_own(tx, account_id, Action.SIGNED_IN)
    return made.id


def signed_in(sign_in_id: UUID, *, in_use: bool = True) -> AccountCard | None:
    """The account this browser is signed in to, if it still is. `in_use`: a person did something just now."""
    with db.reading() as tx:
        found = tx.get(SignIn, sign_in_id)
        if found is None or found.awaits_code or not _holds(tx, found):
            return None
        card, idle = card_of(found.account), _minute() - found.used_minute
    if in_use and idle >= NOTED_EVERY:
        _note_use(sign_in_id)
    return card


def awaiting(sign_in_id: UUID) -> UUID | None:
    """The account whose password was right in this browser, and whose second factor is still asked for."""
    with db.reading() as tx:
        found = tx.get(SignIn, sign_in_id)
        return found.account_id if found is not None and found.awaits_code and _holds(tx, found) else None


def standing(sign_in_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these sign-ins that are still good."""
    wanted = set(sign_in_ids)
    with db.reading() as tx:
        found = tx.scalars(select(SignIn).where(SignIn.id.in_(wanted), SignIn.awaits_code.is_(False)))
        return {one.id for one in found if _holds(tx, one)}


def listed(account_id: UUID, this: UUID) -> list[SignInCard]:
    """The browsers the account is signed in with, this one first, then the last used."""
    with db.reading() as tx:
        found = [one for one in _of(tx, account_id) if _holds(tx, one)]
    cards = [SignInCard(_handle(one.id), one.id == this, (_minute() - one.used_minute) // 60) for one in found]
    return sorted(cards, key=lambda card: (not card.this, card.hours, card.handle))


def forget(sign_in_ids: Iterable[UUID], *, signed_out: bool = False) -> None:
    """Take out what a browser held before it signed in anew, or when somebody signed out."""
    wanted = set(sign_in_ids)

    def work(tx: Session) -> None:
        for gone in tx.scalars(select(SignIn).where(SignIn.id.in_(wanted))):
            tx.delete(gone)
            if signed_out and not gone.awaits_code:
                audit.record_own(tx, gone.account_id, Action.SIGNED_OUT)
            db.tell(tx, SignInsEnded(gone.account_id))

    if wanted:
        db.write(work)


def end_one(account_id: UUID, handle: str) -> None:
    """Sign one browser of the account out. Raises NotFound."""

    def work(tx: Session) -> None:
        ended = next((one for one in _of(tx, account_id) if _handle(one.id) == handle), None)
        if ended is None:
            raise NotFound
        tx.delete(ended)
        audit.record_own(tx, account_id, Action.SIGNED_OUT)
        db.tell(tx, SignInsEnded(account_id))

    db.write(work)


def end_others(account_id: UUID, this: UUID) -> None:
    """Sign every other browser of the account out."""

    def work(tx: Session) -> None:
        tx.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.id != this))
        audit.record_own(tx, account_id, Action.SIGNED_OUT)
        db.tell(tx, SignInsEnded(account_id))

    db.write(work)


def end_all(tx: Session, account_id: UUID) -> None:
    """Inside a transaction: sign the account out everywhere, and hang up on what is connected as it."""
    tx.execute(delete(SignIn).where(SignIn.account_id == account_id))
    db.tell(tx, SignInsEnded(account_id))


def sweep() -> None:
    """Take out what has ended by itself, so that no session that is opened later wakes it up again."""
    with db.reading() as tx:
        unused = tx.scalars(select(SignIn).where(SignIn.used_minute <= _minute() - min(IDLE, AWAITS)))
        forget(one.id for one in unused.all() if not _holds(tx, one))


def _holds(tx: Session, found: SignIn) -> bool:
    if found.until_minute <= _minute() or not found.account.active:
        return False
    idle = _minute() - found.used_minute
    return idle < IDLE or (idle < IDLE_AT_WORK and any(busy(tx, found.account_id) for busy in _at_work))


def _of(tx: Session, account_id: UUID) -> list[SignIn]:
    return list(tx.scalars(select(SignIn).where(SignIn.account_id == account_id, SignIn.awaits_code.is_(False))))


def _note_use(sign_in_id: UUID) -> None:
    def work(tx: Session) -> None:
        found = tx.get(SignIn, sign_in_id)
        if found is not None:
            found.used_minute = _minute()

    db.write(work)


def _handle(sign_in_id: UUID) -> str:
    """A name for a sign-in on its owner's page, from which nobody gets back to the id in the cookie."""
    return hashlib.sha256(b"sign-in" + sign_in_id.bytes).hexdigest()[:32]


def _minute() -> int:
    return int(time.time()) // 60
