"""One's own account: the page for a new password, and the browsers one is signed in with."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ..errors import DomainError, Invalid
from ..privacy.throttle import place_of
from . import login, passwords, registry, service
from .blueprint import bp


@bp.get("/account/password")
def password() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"), 303)
    return _password_form(None)


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"), 303)
    try:
        _change_password()
    except DomainError as reason:
        return _password_form(reason), 422
    login.enter(current_user.id)
    return redirect(login.home(), 303)


@bp.get("/account/sign-ins")
@login.account_required
def sign_ins() -> ResponseReturnValue:
    listed = registry.listed(current_user.id, current_user.sign_in_id)
    return render_template("accounts/sign_ins.html", listed=listed, second_factor=current_user.account.second_factor)


@bp.post("/account/sign-ins/end")
@login.account_required
def end_sign_in() -> ResponseReturnValue:
    """End one, or with no `handle` all others."""
    if handle := request.form.get("handle"):
        registry.end_one(current_user.id, handle)
    else:
        registry.end_others(current_user.id, current_user.sign_in_id)
    return redirect(url_for("accounts.sign_ins"), 303)


def _change_password() -> None:
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        raise Invalid("The two new passwords are not the same.")
    with login.wrong_sign_ins().counted(current_user.account.name, place_of(request.remote_addr), known=True):
        service.change_password(current_user.id, request.form.get("old", ""), new)


def _password_form(reason: DomainError | None) -> str:
    account = current_user.account
    least = passwords.LEAST_BESIDE_A_CODE if account.second_factor else passwords.LEAST
    return render_template("accounts/password.html", account=account, reason=reason, least=least)
