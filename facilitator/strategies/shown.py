"""What was approved, and shown: readings for screens, and the cover of what is heavy."""

import hashlib
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from .. import db
from ..db import tell
from ..errors import NotFound
from ..privacy.coarsen import weeks_before
from ..privacy.lives import lives
from ..sessions import StageChanged, Step, led
from .models import Strategy


def approved_in(tx: Session, step_id: UUID, *, shown: bool) -> list[Strategy]:
    """What was approved in a step, in an order of this step alone, which tells nothing of ids or arrival (P7)."""
    found = tx.scalars(_with_tags().where(Strategy.step_id == step_id, Strategy.shown.is_(shown)))
    return sorted(found, key=lambda strategy: _place(step_id, strategy.id))


def shown_so_far(tx: Session, session_id: UUID) -> list[Strategy]:
    """All that was shown to the group in a session, step by step, each step in an order of its own (P7)."""
    rows = tx.execute(
        _with_tags()
        .add_columns(Step.id, Step.position)
        .join(Step, Step.id == Strategy.step_id)
        .where(Step.group_session_id == session_id, Strategy.shown.is_(True))
    ).all()
    return [row[0] for row in sorted(rows, key=lambda row: (row[2], _place(row[1], row[0].id)))]


def uncover(session_id: UUID, strategy_id: UUID, by: UUID, *, uncovered: bool) -> None:
    """Open a heavy text on the wall, once the group was asked, or cover it again. Raises NotFound."""

    def work(tx: Session) -> None:
        group_session = led(tx, session_id, by)
        strategy = tx.get(Strategy, strategy_id)
        if strategy is None or strategy.group_session_id != session_id or not strategy.shown:
            raise NotFound
        strategy.uncovered = uncovered
        group_session.touch()
        tell(tx, StageChanged(session_id))

    db.write(work)


def count_to_show(tx: Session, step_id: UUID) -> int:
    return tx.scalar(select(func.count()).where(Strategy.step_id == step_id, Strategy.shown.is_(False))) or 0


def examples_of(tx: Session, strategy_ids: Collection[UUID]) -> list[Strategy]:
    """Published strategies that stand beside a step as examples."""
    if not strategy_ids:
        return []
    alive = Strategy.week >= weeks_before(date.today(), lives().weeks)
    chosen = _with_tags().where(Strategy.id.in_(strategy_ids), Strategy.published.is_(True), alive)
    return list(tx.scalars(chosen.order_by(Strategy.id)))


def _with_tags() -> Select[Strategy]:
    return select(Strategy).options(selectinload(Strategy.tags))


def _place(step_id: UUID, strategy_id: UUID) -> bytes:
    return hashlib.sha256(step_id.bytes + strategy_id.bytes).digest()
