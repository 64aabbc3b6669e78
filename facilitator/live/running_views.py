"""More of the console: leading, paper slips, what a phone shows now, and the summary afterwards."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import db, sessions, strategies
from ..accounts.login import facilitator_required
from ..web import chosen_language
from .at_hand import DECLINED_FOR
from .console_views import bp, command
from .frames import frames_of
from .member_views import frames_answer
from .presence import MEMBER
from .summary import summary_of


@bp.post("/lead")
@command
def take_over(session_id: UUID) -> None:
    """A facilitator of the group takes the session over from who leads it now (R14)."""
    sessions.take_over(session_id, current_user.id)


@bp.post("/steps/<uuid:step_id>/slips")
@command
def enter_slip(session_id: UUID, step_id: UUID) -> None:
    """Type in what somebody wrote on paper (R18)."""
    strategies.enter_slip(
        session_id,
        step_id,
        request.form.get("text", ""),
        current_user.id,
        share_beyond="share_beyond" in request.form,
    )


@bp.get("/preview")
@facilitator_required
def preview(session_id: UUID) -> ResponseReturnValue:
    """What phones show now: the very fragment they get. Looking counts as no phone."""
    with db.reading() as tx:
        sessions.led_reading(tx, session_id, current_user.id)
    return frames_answer(frames_of(session_id, MEMBER, chosen_language()))


@bp.get("/summary")
@facilitator_required
def summary(session_id: UUID) -> ResponseReturnValue:
    """What the session was, to read and to print; the console until it is over."""
    language = chosen_language()
    with db.reading() as tx:
        sessions.led_reading(tx, session_id, current_user.id)
        found = summary_of(tx, session_id, language)
    if not found.ended:
        return redirect(url_for("live.console", session_id=session_id), 303)
    return render_template("live/summary.html", summary=found, declined_for=DECLINED_FOR)
