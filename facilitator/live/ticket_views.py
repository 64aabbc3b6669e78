"""Where a console gets the ticket for its socket."""

from uuid import UUID

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import db, sessions
from ..accounts.login import facilitator_required
from .console_views import bp
from .tickets import Tickets


@bp.post("/ticket")
@facilitator_required
def ticket(session_id: UUID) -> ResponseReturnValue:
    """A ticket for one socket of this console, within half a minute. 404 unless the account facilitates the group."""
    with db.reading() as tx:
        sessions.led_reading(tx, session_id, current_user.id)
    tickets: Tickets = current_app.extensions["tickets"]
    return jsonify(ticket=tickets.issue(session_id, current_user.sign_in_id))
