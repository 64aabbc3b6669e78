"""The library on a phone by a link, and the page where a facilitator makes the link. The token comes by POST alone."""

from typing import Any
from uuid import UUID

import segno
from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from .. import content
from ..accounts.login import facilitator_required
from ..errors import NotFound
from ..privacy.throttle import Failures, place_of
from ..safety import help_card
from ..sessions import group_readings
from ..web import chosen_language
from . import cards
from .blueprint import bp
from .cards import Entry

wrong_tokens = Failures("30 per 10 minutes", kind="card")
LONGEST_TOKEN = 60


@bp.get("/card")
def card() -> ResponseReturnValue:
    """The page that takes the token out of the address; without a script, a person puts it in."""
    return _arrival()


@bp.post("/card")
def read_card() -> ResponseReturnValue:
    """What the link opens. A token that opens nothing gets one answer, whether it never did or does no more.

    Many wrong ones are slowed down; a good link opens all the same, so that nobody can lock a clinic out of its own.
    """
    try:
        entries = cards.read(request.form.get("key", "").strip()[:LONGEST_TOKEN], chosen_language())
    except NotFound:
        wrong_tokens.take(place_of(request.remote_addr))
        return _arrival(wrong=True), 404
    return _card_page(entries)


@bp.get("/groups/<uuid:group_id>/card")
@facilitator_required
def card_link(group_id: UUID) -> ResponseReturnValue:
    return _link_page(group_id)


@bp.post("/groups/<uuid:group_id>/card")
@facilitator_required
def make_card(group_id: UUID) -> ResponseReturnValue:
    token = cards.make(group_id, current_user.id)
    return _link_page(group_id, f"{current_app.config['PUBLIC_URL']}{url_for('plan.card')}#{token}")


@bp.post("/groups/<uuid:group_id>/card/removal")
@facilitator_required
def revoke_card(group_id: UUID) -> ResponseReturnValue:
    cards.revoke(group_id, current_user.id)
    return redirect(url_for("plan.card_link", group_id=group_id, saved=1), 303)


@bp.record_once
def _let_tokens_in(state: Any) -> None:
    """Reading by a token changes nothing and uses no cookie, so it asks for no form's token: that would be one."""
    state.app.extensions["csrf"].exempt(read_card)


def _arrival(*, wrong: bool = False) -> str:
    language = chosen_language()
    return render_template("plan/card_arrive.html", help_card=help_card(None, language), wrong=wrong)


def _card_page(entries: list[Entry]) -> str:
    language = chosen_language()
    taxonomy = content.taxonomy(language)
    moments = {moment for entry in entries for moment in entry.moments}
    stages = {stage for entry in entries for stage in entry.stages}
    return render_template(
        "plan/card.html",
        entries=entries,
        moments=[tag for tag in taxonomy.situations if tag.id in moments],
        stages=[tag for tag in taxonomy.stages if tag.id in stages],
        help_card=help_card(None, language),
    )


def _link_page(group_id: UUID, address: str = "") -> str:
    """`address` is that of a link just made, which is shown this once."""
    return render_template(
        "plan/card_link.html",
        group=group_readings.group_of(group_id, current_user.id),
        there=cards.has_link(group_id, current_user.id),
        address=address,
        qr=_qr_of(address) if address else "",
        saved="saved" in request.args,
    )


def _qr_of(address: str) -> Markup:
    made = segno.make(address, error="m", micro=False)
    return Markup(made.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None, light="#fff"))  # noqa: S704 - drawn by us
