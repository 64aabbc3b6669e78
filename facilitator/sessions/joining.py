"""A phone comes in: the seat that a code gives, and the open session that a seat belongs to."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from .. import db
from ..errors import Ended, Invalid
from .models import OPEN, GroupSession
from .seats import Seat, typed_code
from .step_models import Step

# Put together once: every submission asks for both.
MEETING = (
    select(GroupSession).where(GroupSession.id == bindparam("session_id")).with_for_update(read=True, of=GroupSession)
)
STEP = select(Step).where(Step.id == bindparam("step_id"), Step.group_session_id == bindparam("session_id"))


def joined(tx: Session, seat: Seat) -> GroupSession:
    """The open session this seat belongs to. Raises Ended when the session is over or the seat is void."""
    group_session = tx.scalar(MEETING, {"session_id": seat.session_id})
    if group_session is None or group_session.state != OPEN:
        raise Ended
    if group_session.seating != seat.seating:
        raise Ended("Please join again. Your text is still on this phone.")
    return group_session


def step_in(tx: Session, session_id: UUID, step_id: UUID) -> Step | None:
    """A step of a session, without the others."""
    return tx.scalar(STEP, {"session_id": session_id, "step_id": step_id})


def take_seat(code: str, language: str) -> Seat:
    """A seat in the room that `code` opens. Wrong, old, locked and ended codes get the same Invalid."""
    with db.reading() as tx:
        room = tx.execute(
            select(GroupSession.id, GroupSession.seating).where(
                GroupSession.code == typed_code(code),
                GroupSession.state == OPEN,
                GroupSession.locked.is_(False),
            )
        ).one_or_none()
    if room is None:
        raise Invalid("That code does not open a room. Check it with your facilitator.")
    return Seat.taken(room.id, room.seating, language)
