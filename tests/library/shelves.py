"""Strategies put on the shelves of a library, and read from there."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from facilitator import db, library
from facilitator.library import Filters
from facilitator.sessions.models import ENDED, GroupSession
from facilitator.strategies.models import Strategy, StrategyTag
from tests.cast import Cast

WALK, CALL, CLINIC = "I walk around the block.", "I call my sister.", "I take it with breakfast."
MAMA = "Le doy mi tarjeta a mi MAMÁ."


def shelve(
    cast: Cast, text: str, tags: Sequence[str] = (), *, group: UUID | None = None, state: str = ENDED, **more: object
) -> UUID:
    """Put an approved strategy into a group's library, as a session would have."""

    def work(tx: Session) -> UUID:
        group_id = group or cast.tuesday
        meeting = GroupSession(group_id=group_id, title="A week ago", week="2026-W40", state=state)
        tx.add(meeting)
        tx.flush()
        strategy = Strategy(
            id=db.new_id(), group_id=group_id, group_session_id=meeting.id, text=text, week="2026-W40",
            **{"language": "en", "shown": False} | more,
        )  # fmt: skip
        strategy.tags = [StrategyTag(tag=tag) for tag in tags]
        tx.add(strategy)
        return strategy.id

    return db.write(work)


def texts(cast: Cast, **filters: object) -> list[str]:
    return [item.text for item in library.strategies_of(cast.tuesday, cast.ana, Filters(**filters))]  # type: ignore[arg-type]


def tags_of(cast: Cast, strategy: UUID) -> set[str]:
    return {tag.id for tag in library.strategy_of(strategy, cast.ana).tags}
