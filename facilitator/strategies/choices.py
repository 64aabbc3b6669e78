"""Choices of a poll that come from what helped somebody: texts alone, with no word of where they come from (R34)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from .. import db
from ..db import tell
from ..errors import Invalid, Refused
from ..sessions import GroupSession, StageChanged, Step, leading, step_of
from ..sessions.models import AHEAD, POLL, SHOWN, SKIPPED

FEWEST, MOST = 2, 8
TAKEN_BACK = "…"  # a choice keeps its place, because answers name places


def choose(session_id: UUID, step_id: UUID, texts: Sequence[str], by: UUID) -> None:
    """Make `texts` the choices of a poll that was not asked yet. Raises Invalid, Refused, Ended, NotFound."""
    wanted = list(dict.fromkeys(texts))
    if not FEWEST <= len(wanted) <= MOST:
        raise Invalid("Choose %(fewest)s to %(most)s.", fewest=FEWEST, most=MOST)

    def work(tx: Session) -> None:
        group_session = leading(tx, session_id, by)
        expect_unasked(group_session, step_of(group_session, step_id))
        step_of(group_session, step_id).options = wanted
        group_session.move()
        tell(tx, StageChanged(session_id))

    db.write(work)


def expect_unasked(group_session: GroupSession, step: Step) -> None:
    """Raises Refused where the choices stand: asked again with others, a poll would tell single answers (P10)."""
    if step.kind != POLL or group_session.ended:
        raise Refused("Only a poll of a session that goes on has choices.")
    if step.state not in (AHEAD, SKIPPED, SHOWN) or step.result is not None or group_session.asked_for_good(step):
        raise Refused("This poll was asked already. Its choices stay as they are.")


def forget_choices(tx: Session, texts: Iterable[str], groups: ColumnElement[bool]) -> None:
    """Take these texts out of every poll of the groups: a condition on `GroupSession.group_id`."""
    gone = set(texts)
    polls = select(Step).join(GroupSession, GroupSession.id == Step.group_session_id)
    for step in tx.scalars(polls.where(Step.kind == POLL, groups)) if gone else ():
        kept = [TAKEN_BACK if _first_of(option) in gone else option for option in step.options]
        if kept != step.options:
            step.options = kept
            step.group_session.touch()
            tell(tx, StageChanged(step.group_session_id))


def with_notes(text: str, notes: Iterable[str]) -> str:
    """A choice with the lines that belong under it (R47, R48)."""
    return NOTED.join((text, *notes))


def _first_of(option: str) -> str:
    return option.split(NOTED, 1)[0]


NOTED = "\n— "
