"""Getting started, for everybody; and what an admin says on members' own pages."""

from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content
from ..accounts.login import admin_required
from ..errors import Invalid, NotFound
from ..languages import name_of
from ..safety import help_card
from ..web import chosen_language, in_words
from . import starting
from .blueprint import bp


@bp.get("/start")
def start() -> ResponseReturnValue:
    return _start_page(chosen_language())


@bp.get("/start/<language>")
def start_in(language: str) -> ResponseReturnValue:
    """The page in one language, whatever the browser prefers: what a phone keeps."""
    if language not in content.languages():
        raise NotFound
    g.language = language
    return _start_page(language)


@bp.get("/settings/own-pages")
@admin_required
def own_pages() -> ResponseReturnValue:
    return _settings_page()


@bp.post("/settings/own-pages")
@admin_required
def describe() -> ResponseReturnValue:
    name, clinic, peer = (request.form.get(field, "") for field in ("app_name", "local_clinic", "local_peer"))
    try:
        starting.describe(name, clinic, peer, current_user.id)
    except Invalid as reason:
        return _settings_page(in_words(reason)), 422
    return redirect(url_for("plan.own_pages", saved=1), 303)


bp.add_app_template_filter(starting.numbers_in)


@bp.app_template_global()
def names_nobody_near(admin: UUID) -> bool:
    """Whether the program of this admin has left a local field empty."""
    return starting.own_pages_of(admin).lacks


def _start_page(language: str) -> str:
    own = starting.own_pages()
    return render_template(
        "plan/starting.html",
        guide=starting.guide(language),
        own=own,
        places=starting.places(own, language),
        questions=starting.questions(language),
        help_card=help_card(None, language),
        languages=[(code, name_of(code)) for code in content.languages()],
    )


def _settings_page(wrong: str = "") -> str:
    return render_template(
        "plan/own_pages.html",
        own=starting.own_pages_of(current_user.id),
        typed=request.form,
        wrong=wrong,
        saved="saved" in request.args,
    )
