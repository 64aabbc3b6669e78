"""A phone's call to be found, the word lists as phones read them, and the safety settings of a program."""

import gzip
import hashlib
import json
from datetime import date
from functools import cache
from typing import Any

from babel.dates import format_skeleton
from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext
from flask_login import current_user

from .. import content
from ..accounts.login import account_required, admin_required
from ..errors import Ended, Invalid
from ..privacy import identifying
from ..privacy.screen import screened
from ..sessions import Seat, seat_in
from ..web import chosen_language, in_words
from .calling import Call
from .finding import find_me, take_call_back
from .packs import choose_pack, pack_of

bp = Blueprint("safety", __name__)

KEPT = 300  # seconds a phone may keep the lists without asking again
LONGEST_TRIED = 1000
SHAPES = {
    "circle": lazy_gettext("Circle"),
    "square": lazy_gettext("Square"),
    "triangle": lazy_gettext("Triangle"),
    "diamond": lazy_gettext("Diamond"),
    "star": lazy_gettext("Star"),
    "heart": lazy_gettext("Heart"),
    "moon": lazy_gettext("Moon"),
    "plus": lazy_gettext("Plus sign"),
}
COLOURS = {
    "blue": lazy_gettext("blue"),
    "orange": lazy_gettext("orange"),
    "yellow": lazy_gettext("yellow"),
    "purple": lazy_gettext("purple"),
    "white": lazy_gettext("white"),
}


@bp.post("/room/find-me")
def call() -> ResponseReturnValue:
    """The phone's call, made now or as it stands: its shape and colour, and whether a console has answered (R43)."""
    return _told(find_me(_seat(), _secret()))


@bp.post("/room/find-me/end")
def take_back() -> ResponseReturnValue:
    take_call_back(_seat(), _secret())
    return "", 204


@bp.get("/room/words.json")
def words() -> ResponseReturnValue:
    """The lists of all languages, the same for every phone: a phone looks by itself and sends nothing (R40, P14)."""
    return _the_same_for_all(*_lists())


@bp.get("/room/identifying.json")
def identifying_rules() -> ResponseReturnValue:
    """The rules for details that say who somebody is, as the phone reads them by itself (P18)."""
    return _the_same_for_all(*_rules())


@bp.get("/settings/safety")
@admin_required
def settings() -> ResponseReturnValue:
    return _settings_page()


@bp.post("/settings/safety/pack")
@admin_required
def change_pack() -> ResponseReturnValue:
    try:
        choose_pack(request.form.get("pack", ""), request.form.get("emergency", ""), current_user.id)
    except Invalid as reason:
        return _settings_page(in_words(reason)), 422
    return redirect(url_for("safety.settings", saved=1), 303)


@bp.route("/settings/words", methods=["GET", "POST"])
@account_required
def try_words() -> ResponseReturnValue:
    """Try a text on the lists. It is looked at in memory, and neither kept nor logged."""
    text = request.form.get("text", "")[:LONGEST_TRIED]
    known, found = content.signals(chosen_language()), screened(text)
    return render_template(
        "safety/words.html",
        text=text,
        tried=bool(text.strip()),
        found=[signal for signal in known.values() if signal.id in found],
        points={point.id: point.label for point in content.review_points(chosen_language())},
    )


def _settings_page(wrong: str = "") -> str:
    return render_template(
        "safety/settings.html",
        page=pack_of(current_user.account.program_id, chosen_language()),
        packs=[content.pack(each, chosen_language()) for each in content.packs()],
        wrong=wrong,
        typed=request.form,
        saved="saved" in request.args,
    )


@bp.app_template_filter("month")
def month(day: date) -> str:
    """A day as its month and year: when the help card was last checked."""
    return str(format_skeleton("yMMMM", day, locale=get_locale() or "en"))


@bp.app_template_filter("in_words")
def call_in_words(made: Call) -> str:
    """A call as it is spoken of: "Circle, blue"."""
    return str(gettext("%(shape)s, %(colour)s", shape=SHAPES[made.shape], colour=COLOURS[made.colour]))


def _told(made: Call) -> ResponseReturnValue:
    return jsonify(shape=made.shape, colour=made.colour, words=call_in_words(made), seen=made.seen)


def _seat() -> Seat:
    seat = seat_in(cookie)
    if seat is None:
        raise Ended("Please join again. Your text is still on this phone.")
    return seat


def _secret() -> str:
    sent = request.get_json(silent=True)
    return str(sent.get("call", "")) if isinstance(sent, dict) else ""


def _the_same_for_all(body: bytes, packed: bytes, tag: str) -> ResponseReturnValue:
    zipped = request.accept_encodings.quality("gzip") > 0
    answer = Response(packed if zipped else body, content_type="application/json")
    if zipped:
        answer.content_encoding = "gzip"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(tag)
    answer.cache_control.public, answer.cache_control.max_age = True, KEPT
    return answer.make_conditional(request)


@cache
def _lists() -> tuple[bytes, bytes, str]:
    """The lists as JSON, the same packed, and a tag that changes with them."""
    lists = [content.signals(language) for language in content.languages()]
    signals = [{"id": name, "lists": [[one[name].signs, one[name].unless] for one in lists]} for name in lists[0]]
    return _packed(signals)


@cache
def _rules() -> tuple[bytes, bytes, str]:
    return _packed(identifying.rules())


def _packed(lists: list[dict[str, Any]]) -> tuple[bytes, bytes, str]:
    body = json.dumps(lists, ensure_ascii=False, separators=(",", ":")).encode()
    return body, gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:16]
