"""What is told of the answers to a scale or a poll, as pictures for the templates."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import strategies
from ..privacy.suppress import Line, Told
from ..sessions import Step
from ..sessions.models import CLOSED, COLLECT, DONE, POLL, REVEALED, SCALE, SHOWN
from . import wording
from .pictures import Answers, StepPicture, ToldLine, ToldPicture

READ_OUT = "read_out"


def told_to_group(tx: Session, session_id: UUID, step: StepPicture | None) -> ToldPicture | None:
    """What the group is shown of its answers now: after the reveal, and while people talk about it."""
    if step is None or step.state not in (REVEALED, SHOWN):
        return None
    source = step.id if step.state == REVEALED else talked_about(tx, session_id, step)
    asked = tx.get(Step, source) if source else None
    if asked is None or not asked.result or not asked.result["shown"]:
        return None
    return _picture(asked, strategies.told_of(asked.result))


def talked_about(tx: Session, session_id: UUID, step: StepPicture) -> UUID | None:
    """The step whose outcome a read-out step keeps in view: the latest before it that took words or answers."""
    if step.kind != READ_OUT:
        return None
    here = select(Step.position).where(Step.id == step.id).scalar_subquery()
    earlier = select(Step.id).where(Step.group_session_id == session_id, Step.state == DONE, Step.position < here)
    return tx.scalar(earlier.where(Step.kind.in_((COLLECT, SCALE, POLL))).order_by(Step.position.desc()).limit(1))


def answers_of(step: Step | None) -> Answers | None:
    """What a console is told of the present step's answers once they are closed."""
    if step is None or step.result is None or step.state not in (CLOSED, REVEALED):
        return None
    before = strategies.told_before(step.result)
    return Answers(
        told=_picture(step, strategies.told_of(step.result)),
        before=_picture(step, before) if before else None,
        heavier=strategies.leaves_heavier(step.result, step.hard_end or "low"),
        hard_day=step.result["hard_day"],
    )


def told_by(step: Step) -> ToldPicture | None:
    """What closing left of a step's answers, for whoever looks back."""
    return _picture(step, strategies.told_of(step.result)) if step.result else None


def _picture(step: Step, told: Told) -> ToldPicture:
    lines = tuple(_line(step.kind, step.options, line) for line in told.lines)
    question = wording.question(step.text) if step.kind == SCALE else step.text
    return ToldPicture(step.kind, told.state, lines, told.same, question, wording.ends(step.text))


def _line(kind: str, options: list[Any], line: Line) -> ToldLine:
    first, last, word = line
    return ToldLine(word, first, last, options[first] if kind == POLL else "")
