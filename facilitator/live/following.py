"""Readings for whoever follows: who leads the session, how far it has come, what it has shown."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import strategies
from ..sessions import Facilitation, GroupSession
from .pictures import Leader
from .shared import shared


def leader_of(tx: Session, group_session: GroupSession) -> Leader | None:
    """Who leads a session that is open."""
    if not group_session.open or group_session.leader is None:
        return None
    leader = group_session.leader
    others = select(func.count()).where(
        Facilitation.group_id == group_session.group_id, Facilitation.account_id != leader.id
    )
    return Leader(leader.id, leader.name, alone=not tx.scalar(others))


def way_of(tx: Session, session_id: UUID, row: Any) -> dict[str, Any]:
    """How far the session has come, and what it has shown: for phones that come late, or back."""
    if row.id is None:
        return {}
    so_far = shared(strategies.shown_so_far(tx, session_id)) if row.any_shown else ()
    return {"place": row.place, "places": row.places, "shared": so_far}
