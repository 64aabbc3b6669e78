"""The HTTP manners of the whole app: cookies, CSRF, headers, languages, and errors in plain words."""

import logging
import re
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, abort, g, jsonify, make_response, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import Babel, gettext
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from jinja2.ext import Extension
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from . import content
from .config import Config
from .cookies import TwoCookies, is_members
from .errors import Busy, DomainError, Ended, Invalid, NotFound, Refused, TooMany, for_people
from .languages import Catalogs, direction_of
from .moments import now_ms

log = logging.getLogger(__name__)

STATUS = {NotFound: 404, Ended: 410, Refused: 409, Invalid: 422, TooMany: 429, Busy: 503}
LARGEST_BODY = 64 * 1024
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
FOR_TOOLS = "/api/"  # where a program's own tools read: no cookies, and errors as RFC 9457 has them
ALIKE_FOR_ALL = ("static", "safety.words")  # the same bytes for everybody: a browser may keep them
SAME_FOR_ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
WORDS = {
    400: for_people("That did not arrive whole. Go back and try again."),
    401: for_people("Please sign in first."),
    404: for_people("There is nothing here."),
    405: for_people("That cannot be done here."),
    413: for_people("That is too much to send at once."),
    429: for_people("Too many tries. Wait a little, then try again."),
}
RETRY_SECONDS = "3"
OUT_OF_REACH = for_people("We cannot save anything just now. Nothing you saved is lost. Try again in a moment.")
TROUBLE = for_people("Something went wrong on our side. Nothing you saved is lost. Try again in a moment.")


def set_manners(app: Flask, config: Config) -> None:
    """Settle everything that is the same for every page."""
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=config.https,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_PARTS=60,
        WTF_CSRF_SSL_STRICT=False,  # our no-referrer policy removes what it would ask for
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=300,
        TRUSTED_HOSTS=None if config.demo else [config.host.rsplit(":", 1)[0]],
    )
    app.session_interface = TwoCookies()
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies)  # type: ignore[method-assign]
    CSRFProtect(app)
    Babel(app, locale_selector=chosen_language)
    app.extensions["babel"].instance.domain_instance = Catalogs()
    _settle_templates(app, config)
    app.before_request(_well_addressed)
    app.after_request(_headers(config))
    app.register_error_handler(CSRFError, _csrf_failed)
    app.register_error_handler(SecurityError, _stranger)
    app.register_error_handler(DomainError, _refused)
    for trouble in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(trouble, _out_of_reach)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def chosen_language() -> str:
    """The language of this screen: a phone's own choice, else the first of the browser's that we have.

    Never guessed from an address. An account's pages follow the browser.
    """
    if "language" not in g:
        g.language = _own_choice() or request.accept_languages.best_match(content.languages(), "en")
    return str(g.language)


def in_words(refusal: DomainError) -> str:
    """What a refusal says, in the language of this screen."""
    return str(gettext(refusal.words, **refusal.values))


def _own_choice() -> str | None:
    """What was chosen at the door, or else the language that the phone's seat was taken in."""
    if not is_members(request.path):
        return None
    chosen = cookie.get("language") or cookie.get("seat", {}).get("language")
    return chosen if chosen in content.languages() else None


def wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _settle_templates(app: Flask, config: Config) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["language_of"] = content.language_of
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(WithoutIndents)
    app.jinja_env.globals.update(link=linker(app), demo=config.demo, https=config.https)
    app.context_processor(_of_every_page)


class WithoutIndents(Extension):
    """Takes the indents from templates as they are read: pages travel as they are (BREACH), and some by slow 3G."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return INDENT.sub("", source)


def _of_every_page() -> dict[str, object]:
    language = chosen_language() if request else "en"
    return {"language": language, "direction": direction_of(language), "now_ms": now_ms()}


def problem(status: int, message: str, **more: object) -> Response:
    """What went wrong, for a tool and whoever reads its log (RFC 9457)."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": message}
    answer = jsonify(told | more)
    answer.status_code, answer.content_type = status, "application/problem+json"
    return answer


def linker(app: Flask) -> Callable[..., str]:
    """A builder of paths that also works where there is no request, as in a pushed fragment."""
    adapter: MapAdapter | None = None

    def link(endpoint: str, **values: Any) -> str:
        nonlocal adapter
        if adapter is None:
            adapter = app.url_map.bind("localhost")
        return adapter.build(endpoint, values)

    return link


def _headers(config: Config) -> Callable[[Response], Response]:
    socket = "wss" if config.https else "ws"

    def add(response: Response) -> Response:
        host = request.host if config.demo else config.host
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            f"connect-src 'self' {socket}://{host}; manifest-src 'self'; worker-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        )
        for name, value in SAME_FOR_ALL.items():
            response.headers.setdefault(name, value)
        if config.https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        if request.endpoint not in ALIKE_FOR_ALL or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        return response

    return add


def _well_addressed() -> None:
    """Before anything else: the host is ours, and the address can be read."""
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception
    try:
        request.query_string.decode()
    except UnicodeDecodeError:
        abort(400)


def _stranger(_: SecurityError) -> ResponseReturnValue:
    """Asked for by a host name that is not ours: no page of ours can be built for it."""
    return Response(WORDS[400], 400, content_type="text/plain; charset=utf-8")


def _answer(status: int, message: str, **more: object) -> ResponseReturnValue:
    if request.path.startswith(FOR_TOOLS):
        return problem(status, message, **more)
    if wants_json():
        return jsonify(message=message, **more), status
    told = {"title": gettext("Sorry"), "message": message, "back": "/", "back_label": gettext("Back")}
    return render_template("errors/error.html", **told), status


def _csrf_failed(_: CSRFError) -> ResponseReturnValue:
    return _answer(400, gettext("This page was open for a long time. Go back, reload it, and try again."), csrf=True)


def _refused(refusal: DomainError) -> ResponseReturnValue:
    status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    return _answer(status, in_words(refusal))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    answer = make_response(_answer(error.code or 500, gettext(WORDS.get(error.code or 500, TROUBLE))))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def _out_of_reach(failure: SQLAlchemyError) -> ResponseReturnValue:
    """The database is gone, busy or full: what was sent is not saved, and its sender tries again."""
    log.error("database_out_of_reach", extra={"failure": type(failure).__name__, "route": request.endpoint})
    answer = make_response(_answer(503, gettext(OUT_OF_REACH)))
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _failed(failure: Exception) -> ResponseReturnValue:
    """The last resort. The log gets an id and a class, never the words."""
    error_id = secrets.token_hex(4)
    log.error("request_failed", exc_info=failure, extra={"error_id": error_id, "route": request.endpoint})
    status = InternalServerError.code
    return _answer(status, gettext(TROUBLE), error_id=error_id)
