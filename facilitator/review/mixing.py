"""Mixing: what was offered waits out its hold, and then until it is among others. Nothing moves alone (P23)."""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from .. import db
from ..privacy.coarsen import year_of
from ..strategies import Strategy
from .models import DeskItem, Offer

LEAST_ITEMS, LEAST_SESSIONS, LEAST_GROUPS = 5, 3, 2

Source = tuple[UUID | None, UUID]


def enough(sources: Iterable[Source]) -> bool:
    """Whether so many may move together; `sources` has the session and the group of each."""
    listed = list(sources)
    sessions = {session_id for session_id, _ in listed if session_id is not None}
    groups = {group_id for _, group_id in listed}
    return len(listed) >= LEAST_ITEMS and len(sessions) >= LEAST_SESSIONS and len(groups) >= LEAST_GROUPS


def shuffled(rows: Iterable[Any]) -> list[Any]:
    """The same in an order that tells nothing."""
    mixed = list(rows)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def mix(tx: Session, program_id: UUID, today: int) -> int:
    """Move everything whose hold is over to the desk, as copies with new ids, if it is enough. Returns how many."""
    due = _due(tx, program_id, today)
    if not enough((strategy.group_session_id, strategy.group_id) for _, strategy in due):
        return 0
    for offer, strategy in shuffled(due):
        tx.add(_copy(strategy, program_id))
        offer.gone = True
    return len(due)


def _due(tx: Session, program_id: UUID, today: int) -> list[tuple[Offer, Strategy]]:
    """What was taken out of its library meanwhile stays."""
    wanted = select(Offer, Strategy).join(Strategy, Strategy.id == Offer.strategy_id)
    ready = wanted.where(
        Offer.program_id == program_id,
        Offer.gone.is_(False),
        Offer.due_day <= today,
        Strategy.share_beyond,
        Strategy.published,
    )
    rows = tx.execute(ready.options(selectinload(Strategy.tags))).all()
    return [(offer, strategy) for offer, strategy in rows]


def _copy(strategy: Strategy, program_id: UUID) -> DeskItem:
    return DeskItem(
        id=db.new_id(),
        program_id=program_id,
        group_id=strategy.group_id,
        group_session_id=strategy.group_session_id,
        text=strategy.text,
        language=strategy.language,
        year=year_of(strategy.week),
        tags=[tag.tag for tag in strategy.tags],
        edited=strategy.edited,
        take_back=strategy.take_back,
    )
