"""The door: taking a seat with a code, and giving it back."""

from dataclasses import replace

from flask import current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from .. import content, sessions
from ..errors import Invalid, TooMany, for_people
from ..languages import name_of
from ..privacy.throttle import Failures, place_of
from ..privacy.work import Riddles
from ..safety import help_card
from ..web import chosen_language, in_words
from .folded import page_in_one_language
from .member_views import STORAGE_KEY, bp

wrong_codes = Failures("30 per 10 minutes", together="600 per 10 minutes", kind="code")
LONGEST_TYPED = 40
SLOW = for_people("Many wrong codes were typed just now. Wait ten minutes, then try again. Or ask your facilitator.")


@bp.get("/")
def door() -> ResponseReturnValue:
    return _join_page(rejoin=request.args.get("again") == "1")


@bp.post("/join")
def join() -> ResponseReturnValue:
    """Exchange a code for a seat. Every code that opens no room gets the same answer.

    After many wrong codes a code is looked at only with a proof of work, so the answer that asks for one says nothing.
    """
    typed = request.form.get("code", "")[:LONGEST_TYPED]
    place = place_of(request.remote_addr)
    try:
        if not _has_worked():
            wrong_codes.check(place)
        seat = sessions.take_seat(typed, chosen_language())
    except Invalid as wrong:
        wrong_codes.count(place)
        return _join_page(code=typed, message=in_words(wrong)), 422
    except TooMany:
        return _join_page(code=typed, message=in_words(TooMany(SLOW)), riddle=_riddles().ask()), 429
    _sit_down(seat)
    return redirect(url_for("live.room"), 303)


@bp.post("/room/language")
def choose_language() -> ResponseReturnValue:
    """This phone's own choice. It is kept in the seat cookie, and goes with it."""
    language = request.form.get("language", "")
    if language in content.languages():
        cookie["language"] = language
        if (seat := sessions.seat_in(cookie)) is not None:
            cookie["seat"] = sessions.kept(replace(seat, language=language))
    return redirect(url_for("live.door"), 303)


@bp.post("/room/leave")
def leave() -> ResponseReturnValue:
    """Give the seat back: the cookie keeps nothing."""
    cookie.clear()
    return "", 204


def _has_worked() -> bool:
    riddle, answer = request.form.get("riddle", ""), request.form.get("answer", "")
    return riddle != "" and _riddles().accept(riddle, answer)


def _riddles() -> Riddles:
    riddles: Riddles = current_app.extensions["riddles"]
    return riddles


def _sit_down(seat: sessions.Seat) -> None:
    """Keep nothing of an earlier session. Joining the same one again keeps the key of what this phone was writing."""
    before = sessions.seat_in(cookie)
    key = cookie.get(STORAGE_KEY) if before is not None and before.session_id == seat.session_id else None
    cookie.clear()
    cookie["seat"] = sessions.kept(seat)
    if key:
        cookie[STORAGE_KEY] = key


def _join_page(code: str = "", message: str = "", riddle: str = "", *, rejoin: bool = False) -> str:
    """The door's page. What a person should know stands before anything can be typed (P35)."""
    language = chosen_language()
    card = help_card(None, language)
    return page_in_one_language(
        language,
        "live/join.html",
        join_text=content.join_text(language),
        urgent=card.urgent,
        help_card=card,
        code=code,
        message=message,
        riddle=riddle,
        rejoin=rejoin,
        languages=[(code, name_of(code)) for code in content.languages()],
    )
