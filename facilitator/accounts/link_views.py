"""Where a link for one time leads. Its key stands behind #, so it comes by POST alone, and into no log."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..errors import DomainError, Ended, Invalid
from . import links

bp = Blueprint("links", __name__)


@bp.get("/link")
def arrive() -> ResponseReturnValue:
    """The page that takes the key out of the address; without a script, a person puts it in."""
    return render_template("accounts/reset_arrive.html")


@bp.post("/link")
def look() -> ResponseReturnValue:
    """Whose link it is, and the form for a password. Nothing is used up yet."""
    try:
        return _form(request.form.get("key", ""), None)
    except Ended as reason:
        return _gone(reason)


@bp.post("/link/password")
def choose() -> ResponseReturnValue:
    key, form = request.form.get("key", ""), request.form
    try:
        links.choose_password(key, form.get("new", ""), form.get("again", ""))
    except Ended as reason:
        return _gone(reason)
    except Invalid as reason:
        return _refused(key, reason)
    return redirect(url_for("links.done"), 303)


@bp.get("/link/done")
def done() -> ResponseReturnValue:
    return render_template("accounts/reset_done.html")


def _refused(key: str, reason: DomainError) -> ResponseReturnValue:
    try:
        return _form(key, reason), 422
    except Ended as gone:
        return _gone(gone)


def _form(key: str, reason: DomainError | None) -> str:
    return render_template("accounts/reset_password.html", opened=links.opened(key), key=key, reason=reason)


def _gone(reason: Ended) -> ResponseReturnValue:
    return render_template("accounts/reset_gone.html", reason=reason), 410
