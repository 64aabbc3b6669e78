"""Erasing what has lived its time, telling what is held, and keeping a strategy for another year."""

import logging
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from .. import db, strategies
from ..db import tell
from ..errors import NotFound
from ..privacy.coarsen import week_of
from ..privacy.lives import lives
from ..sessions import GroupSession, StageChanged, Step
from ..sessions.groups import led_group
from ..sessions.models import ENDED, OPEN
from ..strategies import Strategy, gone
from . import proof
from .kinds import KINDS, Kind

log = logging.getLogger(__name__)
FEW, MANY = 10, 100
REVIEW = KINDS[0]


@dataclass(frozen=True)
class Held:
    """How much there is of a kind, told coarsely: none, few (under 10), some (under 100) or many."""

    kind: str
    amount: str


@dataclass(frozen=True)
class Promise:
    """What members and facilitators are told: hours until what was not approved is erased, months for the rest."""

    review_hours: int
    months: int


def promised() -> Promise:
    return Promise(lives().review_hours, lives().months)


def held() -> list[Held]:
    """What is held now."""
    with db.reading() as tx:
        return [Held(kind.id, _coarse(_count(tx, kind))) for kind in KINDS]


def purge(now: float | None = None, *, dry_run: bool = False) -> dict[str, int]:
    """Erase all whose life is over at `now`, in seconds of UTC; return how many of each kind.

    Afterwards SQLite's log is empty, and the proof has a line: counts by kind, and the day. `dry_run` only counts.
    """
    moment = int(time.time() if now is None else now)
    if dry_run:
        with db.reading() as tx:
            return {kind.id: _count(tx, kind, moment) for kind in KINDS}
    reviews = erase_reviews(moment)
    strategies.apply_take_backs(moment)
    counts = db.write(lambda tx: _erase(tx, moment))
    strategies.sweep_keys()
    gone.forget(datetime.fromtimestamp(moment, UTC).date())
    db.database().forget()
    proof.add(_day(moment), counts)
    log.info("purged", extra={"count": sum(counts.values()) + reviews})
    return counts | {REVIEW.id: counts[REVIEW.id] + reviews}


def erase_reviews(now: float | None = None) -> int:
    """Erase texts whose time under review is over (P21), and note how many; it is done every ten minutes."""
    moment = int(time.time() if now is None else now)
    with db.reading() as tx:
        due = _count(tx, REVIEW, moment)
    strategies.erase_expired_reviews(moment)
    if due:
        proof.add(_day(moment), {REVIEW.id: due})
    return due


def purge_daily(now: float | None = None) -> bool:
    """Purge, unless that was done on this day already; True when it was done now."""
    moment = int(time.time() if now is None else now)
    if any(line.day == _day(moment) and line.whole for line in proof.latest()):
        return False
    purge(moment)
    return True


def renew(strategy_id: UUID, by: UUID, today: date | None = None) -> None:
    """Approve a strategy of the library once more, for as long again (P30). Raises NotFound."""

    def work(tx: Session) -> None:
        strategy = tx.get(Strategy, strategy_id)
        if strategy is None:
            raise NotFound
        led_group(tx, strategy.group_id, by)
        strategy.week = week_of(today or datetime.now(UTC).date())

    db.write(work)


def _erase(tx: Session, moment: int) -> dict[str, int]:
    counts: Counter[str] = Counter({kind.id: 0 for kind in KINDS})
    for kind in KINDS:
        for row in tx.scalars(select(kind.model).where(kind.due(moment))).all():
            if isinstance(row, Strategy):
                _tell_room(tx, row)
            tx.delete(row)
            counts[kind.id] += 1
        tx.flush()
    _coarsen(tx)
    return dict(counts)


def _tell_room(tx: Session, strategy: Strategy) -> None:
    """It leaves every screen of its group that may show it."""
    here = select(GroupSession).where(GroupSession.group_id == strategy.group_id, GroupSession.state == OPEN)
    for group_session in tx.scalars(here):
        group_session.touch()
        tell(tx, StageChanged(group_session.id))


def _coarsen(tx: Session) -> None:
    """A session that is over and reviewed keeps its week, and no timer of a step (P6)."""
    over = select(GroupSession.id).where(GroupSession.state == ENDED, GroupSession.review_key.is_(None))
    timed = Step.ends_at_ms.is_not(None) | Step.paused_ms.is_not(None)
    tx.execute(update(Step).where(Step.group_session_id.in_(over), timed).values(ends_at_ms=None, paused_ms=None))


def _count(tx: Session, kind: Kind, due_at: int | None = None) -> int:
    rows = select(func.count()).select_from(kind.model)
    return tx.scalar(rows if due_at is None else rows.where(kind.due(due_at))) or 0


def _coarse(count: int) -> str:
    if count == 0:
        return "none"
    return "few" if count < FEW else "some" if count < MANY else "many"


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
