"""The phone's page and the projector: both only look. What a phone sends goes to `strategies.views`."""

import secrets
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, jsonify, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from .. import content
from ..errors import Ended, NotFound
from ..moments import now_ms
from ..privacy.scrub import LONGEST
from ..safety import help_card
from ..sessions import Seat, seat_in
from ..web import chosen_language
from .details import detail_kinds
from .doors import has_ended, meets_in_a_room, place_of_seat, session_of_link, way_of
from .folded import page_in_one_language
from .frames import Frame, frames_of
from .presence import MEMBER, SCREEN, Presence

bp = Blueprint("live", __name__)
bp.add_app_template_global(way_of)

STORAGE_KEY = "storage_key"


@bp.get("/room")
def room() -> ResponseReturnValue:
    """The member page; without a valid seat, the join page."""
    seat = seat_in(cookie)
    if seat is None:
        return redirect(url_for("live.door"), 303)
    try:
        place = place_of_seat(seat)
    except NotFound:
        return redirect(url_for("live.door", again=1), 303)
    return page_in_one_language(
        chosen_language(),
        "live/room.html",
        fragments=for_page(frames_of(place.session_id, MEMBER, place.language)),
        help_card=help_card(place.session_id, place.language),
        storage_key=_storage_key(place.session_id),
        agreements=content.agreements(place.language),
        closing=content.closing(place.language),
        writing_limit=LONGEST,
        signals=content.signals(place.language).values(),
        detail_kinds=detail_kinds(),
        find_me=meets_in_a_room(place.session_id),
        session_id=place.session_id,
    )


@bp.get("/room/fragments")
def room_fragments() -> ResponseReturnValue:
    """The very bytes that are pushed, for a phone that joins, wakes or has no socket."""
    seat = _seat()
    try:
        place = place_of_seat(seat)
    except NotFound:
        raise Ended("Please join again. Your text is still on this phone.") from None
    presence: Presence = current_app.extensions["presence"]
    presence.polled(place)
    return frames_answer(frames_of(place.session_id, MEMBER, place.language))


@bp.get("/room/csrf")
def room_csrf() -> ResponseReturnValue:
    return jsonify(token=generate_csrf())


@bp.get("/help")
def help_page() -> ResponseReturnValue:
    seat = seat_in(cookie)
    return render_template("live/help.html", help_card=help_card(seat.session_id if seat else None, chosen_language()))


@bp.get("/about")
def about() -> ResponseReturnValue:
    return render_template("about.html")


@bp.get("/screen/<link>")
def screen(link: str) -> ResponseReturnValue:
    """The projector: read-only, and it survives a reload."""
    session_id = session_of_link(current_app, link)
    frames = frames_of(session_id, SCREEN, chosen_language())
    return render_template("live/screen.html", fragments=for_page(frames), link_token=link, session_id=session_id)


@bp.get("/screen/<link>/fragments")
def screen_fragments(link: str) -> ResponseReturnValue:
    return frames_answer(frames_of(session_of_link(current_app, link), SCREEN, chosen_language()))


def frames_answer(frames: list[Frame], status: int = 200, **more: Any) -> ResponseReturnValue:
    return jsonify(now=now_ms(), frames=frames, **more), status


def for_page(frames: list[Frame]) -> dict[str, Frame]:
    """Frames by name, for the first paint: their HTML was rendered by our own templates."""
    return {frame["name"]: frame | {"html": Markup(frame["html"])} for frame in frames}  # noqa: S704


def _storage_key(session_id: UUID) -> str:
    """The key of what this phone keeps; none once the session is over, and then nobody reads it again."""
    if has_ended(session_id):
        cookie.pop(STORAGE_KEY, None)
        return ""
    return str(cookie.setdefault(STORAGE_KEY, secrets.token_urlsafe(32)))


def _seat() -> Seat:
    seat = seat_in(cookie)
    if seat is None:
        raise Ended("Please join again. Your text is still on this phone.")
    return seat
