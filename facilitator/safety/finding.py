"""Asking to be found, from a phone; and answering, from a console."""

from uuid import UUID

from sqlalchemy.orm import Session

from .. import db
from ..errors import Ended, Refused
from ..events import publish
from ..sessions import DeskChanged, GroupSession, Seat, led_reading
from .calling import Call, calls


def find_me(seat: Seat, secret: str) -> Call:
    """The phone's call: made now, or as it stands. `secret` is the phone's, 32 hex digits, new for each call.

    Consoles are told at once. Raises Ended when the session is over or the seat void, Refused in a group that meets
    from afar, Invalid, Busy.
    """
    with db.reading() as tx:
        group_session = _room_of(tx, seat)
        ended, remote = group_session.ended, group_session.group.remote
    call = calls().find(seat.session_id, secret)
    if call is None:
        if ended:
            raise Ended
        if remote:
            raise Refused("This group meets from afar. Call, or write to the person who leads it.")
        call = calls().ask(seat.session_id, secret)
        publish(DeskChanged(seat.session_id))
    return call


def take_call_back(seat: Seat, secret: str) -> None:
    """The phone does not want to be found any more."""
    with db.reading() as tx:
        _room_of(tx, seat)
    calls().cancel(seat.session_id, secret)
    publish(DeskChanged(seat.session_id))


def answer_call(session_id: UUID, call_id: str, state: str, by: UUID) -> None:
    """A facilitator of the group answers: with, handed, or gone when it is dealt with. Raises NotFound."""
    with db.reading() as tx:
        led_reading(tx, session_id, by)
    calls().answer(session_id, call_id, state)
    publish(DeskChanged(session_id))


def _room_of(tx: Session, seat: Seat) -> GroupSession:
    group_session = tx.get(GroupSession, seat.session_id)
    if group_session is None or group_session.seating != seat.seating:
        raise Ended("Please join again. Your text is still on this phone.")
    return group_session
