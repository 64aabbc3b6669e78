"""The duty board's answers, the end, heavy texts on the wall, and the debrief afterwards."""

from uuid import UUID

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import db, safety, sessions, strategies
from ..accounts.login import facilitator_required
from ..errors import Refused
from ..safety.calling import GONE, HANDED, WITH
from ..sessions import GroupSession
from .broadcasts import Broadcasts
from .console_views import bp, command
from .duty import duty_now


@bp.post("/alert/seen")
@command
def answer_alert(session_id: UUID) -> None:
    safety.answer_alert(session_id, current_user.id)


@bp.post("/alert/handing")
@command
def hand_over_alert(session_id: UUID) -> None:
    safety.hand_over_alert(session_id, current_user.id)


@bp.post("/calls/<call_id>/with")
@command
def be_with(session_id: UUID, call_id: str) -> None:
    """ "I am with them": only now does the phone say that it has been seen (R43)."""
    safety.answer_call(session_id, call_id, WITH, current_user.id)


@bp.post("/calls/<call_id>/handing")
@command
def hand_over_call(session_id: UUID, call_id: str) -> None:
    safety.answer_call(session_id, call_id, HANDED, current_user.id)


@bp.post("/calls/<call_id>/done")
@command
def finish_call(session_id: UUID, call_id: str) -> None:
    safety.answer_call(session_id, call_id, GONE, current_user.id)


@bp.post("/end")
@command
def end(session_id: UUID) -> None:
    """End the session; not while somebody waits to be answered, but for `end/anyway` (R51)."""
    if duty_now(session_id).open:
        raise Refused("Somebody may need help and has not been answered. Look there first, or end anyway.")
    _end(session_id)


@bp.post("/end/anyway")
@command
def end_anyway(session_id: UUID) -> None:
    """End although somebody has not been answered: a facilitator's own choice, asked once (R51)."""
    _end(session_id)


@bp.post("/strategies/<uuid:strategy_id>/uncovering")
@command
def uncover(session_id: UUID, strategy_id: UUID) -> None:
    strategies.uncover(session_id, strategy_id, current_user.id, uncovered=True)


@bp.post("/strategies/<uuid:strategy_id>/covering")
@command
def cover(session_id: UUID, strategy_id: UUID) -> None:
    strategies.uncover(session_id, strategy_id, current_user.id, uncovered=False)


@bp.get("/debrief")
@facilitator_required
def debrief(session_id: UUID) -> ResponseReturnValue:
    """A checklist for the facilitators after a session, to read or print: nothing is filled in or kept (P32)."""
    with db.reading() as tx:
        sessions.led_reading(tx, session_id, current_user.id)
        group_session = tx.get_one(GroupSession, session_id)
        ended, title, group = group_session.ended, group_session.title, group_session.group
        contact = group.supervisor_contact
    if not ended:
        return redirect(url_for("live.console", session_id=session_id), 303)
    return render_template("safety/debrief.html", session_id=session_id, title=title, contact=contact)


def _end(session_id: UUID) -> None:
    broadcasts: Broadcasts = current_app.extensions["broadcasts"]
    strategies.end(session_id, current_user.id, phones=broadcasts.most_phones(session_id))
