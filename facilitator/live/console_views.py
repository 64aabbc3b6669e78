"""The facilitator's console: its page, and one thin view for each command."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from .. import content, db, sessions, strategies
from ..accounts.login import facilitator_required
from ..errors import DomainError, Ended, Invalid, NotFound, Refused
from ..safety import help_card
from ..web import STATUS, chosen_language, in_words, wants_json
from .at_hand import at_hand
from .doors import screen_link
from .frames import frames_of
from .member_views import bp as live
from .member_views import for_page, frames_answer
from .presence import CONSOLE, Presence
from .showing import desk_of

bp = Blueprint("console", __name__, url_prefix="/sessions/<uuid:session_id>")

Command = Callable[..., None]


@live.get("/sessions/<uuid:session_id>")
@facilitator_required
def console(session_id: UUID) -> ResponseReturnValue:
    """The console's page. 404 unless the account facilitates the group."""
    _find(session_id)
    language = chosen_language()
    presence: Presence = current_app.extensions["presence"]
    with db.reading() as tx:
        _, desk = desk_of(tx, session_id, current_app.config["PUBLIC_URL"], presence.counts(session_id), language)
        more = at_hand(tx, session_id, language)
    return render_template(
        "live/console.html",
        desk=desk,
        fragments=for_page(frames_of(session_id, CONSOLE, language)),
        review_points=content.review_points(language),
        help_card=help_card(session_id, language),
        **more,
    )


@bp.get("/fragments")
@facilitator_required
def fragments(session_id: UUID) -> ResponseReturnValue:
    _find(session_id)
    presence: Presence = current_app.extensions["presence"]
    presence.attend(session_id)
    return frames_answer(frames_of(session_id, CONSOLE, chosen_language()))


@bp.get("/sheet")
@facilitator_required
def sheet(session_id: UUID) -> ResponseReturnValue:
    """The join sheet, to print before the group meets."""
    _find(session_id)
    presence: Presence = current_app.extensions["presence"]
    with db.reading() as tx:
        _, desk = desk_of(
            tx, session_id, current_app.config["PUBLIC_URL"], presence.counts(session_id), chosen_language()
        )
    return render_template("live/sheet.html", desk=desk)


@bp.get("/screen")
@facilitator_required
def screen(session_id: UUID) -> ResponseReturnValue:
    _find(session_id)
    return redirect(url_for("live.screen", link=screen_link(current_app, session_id)), 303)


def command(act: Command) -> Callable[..., ResponseReturnValue]:
    """A view that does one thing and answers with the console as it is then; a refusal does too."""

    @wraps(act)
    @facilitator_required
    def view(session_id: UUID, **ids: UUID) -> ResponseReturnValue:
        try:
            act(session_id, **ids)
        except NotFound:
            return _console_now(session_id, gettext("That has been dealt with already."), 409)
        except (Refused, Ended, Invalid) as refusal:
            return _console_now(session_id, in_words(refusal), _status(refusal))
        return _console_now(session_id)

    return view


@bp.post("/room")
@command
def open_room(session_id: UUID) -> None:
    sessions.open_room(session_id, _turn(), current_user.id, agreed=request.form.get("agreed") == "yes")


@bp.post("/steps/<uuid:step_id>/showing")
@command
def push_step(session_id: UUID, step_id: UUID) -> None:
    sessions.push_step(session_id, step_id, _turn(), current_user.id)


@bp.post("/steps/<uuid:step_id>/skip")
@command
def skip_step(session_id: UUID, step_id: UUID) -> None:
    sessions.skip_step(session_id, step_id, _turn(), current_user.id)


@bp.post("/steps/<uuid:step_id>/place")
@command
def move_step(session_id: UUID, step_id: UUID) -> None:
    sessions.move_step(session_id, step_id, _turn(), current_user.id, places=_whole("by"))


@bp.post("/steps/<uuid:step_id>/writing")
@command
def open_writing(session_id: UUID, step_id: UUID) -> None:
    sessions.open_writing(session_id, step_id, _turn(), current_user.id)


@bp.post("/steps/<uuid:step_id>/closing")
@command
def close_writing(session_id: UUID, step_id: UUID) -> None:
    strategies.close_writing(session_id, step_id, _turn(), current_user.id)


@bp.post("/steps/<uuid:step_id>/reveal")
@command
def reveal(session_id: UUID, step_id: UUID) -> None:
    strategies.reveal(session_id, step_id, _turn(), current_user.id)


@bp.post("/steps/<uuid:step_id>/timer")
@command
def set_timer(session_id: UUID, step_id: UUID) -> None:
    do = request.form.get("do", "")
    minutes = _whole("minutes") if do == "set" else 0
    sessions.set_timer(session_id, step_id, _turn(), current_user.id, do=do, minutes=minutes)


@bp.post("/items/<uuid:item_id>/approval")
@command
def approve(session_id: UUID, item_id: UUID) -> None:
    strategies.approve(
        session_id,
        item_id,
        request.form.getlist("points"),
        current_user.id,
        text=request.form.get("text"),
        confirmed=request.form.get("confirmed", "").split(),
        heavy="heavy" in request.form,
    )


@bp.post("/items/<uuid:item_id>/hold")
@command
def hold(session_id: UUID, item_id: UUID) -> None:
    strategies.hold(session_id, item_id, current_user.id)


@bp.post("/items/<uuid:item_id>/declining")
@command
def decline(session_id: UUID, item_id: UUID) -> None:
    strategies.decline(session_id, item_id, current_user.id, reason=request.form.get("reason") or strategies.UNSAID)


@bp.post("/items/<uuid:item_id>/return")
@command
def put_back(session_id: UUID, item_id: UUID) -> None:
    strategies.put_back(session_id, item_id, current_user.id)


@bp.post("/lock")
@command
def lock(session_id: UUID) -> None:
    sessions.lock(session_id, current_user.id, locked=request.form.get("locked") == "1")


@bp.post("/code")
@command
def replace_code(session_id: UUID) -> None:
    sessions.replace_code(session_id, current_user.id)


@bp.post("/head-count")
@command
def set_head_count(session_id: UUID) -> None:
    sessions.set_head_count(session_id, current_user.id, people=_whole("people"))


@bp.post("/examples")
@command
def use_as_example(session_id: UUID) -> None:
    strategies.use_as_example(session_id, _id("strategy"), current_user.id)


@bp.post("/review/end")
@command
def finish_review(session_id: UUID) -> None:
    strategies.finish_review(session_id, current_user.id)


@bp.post("/few")
@command
def few(session_id: UUID) -> None:
    act = {"read": strategies.read_few, "erase": strategies.erase_few}.get(request.form.get("do", ""))
    if act is None:
        raise Invalid("Choose to read it privately, or to erase it.")
    act(session_id, current_user.id)


def _console_now(session_id: UUID, message: str = "", status: int = 200) -> ResponseReturnValue:
    _find(session_id)  # a wish that was refused may have come from anybody
    current_app.extensions["presence"].attend(session_id)
    if not wants_json():
        return redirect(url_for("live.console", session_id=session_id), 303)
    frames = frames_of(session_id, CONSOLE, chosen_language())
    return frames_answer(frames, status, **({"message": message} if message else {}))


def _find(session_id: UUID) -> None:
    with db.reading() as tx:
        sessions.led_reading(tx, session_id, current_user.id)


def _status(refusal: DomainError) -> int:
    return next(code for kind, code in STATUS.items() if isinstance(refusal, kind))


def _turn() -> int:
    return _whole("turn")


def _whole(name: str) -> int:
    try:
        return int(request.form.get(name, ""))
    except ValueError:
        raise Invalid("A number is missing.") from None


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound from None
