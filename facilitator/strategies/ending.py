"""Closing a window, and ending a session: the two moments when sealed writing is opened."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from .. import db
from ..accounts import Action, audit
from ..db import tell
from ..errors import Refused
from ..privacy.keys import keys
from ..privacy.lives import lives
from ..sessions import DeskChanged, GroupSession, StageChanged, Step, leading, led, step_of
from .answers import close_answers, forget_hard_days
from .models import FEW, READ, TOO_FEW, ReviewItem, Seen
from .opening import for_review, kept_sealed, opened, throw_away, voices
from .sharing import SLIP


@dataclass(frozen=True)
class Closed:
    """What closing did: names of keys that nothing needs any more."""

    spent: tuple[str, ...]


def close_writing(session_id: UUID, step_id: UUID, turn: int, by: UUID) -> None:
    """Close the window and open its batch for review, in one transaction; then destroy the window's key.

    A batch with fewer voices than the floor stays sealed until the end. Raises Refused, Stale, Ended, NotFound.
    """

    def work(tx: Session) -> Closed:
        group_session = leading(tx, session_id, by)
        group_session.expect(turn)
        closed = _close(tx, group_session, step_of(group_session, step_id))
        group_session.move()
        tell(tx, StageChanged(session_id))
        return closed

    keys().destroy(*db.write(work).spent)


def end(session_id: UUID, by: UUID, *, phones: int = 0) -> None:
    """End the session, whatever is on. What came late or was too little is opened together, naming no step.

    Answers that came late are dropped. `phones`: the most phones that were in at once. Raises Ended, NotFound.
    """

    def work(tx: Session) -> Closed:
        group_session = leading(tx, session_id, by)
        closed = _end(tx, group_session, phones)
        audit.record(tx, group_session.group.program_id, by, Action.SESSION_ENDED)
        tell(tx, StageChanged(session_id))
        return closed

    keys().destroy(*db.write(work).spent)


def finish_review(session_id: UUID, by: UUID) -> None:
    """Erase all that was not approved, and the review key with it."""

    def work(tx: Session) -> Closed:
        group_session = led(tx, session_id, by)
        if not group_session.ended:
            raise Refused("End the session first.")
        closed = erase_review(tx, group_session)
        tell(tx, DeskChanged(session_id))
        return closed

    keys().destroy(*db.write(work).spent)
    db.database().forget()


def read_few(session_id: UUID, by: UUID) -> None:
    """Let the facilitator read a batch that was too small to open. It is never shown to the room."""

    def change(tx: Session) -> None:
        tx.execute(
            update(ReviewItem)
            .where(ReviewItem.group_session_id == session_id, ReviewItem.status == FEW)
            .values(status=READ)
        )

    _with_few(session_id, by, change)


def erase_few(session_id: UUID, by: UUID) -> None:
    """Erase a batch that was too small to open."""

    def change(tx: Session) -> None:
        tx.execute(delete(ReviewItem).where(ReviewItem.group_session_id == session_id, ReviewItem.status.in_(TOO_FEW)))

    _with_few(session_id, by, change)


def erase_review(tx: Session, group_session: GroupSession) -> Closed:
    """Delete what is under review; the caller destroys the key it names after the commit."""
    tx.execute(delete(ReviewItem).where(ReviewItem.group_session_id == group_session.id))
    spent = group_session.review_key
    group_session.review_key = group_session.review_until_hour = None
    group_session.alert = ""
    group_session.touch()
    return Closed((spent,) if spent else ())


def _with_few(session_id: UUID, by: UUID, change: Callable[[Session], None]) -> None:
    def work(tx: Session) -> None:
        group_session = led(tx, session_id, by)
        change(tx)
        group_session.touch()
        tell(tx, DeskChanged(session_id))

    db.write(work)


def _close(tx: Session, group_session: GroupSession, step: Step) -> Closed:
    """Open the window. The floor counts phones alone: whoever typed the paper slips in could count those out."""
    if step.asks:
        return Closed(close_answers(tx, group_session, step))
    window = step.window_key
    contents = opened(tx, window)
    phones = [content for content in contents if content["kind"] != SLIP]
    too_few = len(phones) > 0 and voices(phones) < group_session.floor
    step.close_writing(too_few=too_few)
    if window is None:
        return Closed(())
    for_review(tx, group_session, [one for one in contents if one["kind"] == SLIP or not too_few], step.id)
    if too_few:
        kept_sealed(tx, window, phones)
        return Closed(())
    throw_away(tx, window)
    return Closed((window,))


def _end(tx: Session, group_session: GroupSession, phones: int) -> Closed:
    step = group_session.current_step
    spent = _close(tx, group_session, step).spent if step is not None and step.writing else ()
    group_session.end()
    windows = [group_session.holding_key, *(one.window_key for one in group_session.steps if one.too_few)]
    asked = {one.id.hex for one in group_session.steps if one.asks}
    contents = [one for window in windows for one in opened(tx, window) if one["step"] not in asked]
    for_review(tx, group_session, contents, None, few=voices(contents) < group_session.floor)
    throw_away(tx, *windows)
    _forget(tx, group_session, phones)
    return Closed((*spent, *filter(None, windows)))


def _forget(tx: Session, group_session: GroupSession, phones: int) -> None:
    """Nothing that only a running session needs outlives it."""
    tx.execute(delete(Seen).where(Seen.group_session_id == group_session.id))
    forget_hard_days(group_session)
    group_session.holding_key = None
    for step in group_session.steps:
        step.window_key, step.too_few = None, False
    group_session.k_est = phones if group_session.head_count is None else min(phones, group_session.head_count)
    group_session.review_until_hour = int(time.time() // 3600) + lives().review_hours


def end_abandoned(session_id: UUID, *, phones: int = 0) -> None:
    """End a session that was left open, as a facilitator would. Nothing happens when it has ended already."""

    def work(tx: Session) -> Closed:
        group_session = tx.get(GroupSession, session_id, with_for_update=True)
        if group_session is None or not group_session.open:
            return Closed(())
        closed = _end(tx, group_session, phones)
        tell(tx, StageChanged(session_id))
        return closed

    keys().destroy(*db.write(work).spent)


def close_unattended(session_id: UUID) -> None:
    """Close writing that no facilitator is there to close. Nothing happens when it is closed already."""

    def work(tx: Session) -> Closed:
        group_session = tx.get(GroupSession, session_id, with_for_update=True)
        step = group_session.current_step if group_session else None
        if group_session is None or step is None or not step.writing:
            return Closed(())
        closed = _close(tx, group_session, step)
        group_session.move()
        tell(tx, StageChanged(session_id))
        return closed

    keys().destroy(*db.write(work).spent)


def erase_expired_reviews(now: float | None = None) -> int:
    """Erase what is still under review long after its session's end (P21); return how many sessions had any."""
    hour = int((time.time() if now is None else now) // 3600)

    def work(tx: Session) -> list[Closed]:
        due = tx.scalars(select(GroupSession).where(GroupSession.review_until_hour <= hour)).all()
        return [erase_review(tx, group_session) for group_session in due]

    with db.reading() as tx:
        if tx.scalar(select(GroupSession.id).where(GroupSession.review_until_hour <= hour).limit(1)) is None:
            return 0
    erased = db.write(work)
    keys().destroy(*(name for closed in erased for name in closed.spent))
    db.database().forget()
    return len(erased)
