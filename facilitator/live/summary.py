"""What a session was, once it is over. Of members' words it has what was approved, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import content, strategies
from ..content import Tag
from ..errors import NotFound
from ..sessions import GroupSession, Step
from ..sessions.models import AHEAD, SKIPPED
from ..strategies import Strategy, StrategyTag
from ..strategies.models import TOO_FEW, ReviewItem
from .pictures import ToldPicture
from .telling import told_by

FEW_IDEAS, MOST_SUGGESTED = 2, 6  # a tag with fewer strategies than this is suggested; so many at most


@dataclass(frozen=True)
class StepLine:
    """One step: `ran` or not, its planned minutes, what it brought: approved texts, or what is told of answers."""

    title: str
    minutes: int
    ran: bool
    texts: tuple[str, ...]
    told: ToldPicture | None


@dataclass(frozen=True)
class Summary:
    """A session as its facilitators look back on it.

    `late`: approved texts that came after their step. `waiting`, `held` and `few`: how many texts are still under
    review. `declined_for`: how many were declined, by reason. `scarce`: tags with few ideas in the library.
    """

    session_id: UUID
    group_id: UUID
    group_name: str
    title: str
    week: str
    ended: bool
    reviewing: bool
    steps: tuple[StepLine, ...]
    late: tuple[str, ...]
    waiting: int
    held: int
    few: int
    declined_for: Mapping[str, int]
    scarce: tuple[Tag, ...]

    @property
    def minutes(self) -> int:
        """Planned minutes of the whole plan."""
        return sum(step.minutes for step in self.steps)

    @property
    def minutes_run(self) -> int:
        """Planned minutes of the steps that ran: how long they took is not kept."""
        return sum(step.minutes for step in self.steps if step.ran)


def summary_of(tx: Session, session_id: UUID, language: str) -> Summary:
    """Raises NotFound."""
    group_session = tx.get(GroupSession, session_id)
    if group_session is None:
        raise NotFound
    texts = _texts(tx, session_id)
    pending = _pending(tx, session_id)
    return Summary(
        session_id=session_id,
        group_id=group_session.group_id,
        group_name=group_session.group.name,
        title=group_session.title,
        week=group_session.week,
        ended=group_session.ended,
        reviewing=group_session.review_key is not None,
        steps=tuple(_line(step, texts.get(step.id, [])) for step in group_session.steps),
        late=tuple(texts.get(None, [])),
        waiting=pending.get(strategies.WAITING, 0),
        held=pending.get(strategies.HELD, 0),
        few=sum(pending.get(status, 0) for status in TOO_FEW),
        declined_for=group_session.declined_for or {},
        scarce=_scarce(tx, group_session.group_id, language),
    )


def _line(step: Step, texts: list[str]) -> StepLine:
    return StepLine(step.title, step.minutes, step.state not in (AHEAD, SKIPPED), tuple(texts), told_by(step))


def _texts(tx: Session, session_id: UUID) -> dict[UUID | None, list[str]]:
    """What was approved and is in the library, by step, in the order of random ids."""
    approved = select(Strategy.step_id, Strategy.text).where(
        Strategy.group_session_id == session_id, Strategy.published.is_(True)
    )
    found: dict[UUID | None, list[str]] = {}
    for step_id, text in tx.execute(approved.order_by(Strategy.id)):
        found.setdefault(step_id, []).append(text)
    return found


def _pending(tx: Session, session_id: UUID) -> dict[str, int]:
    """How many texts are under review, by status."""
    counts = select(ReviewItem.status, func.count()).where(ReviewItem.group_session_id == session_id)
    return dict(tx.execute(counts.group_by(ReviewItem.status)).all())


def _scarce(tx: Session, group_id: UUID, language: str) -> tuple[Tag, ...]:
    """Situations and approaches for which the group's library has few ideas or none, the fewest first."""
    counts = select(StrategyTag.tag, func.count()).join(Strategy).where(Strategy.group_id == group_id)
    had = dict(tx.execute(counts.where(Strategy.published).group_by(StrategyTag.tag)).all())
    taxonomy = content.taxonomy(language)
    scarce = [tag for tag in (*taxonomy.situations, *taxonomy.approaches) if had.get(tag.id, 0) < FEW_IDEAS]
    return tuple(sorted(scarce, key=lambda tag: had.get(tag.id, 0))[:MOST_SUGGESTED])
