"""The page that tells what is held, and for how long; and the press that keeps a strategy for another year."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user

from ..accounts.login import facilitator_required
from ..errors import NotFound
from ..library import strategy_of
from . import service
from .proof import latest

bp = Blueprint("retention", __name__)
LINES = 14

NAMES = {
    "review": lazy_gettext("Texts that were not shown"),
    "sealed": lazy_gettext("Texts still sealed"),
    "seen": lazy_gettext("Marks that make a second sending harmless"),
    "library": lazy_gettext("Texts that were shown"),
    "sessions": lazy_gettext("Sessions, with their week and no finer time"),
    "take_back": lazy_gettext("Wishes to take something back"),
    "sign_ins": lazy_gettext("Sign-ins of staff"),
    "links": lazy_gettext("Links for a new password"),
    "offers": lazy_gettext("That a text was offered to the program"),
    "desk": lazy_gettext("Texts at the second review"),
    "released": lazy_gettext("Texts that the program has, without group, session or date"),
    "versions": lazy_gettext("Texts in published collections"),
    "exports": lazy_gettext("Lines about exports, without any text"),
    "tokens": lazy_gettext("Marks of keys that tools read with"),
    "audit": lazy_gettext("What staff did, without any text"),
}
AMOUNTS = {
    "none": lazy_gettext("none"),
    "few": lazy_gettext("fewer than 10"),
    "some": lazy_gettext("10 to 99"),
    "many": lazy_gettext("100 or more"),
}


@bp.get("/privacy/held")
def held() -> ResponseReturnValue:
    """For everybody: how long each kind lives. For who signed in: how much there is, coarsely, and what was erased."""
    signed_in = current_user.is_authenticated
    return render_template(
        "retention/held.html",
        lives=lives_in_words(),
        names=NAMES,
        amounts={one.kind: AMOUNTS[one.amount] for one in service.held()} if signed_in else {},
        erased=latest()[:LINES] if signed_in else [],
    )


@bp.post("/groups/<uuid:group_id>/library/<uuid:strategy_id>/renewal")
@facilitator_required
def renew(group_id: UUID, strategy_id: UUID) -> ResponseReturnValue:
    if strategy_of(strategy_id, current_user.id).group_id != group_id:
        raise NotFound
    service.renew(strategy_id, current_user.id)
    return redirect(url_for("library.item", group_id=group_id, strategy_id=strategy_id, saved=1), 303)


def lives_in_words() -> dict[str, str]:
    """How long each kind lives, from the live settings."""
    months = ngettext("%(num)s month", "%(num)s months", service.promised().months)
    return {
        "review": review_in_words(),
        "sealed": gettext("Until writing closes. The session's end opens or erases what is left."),
        "seen": gettext("Until the session ends."),
        "library": gettext("%(months)s. Then it is erased, unless a person approves it again.", months=months),
        "sessions": gettext("%(months)s. Then they are erased.", months=months),
        "take_back": gettext("A day at most."),
        "sign_ins": gettext("Until they end."),
        "links": gettext("Until they end, or are used."),
        "offers": gettext("As long as the text is in its group's library."),
        "desk": gettext("Until they go to the program. If they are kept out: two days at most."),
        "released": gettext("Until their writer takes them back, or the program takes them out."),
        "versions": gettext("Until their writer takes them back, or the program takes them out."),
        "exports": gettext("12 months. Then they are erased."),
        "tokens": gettext("Until they are revoked, or a month after their last day."),
        "audit": gettext("12 months. Then it is erased."),
    }


def review_in_words() -> str:
    """The promise about texts that were not shown."""
    hours = service.promised().review_hours
    return str(ngettext("Erased within %(num)s hour.", "Erased within %(num)s hours.", hours))


@bp.app_template_global("promise_of_erasing")
def promise_of_erasing() -> str:
    """What the join page promises, in a whole sentence."""
    hours = service.promised().review_hours
    words = ngettext(
        "What the group does not see is erased within %(num)s hour.",
        "What the group does not see is erased within %(num)s hours.",
        hours,
    )
    return str(words)
