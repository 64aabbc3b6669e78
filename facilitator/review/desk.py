"""The desk: a reviewer who leads none of the groups behind it reads each text a second time (P23).

What a reviewer is shown of a text is a `DeskCard`, and nothing else: no group, no session, no date (P24). What one
decides can be undone until the daily hour; a text that somebody else has dealt with meanwhile says so.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts.models import Account, Program
from ..errors import Invalid, NotFound, Refused, for_people
from ..privacy.identifying import must_be_edited
from ..privacy.scrub import scrubbed, strategy_text
from ..sessions import Facilitation
from . import days
from .keepers import reviewer
from .models import ACCEPTED, DECLINED, WAITING, DeskItem

CHECKS = ("identifying", "promotes_use", "medical_advice", "kind", "useful")  # also why a text is declined
DECIDED = for_people("Another reviewer has decided this text meanwhile. Nothing is left to do.")


class Overtaken(Refused):
    """Somebody else has dealt with the text meanwhile."""


@dataclass(frozen=True)
class DeskCard:
    """A text as a reviewer sees it. `second`: somebody asked for a second opinion. `mark`: how it stood when read."""

    id: UUID
    text: str
    language: str
    year: int
    tags: tuple[str, ...]
    edited: bool
    reworded: bool
    second: bool
    mark: str


@dataclass(frozen=True)
class Decision:
    """What a reviewer did with a text, to be undone as long as it is here. `state`: accepted, declined or waiting."""

    id: UUID
    text: str
    language: str
    state: str
    reason: str


def queue_of(by: UUID) -> list[UUID]:
    """What waits for this reviewer. Each has an order of their own, so that two begin apart. Raises NotFound."""
    with db.reading() as tx:
        ids = tx.scalars(_readable(tx, by).where(_undecided(by)).with_only_columns(DeskItem.id))
        return sorted(ids, key=lambda item_id: _place(by, item_id))


def next_of(by: UUID, after: UUID | None) -> UUID | None:
    """What comes after a text, whether that still waits or not; from the end on to the first. Raises NotFound."""
    waiting = queue_of(by)
    later = (one for one in waiting if after is not None and _place(by, one) > _place(by, after))
    return next(later, waiting[0] if waiting else None)


def card_of(item_id: UUID, by: UUID) -> DeskCard:
    """Raises NotFound, also for a text of a group that the reviewer leads; Overtaken for one that is decided."""
    with db.reading() as tx:
        item = found(tx, item_id, by)
        _expect_undecided(item, by)
        return DeskCard(
            item.id, item.text, item.language, item.year, tuple(item.tags), item.edited, item.reworded, item.second,
            mark_of(item),
        )  # fmt: skip


def decisions_of(by: UUID) -> list[Decision]:
    """What this reviewer decided and nobody has released or erased yet. Raises NotFound."""
    with db.reading() as tx:
        items = tx.scalars(_readable(tx, by).where(DeskItem.decided_by == by).order_by(DeskItem.id))
        return [Decision(item.id, item.text, item.language, item.state, item.reason) for item in items]


def accept(item_id: UUID, checks: Collection[str], mark: str, by: UUID, *, typed: str = "") -> None:
    """Let the text go to the program at a daily hour, with others. All CHECKS must be confirmed.

    `typed`: other words that stand on the reviewer's page, and must not be lost by it. Raises Invalid, Refused,
    Overtaken, NotFound.
    """
    if missing := set(CHECKS) - set(checks):
        raise Invalid("Confirm every point first (%(left)s left).", left=len(missing))

    def change(tx: Session, item: DeskItem) -> None:
        if typed.strip() and scrubbed(typed) != item.text:
            raise Refused("New words are typed and not saved. Save them first, or put the old ones back.")
        if must_be_edited(item.text):
            raise Refused("A number, an e-mail or a link is in it. Reword it first.")
        _decide(tx, item, ACCEPTED, by)

    _with(item_id, mark, by, change)


def decline(item_id: UUID, reason: str, mark: str, by: UUID) -> None:
    """Keep the text out; it is erased at the daily hour of another day. `reason`: one of CHECKS; groups hear a count.

    Raises Invalid, Overtaken, NotFound.
    """
    if reason not in CHECKS:
        raise Invalid("Choose a reason.")

    def change(tx: Session, item: DeskItem) -> None:
        _decide(tx, item, DECLINED, by)
        item.reason = reason

    _with(item_id, mark, by, change)


def ask_second(item_id: UUID, mark: str, by: UUID) -> None:
    """Leave the text to another reviewer. Raises Refused where there is none, Overtaken, NotFound."""

    def change(tx: Session, item: DeskItem) -> None:
        others = select(Account.id).where(
            Account.program_id == item.program_id, Account.reviews, Account.active, Account.id != by
        )
        if tx.scalar(others.limit(1)) is None:
            raise Refused("You are the only reviewer. An admin can invite another one.")
        item.second, item.decided_by = True, by

    _with(item_id, mark, by, change)


def reword(item_id: UUID, text: str, mark: str, by: UUID) -> None:
    """Put other words in the place of these, which are erased in the same transaction (P20). There is no undo.

    Raises Invalid, Overtaken, NotFound.
    """
    if not text.strip():
        raise Invalid("Write the words that shall stand here.")
    words = strategy_text(text)
    if must_be_edited(words):
        raise Invalid("A number, an e-mail or a link is in it. Take it out.")

    def change(tx: Session, item: DeskItem) -> None:
        if words != item.text:
            item.text, item.language, item.reworded = words, content.language_of(words) or item.language, True

    _with(item_id, mark, by, change)
    db.database().forget()


def undo(item_id: UUID, by: UUID) -> None:
    """Put what this reviewer decided, or left to another, back into the queue. Raises Overtaken, NotFound."""

    def work(tx: Session) -> None:
        item = found(tx, item_id, by)
        if item.decided_by not in (None, by):
            raise Overtaken(DECIDED)
        item.state, item.second, item.reason, item.decided_by, item.decided_day = WAITING, False, "", None, None

    db.write(work)


def found(tx: Session, item_id: UUID, by: UUID) -> DeskItem:
    """A text that this reviewer may read. Raises NotFound."""
    item = tx.scalar(_readable(tx, by).where(DeskItem.id == item_id))
    if item is None:
        raise NotFound("This text is not on the desk any more.")
    return item


def readable_by(account: Account) -> ColumnElement[bool]:
    """What is true of a text of the account's program from a group that it does not lead, whatever roles it has now."""
    leads = exists().where(Facilitation.group_id == DeskItem.group_id, Facilitation.account_id == account.id)
    return and_(DeskItem.program_id == account.program_id, ~leads)


def expect(item: DeskItem, mark: str, by: UUID) -> None:
    """Raises Overtaken when the text is not as this reviewer saw it, or not theirs to decide."""
    _expect_undecided(item, by)
    if mark != mark_of(item):
        raise Overtaken(for_people("Another reviewer changed this text meanwhile. Here it is as it stands now."))


def mark_of(item: DeskItem) -> str:
    return hashlib.sha256(f"{item.second} {item.text}".encode()).hexdigest()[:32]


def _with(item_id: UUID, mark: str, by: UUID, change: Callable[[Session, DeskItem], None]) -> None:
    def work(tx: Session) -> None:
        item = found(tx, item_id, by)
        expect(item, mark, by)
        change(tx, item)

    db.write(work)


def _decide(tx: Session, item: DeskItem, state: str, by: UUID) -> None:
    item.state, item.decided_by = state, by
    item.decided_day = days.today_of(tx.get_one(Program, item.program_id))


def _place(by: UUID, item_id: UUID) -> bytes:
    return hashlib.sha256(by.bytes + item_id.bytes).digest()


def _readable(tx: Session, by: UUID) -> Select[DeskItem]:
    return select(DeskItem).where(readable_by(reviewer(tx, by)))


def _undecided(by: UUID) -> ColumnElement[bool]:
    """Waiting, and not left to another by this reviewer."""
    left = and_(DeskItem.second, DeskItem.decided_by == by)
    return and_(DeskItem.state == WAITING, or_(DeskItem.decided_by.is_(None), ~left))


def _expect_undecided(item: DeskItem, by: UUID) -> None:
    if item.state != WAITING and item.decided_by == by:
        raise Overtaken(for_people("You have decided this text. Undo it under “Decided”."))
    if item.state != WAITING:
        raise Overtaken(DECIDED)
    if item.second and item.decided_by == by:
        raise Overtaken(for_people("You left this text to another reviewer. Undo it under “Decided”."))
