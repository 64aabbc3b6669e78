"""The pages of an admin for tokens: make one, see it once, revoke it."""

from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user

from ..accounts.login import admin_required
from ..errors import DomainError
from . import tokens

bp = Blueprint("tokens", __name__, url_prefix="/program/tokens")

SCOPE_WORDS = {
    "strategies": lazy_gettext("Strategies"),
    "counts": lazy_gettext("Counts"),
    "collections": lazy_gettext("Published collections"),
}


@bp.get("")
@admin_required
def index() -> ResponseReturnValue:
    return _page(None)


@bp.post("")
@admin_required
def make() -> ResponseReturnValue:
    form = request.form
    try:
        key = tokens.make(form.get("name", ""), form.getlist("scope"), form.get("months", 0, type=int), current_user.id)
    except DomainError as reason:
        return _page(reason), 422
    address = f"{current_app.config['PUBLIC_URL']}{url_for('api.about')}"
    return render_template("review/token_made.html", key=key, name=" ".join(form["name"].split()), address=address)


@bp.get("/<uuid:token_id>")
@admin_required
def ask(token_id: UUID) -> ResponseReturnValue:
    """Whether it should be revoked."""
    token = tokens.token_of(token_id, current_user.id)
    return render_template("review/token_revoke.html", token=token, scopes=SCOPE_WORDS)


@bp.post("/<uuid:token_id>/revocation")
@admin_required
def revoke(token_id: UUID) -> ResponseReturnValue:
    tokens.revoke(token_id, current_user.id)
    return redirect(url_for("tokens.index", revoked=1), 303)


def _page(reason: DomainError | None) -> str:
    return render_template(
        "review/tokens.html",
        tokens=tokens.tokens_of(current_user.id),
        scopes=SCOPE_WORDS,
        months=list(tokens.DAYS),
        reason=reason,
        form=request.form,
        chosen=request.form.getlist("scope"),
        revoked="revoked" in request.args,
    )
