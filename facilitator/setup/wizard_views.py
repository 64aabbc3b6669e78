"""The page that sets an installation up. While it is offered, every other page leads to it; afterwards it is gone."""

import zoneinfo
from collections.abc import Mapping

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import content
from ..accounts import login
from ..errors import DomainError, NotFound, TooMany
from ..privacy.lives import lives
from ..privacy.throttle import place_of
from ..web import chosen_language
from . import answers, wizard
from .wizard import SetUp, Wrong

bp = Blueprint("setup", __name__)

KEPT = ("program", "pack", "emergency", "timezone", "admin", "code", "kept")


def offer(app: Flask, secret_key: str) -> str | None:
    """Offer set-up in the browser when nothing is set up: the code to tell on the terminal. Else None."""
    if not wizard.is_empty():
        return None
    app.extensions["set_up"] = SetUp(secret_key)
    return str(app.extensions["set_up"].code)


@bp.before_app_request
def lead_here() -> ResponseReturnValue | None:
    set_up = _offered()
    if set_up is None or request.endpoint == "static" or request.path == url_for("setup.show"):
        return None
    return redirect(url_for("setup.show"), 303)


@bp.get("/set-up")
def show() -> ResponseReturnValue:
    _needed()
    return _form({})


@bp.post("/set-up")
def establish() -> ResponseReturnValue:
    """The code first: without it, nothing that was typed is looked at."""
    try:
        _needed().check_code(request.form.get("code", ""), place_of(request.remote_addr))
        account_id = answers.establish(*wizard.read(request.form), must_change=False)
    except Wrong as reason:
        return _form(reason.fields), 422
    except TooMany as reason:
        return _form({"code": reason}), 429
    login.enter(account_id)
    return redirect(url_for("groups.index"), 303)


def _offered() -> SetUp | None:
    set_up: SetUp | None = current_app.extensions.get("set_up")
    if set_up is not None and set_up.over:
        current_app.extensions.pop("set_up", None)
        return None
    return set_up


def _needed() -> SetUp:
    set_up = _offered()
    if set_up is None:
        raise NotFound
    return set_up


def _form(wrong: Mapping[str, DomainError]) -> str:
    return render_template(
        "setup/wizard.html",
        packs=[content.pack(each, chosen_language()) for each in content.packs()],
        zones=sorted(zoneinfo.available_timezones()),
        lives=lives(),
        typed={name: request.form.get(name, "") for name in KEPT},
        wrong={name: (reason.words, reason.values) for name, reason in wrong.items()},
    )
