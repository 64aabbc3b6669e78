"""Setting up the second factor, asking for it, and taking it off."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps

import segno
from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from ..errors import DomainError
from ..privacy.throttle import place_of
from . import codes, login, second_factor
from .blueprint import bp

Page = Callable[[], ResponseReturnValue]


@contextmanager
def code_counted(name: str) -> Iterator[str]:
    """The code that was typed, around a check of it: wrong ones are counted, and slow down whoever tries."""
    typed = request.form.get("code", "")
    place = place_of(request.remote_addr)
    with login.wrong_sign_ins().code_counted(name, place, backup=second_factor.is_backup(typed)):
        yield typed


def signed_in(page: Page) -> Page:
    """For whoever is signed in with a password of their own, with or without a second factor."""

    @wraps(page)
    def guarded() -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return redirect(url_for("accounts.sign_in"), 303)
        if current_user.account.must_change_password:
            return redirect(url_for("accounts.password"), 303)
        return page()

    return guarded


@bp.get("/account/second-step")
@signed_in
def second_step() -> ResponseReturnValue:
    return _page()


@bp.post("/account/second-step")
@signed_in
def begin_second_step() -> ResponseReturnValue:
    """Make the secret; the page that comes shows it to an app."""
    try:
        with _wrong_counted():
            second_factor.begin(current_user.id, request.form.get("password", ""))
    except DomainError as reason:
        return _page(reason), 422
    return redirect(url_for("accounts.pair"), 303)


@bp.get("/account/second-step/app")
@signed_in
def pair() -> ResponseReturnValue:
    return _pairing_page(None)


@bp.post("/account/second-step/app")
@signed_in
def confirm_second_step() -> ResponseReturnValue:
    try:
        with code_counted(current_user.account.name) as typed:
            made = second_factor.confirm(current_user.id, typed)
    except DomainError as reason:
        return make_response(_pairing_page(reason), 422)
    login.enter(current_user.id)
    return _codes_page(made)


@bp.post("/account/second-step/codes")
@signed_in
def new_backup_codes() -> ResponseReturnValue:
    try:
        with code_counted(current_user.account.name) as typed:
            made = second_factor.new_codes(current_user.id, request.form.get("password", ""), typed)
    except DomainError as reason:
        return _page(reason), 422
    return _codes_page(made)


@bp.post("/account/second-step/off")
@signed_in
def turn_off_second_step() -> ResponseReturnValue:
    try:
        with code_counted(current_user.account.name) as typed:
            second_factor.turn_off(current_user.id, request.form.get("password", ""), typed)
    except DomainError as reason:
        return _page(reason), 422
    login.enter(current_user.id)
    return redirect(url_for("accounts.second_step"), 303)


def _wrong_counted() -> AbstractContextManager[None]:
    return login.wrong_sign_ins().counted(current_user.account.name, place_of(request.remote_addr), known=True)


def _page(reason: DomainError | None = None) -> str:
    account = current_user.account
    first = current_user.first is not None
    left = second_factor.codes_left(account.id)
    return render_template("accounts/second_step.html", account=account, first=first, left=left, reason=reason)


def _pairing_page(reason: DomainError | None) -> ResponseReturnValue:
    pairing = second_factor.pairing(current_user.id)
    if pairing is None:
        return redirect(url_for("accounts.second_step"), 303)
    return render_template("accounts/pairing.html", pairing=pairing, qr=_qr_of(pairing.address), reason=reason)


def _codes_page(made: list[str]) -> str:
    return render_template("accounts/backup_codes.html", made=[codes.in_groups(code) for code in made])


def _qr_of(address: str) -> Markup:
    made = segno.make(address, error="m", micro=False)
    return Markup(made.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None, light="#fff"))  # noqa: S704 - drawn by us
