"""The program's settings, for its admins."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content
from ..accounts.login import admin_required
from ..errors import Invalid
from ..languages import name_of
from ..web import in_words
from . import program_settings

bp = Blueprint("program_settings", __name__, url_prefix="/program/settings")


@bp.get("")
@admin_required
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/thresholds")
@admin_required
def raise_thresholds() -> ResponseReturnValue:
    k_live, k_export = (request.form.get(name, type=int) for name in ("k_live", "k_export"))
    return _settled("thresholds", lambda by: program_settings.raise_thresholds(k_live, k_export, by))


@bp.post("/memberships")
@admin_required
def attest() -> ResponseReturnValue:
    apart = "apart" in request.form
    return _settled("memberships", lambda by: program_settings.attest(by, apart=apart))


@bp.post("/note")
@admin_required
def set_note() -> ResponseReturnValue:
    note = request.form.get("note", "")
    return _settled("note", lambda by: program_settings.set_note(note, by))


def _settled(part: str, change: Callable[[UUID], None]) -> ResponseReturnValue:
    """Make a change; the form comes back full when it is refused."""
    try:
        change(current_user.id)
    except Invalid as reason:
        return _page({part: in_words(reason)}), 422
    return redirect(url_for("program_settings.show", saved=part, _anchor=part), 303)


def _page(wrong: dict[str, str] | None = None) -> str:
    return render_template(
        "review/settings.html",
        program=program_settings.settings_of(current_user.id),
        most=program_settings.MOST_PEOPLE,
        longest=program_settings.LONGEST_NOTE,
        languages=[name_of(code) for code in content.languages()],
        wrong=wrong or {},
        typed=request.form,
        saved=request.args.get("saved", ""),
    )
