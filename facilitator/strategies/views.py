"""What a phone posts: an envelope, and a wish to take something back later."""

from flask import Blueprint, jsonify, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..errors import Ended, Invalid
from ..privacy.throttle import Failures, place_of
from ..sessions import seat_in
from .sharing import Submission
from .sharing import share as share_now
from .taking_back import take_back as take_back_soon

bp = Blueprint("strategies", __name__)

ENVELOPE = 4096  # bytes of every body a phone sends in a step, whatever it says
LONGEST_WORDS = 200
tries = Failures("30 per 10 minutes", kind="take-back")


@bp.post("/room/envelopes")
def share() -> ResponseReturnValue:
    """Seal and commit one submission; 201 only after the commit, the same bytes for the same receipt."""
    if request.content_length != ENVELOPE:
        raise Invalid("That did not arrive whole. Please try again.")
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Invalid("That did not arrive whole. Please try again.")
    seat = seat_in(cookie)
    if seat is None:
        raise Ended("Please join again. Your text is still on this phone.")
    acknowledged = share_now(seat, Submission.checked(sent))
    return jsonify(seen=acknowledged.seen, words=acknowledged.words), 201


@bp.get("/take-back")
def take_back_page() -> ResponseReturnValue:
    return render_template("live/take_back.html", done=False, message="", words="")


@bp.post("/take-back")
def take_back() -> ResponseReturnValue:
    """Take something back by its words. The answer is the same whether anything was found or not."""
    place = place_of(request.remote_addr)
    tries.check(place)
    words = request.form.get("words", "").strip()
    if not words or len(words) > LONGEST_WORDS:
        message = gettext("Write the words you kept, in the same order.")
        return render_template("live/take_back.html", done=False, message=message, words=words[:LONGEST_WORDS]), 422
    tries.count(place)
    take_back_soon(words)
    return render_template("live/take_back.html", done=True, message="", words="")
