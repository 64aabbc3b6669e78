"""Preparing a session, from a plan or from one prompt."""

from uuid import UUID

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ..accounts.login import facilitator_required
from ..web import chosen_language
from . import service

bp = Blueprint("sessions", __name__)


@bp.post("/groups/<uuid:group_id>/sessions")
@facilitator_required
def prepare(group_id: UUID) -> ResponseReturnValue:
    """Make a session ready from a plan or one prompt, and go to its console (R1)."""
    session_id = service.prepare(
        group_id,
        current_user.id,
        plan=request.form.get("plan", ""),
        prompt=request.form.get("prompt", ""),
        language=chosen_language(),
        floor=current_app.config["FLOOR"],
    )
    return redirect(url_for("live.console", session_id=session_id), 303)
