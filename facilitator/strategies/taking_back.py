"""Taking back: no identity, no account, the same answer whether found or not, and nobody is told who or when."""

import time
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import db
from ..db import tell
from ..privacy import receipts
from ..sessions import DeskChanged, GroupSession, StageChanged
from . import gone
from .choices import forget_choices
from .models import ReviewItem, Strategy, TakeBack
from .opening import mark_in
from .wishes import wish

KEPT = 24 * 3600  # seconds a wish that found nothing waits for a window that is still sealed

Reach = Callable[[Session, set[bytes]], set[bytes]]
_further: list[Reach] = []


def reaches(reach: Reach) -> Reach:
    """Let take-backs reach what another feature holds, in the same transaction.

    `reach` takes the marks that are due, erases what has one of them, and returns those it found.
    """
    _further.append(reach)
    return reach


def take_back(words: str) -> None:
    """Note the wish to take back what these words stand for. The answer never tells whether it was found."""
    mark = receipts.take_back_mark(words)
    db.write(lambda tx: wish(tx, mark))


def apply_take_backs(now: float | None = None) -> bool:
    """Erase what is due from the room, the queue and the library; True when something was erased.

    That it was taken back is on the disk before it goes, so that no backup brings it back.
    """
    moment = int(time.time() if now is None else now)
    with db.reading() as tx:
        due = tx.scalars(select(TakeBack.mark).where(TakeBack.due_at <= moment)).all()
    if not due:
        return False
    gone.note(due)
    erased = db.write(lambda tx: _erase_due(tx, moment))
    if erased:
        db.database().forget()
    return erased


def _erase_due(tx: Session, moment: int) -> bool:
    due = {wish.mark: wish for wish in tx.scalars(select(TakeBack).where(TakeBack.due_at <= moment))}
    marks = set(due)
    found = _erase_approved(tx, marks).union(_erase_waiting(tx, marks), *(reach(tx, marks) for reach in _further))
    for mark, one in due.items():
        if mark in found or one.due_at <= moment - KEPT:
            tx.delete(one)
    return bool(found)


def _erase_approved(tx: Session, marks: set[bytes]) -> set[bytes]:
    strategies = tx.scalars(select(Strategy).where(Strategy.take_back.in_(marks))).all()
    for strategy in strategies:
        forget_choices(tx, [strategy.text], GroupSession.group_id == strategy.group_id)
        tx.delete(strategy)
        _tell_session(tx, strategy.group_session_id, StageChanged)
    return {strategy.take_back for strategy in strategies if strategy.take_back}


def _erase_waiting(tx: Session, marks: set[bytes]) -> set[bytes]:
    """Items under review are sealed: open each living queue in memory and look."""
    found: set[bytes] = set()
    rows = tx.execute(
        select(ReviewItem, GroupSession.review_key).join(GroupSession, GroupSession.id == ReviewItem.group_session_id)
    ).all()
    for item, key_name in rows:
        mark = mark_in(item, key_name)
        if mark in marks:
            found.add(mark)
            tx.delete(item)
            _tell_session(tx, item.group_session_id, DeskChanged)
    return found


def _tell_session(tx: Session, session_id: UUID | None, fact: type[StageChanged] | type[DeskChanged]) -> None:
    if session_id is None:
        return
    group_session = tx.get(GroupSession, session_id)
    if group_session is not None:
        group_session.touch()
        tell(tx, fact(session_id))
