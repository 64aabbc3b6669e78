"""The door of the read-only interface: a token with each request, what it may read, and how often.

No cookie is read or set here, nothing can be changed, and no page of another site may ask: there are no CORS headers.
"""

from flask import Blueprint, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext

from ..errors import Invalid, TooMany
from ..privacy.throttle import Failures, place_of
from ..web import chosen_language, in_words, problem
from . import api, tokens
from .api_filters import WrongParameters
from .pace import Pace
from .readings import NotOpen

OPEN_TO_ALL = ("api.document", "api.read")
BEARER = "bearer "

wrong_tokens = Failures("300 per 10 minutes", kind="api token")  # a tool with an old token asks again and again


def hang(bp: Blueprint, needs: dict[str, str]) -> None:
    """Put the door before every page of `bp`. `needs`: the scope that each endpoint asks for."""

    def admitted() -> Response | None:
        return None if request.endpoint in OPEN_TO_ALL else _admit(needs.get(request.endpoint or ""))

    bp.before_request(admitted)
    bp.register_error_handler(Invalid, _wrong)
    bp.after_request(_stamped)


def install(state: BlueprintSetupState) -> None:
    """What one application counts by itself."""
    state.app.extensions["api_pace"] = Pace(state.app.config["REDIS_URL"])


def view() -> api.View:
    """The program's view, as this request meets it."""
    found: api.View = g.api_view
    return found


def holder() -> tokens.Holder:
    """Whoever sent this request's token."""
    found: tokens.Holder = g.api_holder
    return found


def _admit(scope: str | None) -> Response | None:
    found = tokens.holder_of(_sent())
    if found is None:
        return _unknown()
    if seconds := current_app.extensions["api_pace"].wait(found.token_id.hex):
        return _slow_down(seconds)
    if scope is not None and scope not in found.scopes:
        return problem(403, gettext("This token may not read that. Make one that may."))
    g.api_holder = found
    g.api_view = api.view_of(found.program_id, current_app.config["SECRET_KEY"], chosen_language(), _in_words)
    if scope is not None and not g.api_view.is_open:
        raise NotOpen
    return None


def _sent() -> str:
    header = request.headers.get("Authorization", "")
    return header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else ""


def _unknown() -> Response:
    """No token, a wrong one, one that was revoked or has run out: the same answer."""
    try:
        wrong_tokens.take(place_of(request.remote_addr))
    except TooMany:
        return _slow_down(60)
    answer = problem(401, gettext("This needs a token that works. Ask the admin of your program for one."))
    answer.headers["WWW-Authenticate"] = 'Bearer realm="facilitator"'
    return answer


def _wrong(refusal: Invalid) -> Response:
    fields = refusal.fields if isinstance(refusal, WrongParameters) else []
    return problem(422, in_words(refusal), fields=fields)


def _slow_down(seconds: int) -> Response:
    answer = problem(429, gettext("Too many requests. Wait, then go on."))
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _stamped(answer: Response) -> Response:
    """304 where the asker has this very answer: the view changes once a day, but something may be pulled at once."""
    answer.vary.update(("Authorization", "Accept-Language"))
    if answer.status_code != 200:
        return answer
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _in_words(words: str, **values: object) -> str:
    return str(gettext(words, **values))
