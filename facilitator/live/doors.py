"""The socket's door: it seats a screen in its room, or turns it away. No screen may say anything else."""

import hashlib
from typing import Any
from uuid import UUID

from flask import Flask, current_app, request
from flask_login import current_user
from flask_socketio import ConnectionRefusedError, SocketIO, emit, join_room
from itsdangerous import BadSignature, URLSafeSerializer

from .. import db
from ..accounts.login import still_to_do
from ..cookies import SEAT, cookie
from ..errors import DomainError, NotFound
from ..sessions import GroupSession, Seat, led_reading, seat_in
from ..web import chosen_language
from .frames import frames_of
from .presence import CONSOLE, MEMBER, SCREEN, Place, Presence
from .tickets import Tickets

Auth = dict[str, Any]


def screen_link(app: Flask, session_id: UUID) -> str:
    """What a projector's address ends with: it names a session, is signed, and can only look."""
    return str(_links(app).dumps(session_id.hex))


def session_of_link(app: Flask, link: str) -> UUID:
    """Raises NotFound for a link that we did not make."""
    try:
        return UUID(_links(app).loads(link))
    except (BadSignature, ValueError):
        raise NotFound from None


def way_of(session_id: UUID) -> str:
    """Two signs by which a front can lead all screens of a session to one process; one in 256 sessions has the same."""
    return hashlib.sha256(b"way" + session_id.bytes).hexdigest()[:2]


def place_of_seat(seat: Seat) -> Place:
    """Where a seat's phone belongs, also after the end. Raises NotFound when the seat is void."""
    with db.reading() as tx:
        group_session = tx.get(GroupSession, seat.session_id)
        if group_session is None or group_session.seating != seat.seating:
            raise NotFound
    return Place(seat.session_id, MEMBER, seat.language, seat.token, seating=seat.seating)


def has_ended(session_id: UUID) -> bool:
    with db.reading() as tx:
        group_session = tx.get(GroupSession, session_id)
        return group_session is None or group_session.ended


def meets_in_a_room(session_id: UUID) -> bool:
    """Whether somebody could come over: not in a group that meets from afar (R60)."""
    with db.reading() as tx:
        group_session = tx.get(GroupSession, session_id)
        return group_session is not None and not group_session.group.remote


def open_doors(app: Flask, socketio: SocketIO, presence: Presence) -> None:
    """Register who may come in, and what happens when somebody leaves."""
    from .wire import door

    def arrive(auth: Auth | None = None) -> None:
        try:
            place = _place(auth if isinstance(auth, dict) else {})
        except (DomainError, ValueError, KeyError, TypeError):
            raise ConnectionRefusedError("Not here.") from None
        join_room(place.room)  # before the reading: what is pushed meanwhile is not missed, what is older is ignored
        presence.arrive(_sid(), place)
        try:
            frames = frames_of(place.session_id, place.audience, place.language)
        except Exception:
            presence.leave(_sid())
            raise
        current_app.extensions["broadcasts"].seen(place.session_id, frames[0]["revision"])
        for frame in frames:
            emit("fragment", frame)

    def leave(*_reason: object) -> None:
        presence.leave(_sid())

    door(socketio, arrive)
    socketio.on_event("disconnect", leave)


def _place(auth: Auth) -> Place:
    match auth.get("as"):
        case "member":
            seat = seat_in(cookie(current_app, SEAT))
            if seat is None:
                raise NotFound
            return place_of_seat(seat)
        case "console":
            session_id = _led(UUID(auth["session"]), auth["ticket"])
            return Place(session_id, CONSOLE, chosen_language(), current_user.id.hex, current_user.sign_in_id)
        case "screen":
            return Place(session_of_link(current_app, auth["link"]), SCREEN, chosen_language())
        case _:
            raise NotFound


def _led(session_id: UUID, ticket: str) -> UUID:
    """The cookie says who it is, the ticket that a page of ours asked."""
    if not current_user.is_authenticated or still_to_do(current_user.account):
        raise NotFound
    tickets: Tickets = current_app.extensions["tickets"]
    tickets.spend(ticket, session_id, current_user.sign_in_id)
    with db.reading() as tx:
        return led_reading(tx, session_id, current_user.id)


def _links(app: Flask) -> URLSafeSerializer:
    return URLSafeSerializer(app.config["SECRET_KEY"], salt="facilitator-screen")


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
