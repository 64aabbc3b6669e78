"""The page of a member's own plan: the same bytes for everybody of one language.

It holds no token and asks for no cookie, and it takes nothing in: what somebody writes there never leaves the phone.
"""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from .. import content
from ..errors import NotFound
from ..languages import name_of
from ..safety import help_card
from ..web import chosen_language
from .blueprint import bp


@bp.get("/plan")
def page() -> ResponseReturnValue:
    """The page in the language of this screen."""
    return _page(chosen_language())


@bp.get("/plan/<language>")
def page_in(language: str) -> ResponseReturnValue:
    """The page in one language, whatever the browser prefers: what other pages lead to, and what a phone keeps."""
    if language not in content.languages():
        raise NotFound
    g.language = language
    return _page(language)


def _page(language: str) -> str:
    return render_template(
        "plan/plan.html",
        plan=content.my_plan(language),
        help_card=help_card(None, language),
        languages=[(code, name_of(code)) for code in content.languages()],
    )
