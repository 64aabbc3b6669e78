"""After a backup was restored: what was taken back since goes again, and sessions under way can go on."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from .. import db
from ..privacy.keys import KeyLost, keys
from ..sessions import GroupSession, Step
from . import gone
from .models import ReviewItem, Seen, Strategy, TakeBack
from .opening import mark_in, throw_away
from .taking_back import apply_take_backs

AHEAD = 1_000_000  # more than any session counts: what a screen shows from before the restore is older than anything

WITH_KEYS = or_(
    GroupSession.holding_key.is_not(None),
    GroupSession.review_key.is_not(None),
    GroupSession.id.in_(select(Step.group_session_id).where(Step.window_key.is_not(None))),
)


@dataclass(frozen=True)
class Resumed:
    """What restoring met: texts taken back again, and open sessions some of whose sealed writing cannot be read."""

    taken_back: int
    without_keys: int


def resume(more_marks: Iterable[bytes] = ()) -> Resumed:
    """Settle the database that was just restored, before any server uses it.

    Screens drop a picture that is older than theirs, and theirs may be of after the backup: every count starts far
    above, and every screen takes a new, full picture. `more_marks` are those of other features' texts.
    """
    db.write(_count_anew)
    without_keys = db.write(_renew_keys)
    again = db.write(lambda tx: _wish_again(tx, more_marks))
    apply_take_backs()
    return Resumed(again, without_keys)


def _count_anew(tx: Session) -> None:
    ahead = {"revision": GroupSession.revision + AHEAD, "turn": GroupSession.turn + AHEAD}
    tx.execute(update(GroupSession).values(ahead), execution_options={"synchronize_session": False})


def _renew_keys(tx: Session) -> int:
    """Where a key is gone, as it is for all that was closed since, put a new one in its place.

    What was sealed under it can never be read, and goes. Where that was the writing under way, phones send again what
    they sent, and it is taken like new. Returns how many open sessions that met.
    """
    met = 0
    for group_session in tx.scalars(select(GroupSession).where(WITH_KEYS)).all():
        lost = [name for name in _names(group_session) if _is_lost(name)]
        if not lost:
            continue
        met += group_session.open
        throw_away(tx, *lost)
        if _writing_now(group_session) in lost:
            tx.execute(delete(Seen).where(Seen.group_session_id == group_session.id))
        if group_session.review_key in lost:
            tx.execute(delete(ReviewItem).where(ReviewItem.group_session_id == group_session.id))
        _replace(group_session, {name: keys().make() if group_session.open else None for name in lost})
    return met


def _names(group_session: GroupSession) -> list[str]:
    named = (group_session.holding_key, group_session.review_key, *(step.window_key for step in group_session.steps))
    return [name for name in named if name]


def _writing_now(group_session: GroupSession) -> str | None:
    """The name of the key under which phones send just now."""
    step = group_session.current_step
    return step.window_key if step is not None and step.writing else None


def _is_lost(name: str) -> bool:
    try:
        keys().read(name)
    except KeyLost:
        return True
    return False


def _replace(group_session: GroupSession, new: dict[str, str | None]) -> None:
    for owner, column in [(group_session, "holding_key"), (group_session, "review_key")] + [
        (step, "window_key") for step in group_session.steps
    ]:
        name = getattr(owner, column)
        if name in new:
            setattr(owner, column, new[name])
    if group_session.review_key is None:
        group_session.review_until_hour = None


def _wish_again(tx: Session, more_marks: Iterable[bytes]) -> int:
    """Wish once more for everything that came back and had been taken back; it is granted at once."""
    marks = {*more_marks, *tx.scalars(select(Strategy.take_back).where(Strategy.take_back.is_not(None)))}
    under_review = select(ReviewItem, GroupSession.review_key).join(
        GroupSession, GroupSession.id == ReviewItem.group_session_id
    )
    marks |= {mark_in(item, key_name) for item, key_name in tx.execute(under_review)}
    again = gone.among(mark for mark in marks if mark)
    for mark in again:
        tx.merge(TakeBack(mark=mark, due_at=0))
    return len(again)
