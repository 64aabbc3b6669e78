"""The page where a facilitator picks what a poll asks about: out of the library, or a collection (R34)."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from ..accounts.login import facilitator_required
from ..errors import Invalid
from ..strategies.choices import FEWEST, MOST
from ..web import chosen_language, in_words
from . import choosing

bp = Blueprint("choosing", __name__, url_prefix="/sessions/<uuid:session_id>/steps/<uuid:step_id>")


@bp.get("/choices")
@facilitator_required
def choices(session_id: UUID, step_id: UUID) -> ResponseReturnValue:
    return _page(session_id, step_id, [])


@bp.post("/choices")
@facilitator_required
def choose(session_id: UUID, step_id: UUID) -> ResponseReturnValue:
    picked = request.form.getlist("choice")
    if "search" in request.form:
        return _page(session_id, step_id, picked)
    notes = {
        choosing.MEDICINE: gettext("Talk with your prescriber before any change."),
        choosing.SLIP: gettext("After a break, the body can handle less. Carry naloxone. Do not use alone."),
    }
    try:
        choosing.choose(session_id, step_id, picked, current_user.id, notes)
    except Invalid as reason:
        return _page(session_id, step_id, picked, reason), 422
    return redirect(url_for("live.console", session_id=session_id), 303)


def _page(session_id: UUID, step_id: UUID, picked: list[str], reason: Invalid | None = None) -> str:
    words = request.values.get("words", "")[:80]
    return render_template(
        "review/choices.html",
        session_id=session_id,
        step_id=step_id,
        poll=choosing.poll_of(session_id, step_id, current_user.id, chosen_language(), words, picked),
        picked=picked,
        reason=in_words(reason) if reason else "",
        words=words,
        fewest=FEWEST,
        most=MOST,
    )
