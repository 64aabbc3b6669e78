"""Sign-in in the browser. Flask-Login stays behind this module.

The cookie names a sign-in by 128 random bits and is signed; the server keeps the row, so signing out and
a new password end it at once, on every device that holds a copy. A password, a second factor and a new
password each get a sign-in with a new id: what a browser held before is never lifted up.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError

from ..errors import Busy, NotFound
from ..web import wants_json
from . import codes, registry, service
from .bursts import Bursts
from .cards import AccountCard
from .models import sign_in_name
from .slowing import WrongSignIns

MOST_KNOWN = 5  # names that one browser remembers the marks of

View = TypeVar("View", bound=Callable[..., Any])


class Visitor:
    """Who is signed in, as Flask-Login and the templates see it; `current_user` is one, or anonymous."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, sign_in_id: UUID, account: AccountCard) -> None:
        self.sign_in_id = sign_in_id
        self.account = account
        self.id = account.id

    @property
    def first(self) -> str | None:
        """See `still_to_do`."""
        return still_to_do(self.account)

    def get_id(self) -> str:
        return self.sign_in_id.hex


def install(app: Flask, *, second_factor_waived: bool = False) -> None:
    """Let requests, sockets and templates of `app` know `current_user`."""
    codes.use(app.config["SECRET_KEY"])
    app.config["SECOND_FACTOR_WAIVED"] = second_factor_waived
    app.extensions["wrong_sign_ins"] = WrongSignIns()
    app.extensions["bursts"] = Bursts()
    manager = LoginManager()
    manager.session_protection = None  # it would tie the sign-in to an address, and to a digest of one
    manager.user_loader(_load)
    manager.init_app(app)


def enter(account_id: UUID, sign_in_id: UUID | None = None) -> None:
    """Sign this browser in, with a new sign-in, or one just made, and a cookie that holds nothing from before."""
    registry.forget(held())
    _forget_all_but_known()
    sign_in_id = sign_in_id or registry.start(account_id)
    account = service.account_of(account_id)
    login_user(Visitor(sign_in_id, account))
    cookie["known"] = [_mark(account.name), *(one for one in _known() if one != _mark(account.name))][:MOST_KNOWN]
    cookie.pop("_id", None)  # Flask-Login's digest of the address


def ask_for_code(account_id: UUID) -> None:
    """The password was right. This browser opens nothing before the second factor is given too."""
    registry.forget(held())
    _forget_all_but_known()
    cookie["awaiting"] = registry.start(account_id, awaits_code=True).hex


def awaiting() -> UUID | None:
    """The sign-in of this browser that awaits its second factor."""
    return _id_in(str(cookie.get("awaiting", "")))


def held() -> list[UUID]:
    """What this browser's cookie names: a new sign-in takes its place."""
    named = (_id_in(str(cookie.get(key, ""))) for key in ("_user_id", "awaiting"))
    return [found for found in named if found is not None]


def leave() -> None:
    """Sign this browser out, here and wherever its cookie was copied to."""
    registry.forget(held(), signed_out=True)
    logout_user()
    _forget_all_but_known()


def knows(name: str) -> bool:
    """Whether `name` has signed in from this browser before: the cookie keeps a mark of it, which opens nothing."""
    return _mark(name) in _known()


def home() -> str:
    """Where work begins for whoever is signed in."""
    account = current_user.account
    if account.facilitates or account.is_admin:
        return url_for("groups.index")
    return url_for("desk.index" if account.reviews else "prompts.index")


def wrong_sign_ins() -> WrongSignIns:
    """Those of this application."""
    counted: WrongSignIns = current_app.extensions["wrong_sign_ins"]
    return counted


def still_to_do(account: AccountCard) -> str | None:
    """The page that has to be done with before any other: a password of one's own, then the second factor."""
    if account.must_change_password:
        return "accounts.password"
    if account.owes_second_factor and not current_app.config["SECOND_FACTOR_WAIVED"]:
        return "accounts.second_step"
    return None


def bursts() -> Bursts:
    """What this application has seen of guessing at accounts."""
    counted: Bursts = current_app.extensions["bursts"]
    return counted


def account_required(view: View) -> View:
    """For whoever is signed in; others are led to the sign-in page."""
    return _required(view, lambda account: True)


def facilitator_required(view: View) -> View:
    """For facilitators. Others who are signed in find nothing here."""
    return _required(view, lambda account: account.facilitates)


def admin_required(view: View) -> View:
    """For admins. Others who are signed in find nothing here."""
    return _required(view, lambda account: account.is_admin)


def reviewer_required(view: View) -> View:
    """For those who review for a program. Others who are signed in find nothing here."""
    return _required(view, lambda account: account.reviews)


def safe_path(path: str | None) -> str | None:
    """`path` when it leads to a page of ours and nowhere else."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return None
    return None if urlsplit(path).netloc else path


def _required(view: View, allowed: Callable[[AccountCard], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return redirect(_sign_in_page(), 303)
        if current_user.first is not None:
            return redirect(url_for(current_user.first), 303)
        if not allowed(current_user.account):
            raise NotFound
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    return guarded  # type: ignore[return-value]


def _sign_in_page() -> str:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return url_for("accounts.sign_in", next=safe_path(wanted))


def _load(named: str) -> Visitor | None:
    sign_in_id = _id_in(named)
    try:
        account = registry.signed_in(sign_in_id, in_use=_by_a_person()) if sign_in_id else None
    except (SQLAlchemyError, Busy):
        current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]
        raise  # and the page that says so does not ask the database again
    return Visitor(sign_in_id, account) if sign_in_id and account else None


def _forget_all_but_known() -> None:
    known = _known()
    cookie.clear()
    if known:
        cookie["known"] = known


def _known() -> list[str]:
    return [str(one) for one in cookie.get("known", [])]


def _mark(name: str) -> str:
    return hashlib.sha256(f"known {sign_in_name(name)}".encode()).hexdigest()[:32]


def _by_a_person() -> bool:
    """Whether somebody did something: a page that asks by itself, or a socket, does not keep a sign-in alive."""
    return request.method == "POST" or (request.endpoint is not None and not wants_json())


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
