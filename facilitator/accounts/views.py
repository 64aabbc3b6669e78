"""Signing in and out: the password, then the code where one is asked for. Imports the other pages of accounts."""

import time

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ..errors import DomainError, Invalid, NotFound, Refused, TooMany
from ..privacy.throttle import place_of
from . import login, registry, second_factor, second_views, self_views, service
from .blueprint import bp
from .cards import AccountCard
from .passwords import WrongPassword
from .second_views import code_counted

__all__ = ["bp", "second_views", "self_views"]


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(login.home(), 303)
    return _sign_in_form("", None)


@bp.post("/sign-in")
def enter() -> ResponseReturnValue:
    name = request.form.get("name", "")
    known = login.knows(name)
    time.sleep(0 if known else login.wrong_sign_ins().pause_of(name))
    try:
        with login.wrong_sign_ins().counted(name, place_of(request.remote_addr), known=known):
            account_id = service.sign_in(name, request.form.get("password", ""))
    except Invalid as reason:
        login.bursts().wrong(name)
        return _sign_in_form(name, reason), 422
    except TooMany as reason:
        return _sign_in_form(name, reason), 429
    wanted = login.safe_path(request.form.get("next"))
    if service.account_of(account_id).second_factor:
        login.ask_for_code(account_id)
        return redirect(url_for("accounts.code", next=wanted), 303)
    login.enter(account_id)
    return redirect(wanted or login.home(), 303)


@bp.get("/sign-in/code")
def code() -> ResponseReturnValue:
    if _awaited() is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return _code_form(None)


@bp.post("/sign-in/code")
def enter_code() -> ResponseReturnValue:
    awaiting, account = login.awaiting(), _awaited()
    if awaiting is None or account is None:
        return _sign_in_form("", Refused(second_factor.TOO_LATE)), 422
    try:
        with code_counted(account.name) as typed:
            account_id, sign_in_id = second_factor.accept(awaiting, typed)
    except (WrongPassword, TooMany) as reason:
        login.bursts().wrong(account.name)
        return _code_form(reason), 429 if isinstance(reason, TooMany) else 422
    except Refused as reason:
        return _sign_in_form("", reason), 422
    login.enter(account_id, sign_in_id)
    return redirect(login.safe_path(request.form.get("next")) or login.home(), 303)


@bp.post("/sign-out")
def leave() -> ResponseReturnValue:
    login.leave()
    return redirect(url_for("accounts.sign_in"), 303)


def _awaited() -> AccountCard | None:
    """The account whose second factor this browser has still to give."""
    awaiting = login.awaiting()
    account_id = registry.awaiting(awaiting) if awaiting else None
    try:
        return service.account_of(account_id) if account_id else None
    except NotFound:
        return None


def _sign_in_form(name: str, reason: DomainError | None) -> str:
    wanted = login.safe_path(request.values.get("next")) or ""
    return render_template("accounts/sign_in.html", name=name, reason=reason, next=wanted)


def _code_form(reason: DomainError | None) -> str:
    wanted = login.safe_path(request.values.get("next")) or ""
    return render_template("accounts/code.html", reason=reason, next=wanted)
