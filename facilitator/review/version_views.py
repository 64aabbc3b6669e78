"""Published versions: to read, to print as a booklet, to bring into a library; and pulling a strategy."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_login import current_user

from .. import content
from ..accounts.login import account_required, facilitator_required, reviewer_required
from ..errors import Invalid
from ..safety import packs
from ..web import chosen_language, in_words
from . import collection_readings, importing, readings, withdrawing
from .booklet import Labels, booklet
from .collection_readings import VersionPage
from .collection_views import tags_of

bp = Blueprint("versions", __name__, url_prefix="/collections")


@bp.get("/versions/<uuid:version_id>")
@account_required
def show(version_id: UUID) -> ResponseReturnValue:
    version = collection_readings.version_of(version_id, current_user.id, chosen_language())
    account = current_user.account
    return render_template(
        "review/version.html",
        version=version,
        shelves=importing.shelves_for(version_id, current_user.id) if account.facilitates else [],
        keeps=account.reviews or account.is_admin,
        reviews=account.reviews,
        why=why,
    )


@bp.get("/versions/<uuid:version_id>/booklet")
@account_required
def print_booklet(version_id: UUID) -> ResponseReturnValue:
    """The booklet in the language of this screen; the texts stay in their own."""
    large, language = request.args.get("large") == "1", chosen_language()
    version = collection_readings.version_of(version_id, current_user.id, language)
    made = booklet(version, _labels(version, language), large=large)
    name = "booklet-large.pdf" if large else "booklet.pdf"
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@bp.post("/versions/<uuid:version_id>/groups/<uuid:group_id>/imports")
@facilitator_required
def bring_in(version_id: UUID, group_id: UUID) -> ResponseReturnValue:
    """Into the group's library, or out of it again."""
    if request.form.get("undo") == "1":
        importing.undo(version_id, group_id, current_user.id)
    else:
        importing.bring_in(version_id, group_id, current_user.id)
    return redirect(url_for("versions.show", version_id=version_id, _anchor="libraries"), 303)


@bp.get("/items/<uuid:version_item_id>/pulling")
@reviewer_required
def pull_from_version(version_item_id: UUID) -> ResponseReturnValue:
    """From a published version to the page that asks why."""
    released_id = withdrawing.released_of(version_item_id, current_user.id)
    return redirect(url_for("versions.ask", released_id=released_id), 303)


@bp.get("/strategies/<uuid:released_id>/pulling")
@reviewer_required
def ask(released_id: UUID) -> ResponseReturnValue:
    """Asks once, and for a reason."""
    return _pulling_page(released_id)


@bp.post("/strategies/<uuid:released_id>/pulling")
@reviewer_required
def pull(released_id: UUID) -> ResponseReturnValue:
    try:
        withdrawing.pull(released_id, request.form.get("reason", ""), current_user.id)
    except Invalid as reason:
        return _pulling_page(released_id, reason), 422
    return redirect(url_for("collections.index", pulled=1), 303)


def why(pulled: str) -> str:
    """Why something has no text any more."""
    words = withdrawing.PULLED.get(pulled)
    return str(gettext(words)) if words else str(gettext("Its writer took it back."))


def _pulling_page(released_id: UUID, reason: Invalid | None = None) -> str:
    item = readings.one(current_user.account.program_id, released_id)
    return render_template(
        "review/collection_pull.html",
        item=item,
        tags=tags_of(item),
        reasons=withdrawing.PULLED,
        reason=in_words(reason) if reason else "",
    )


def _labels(version: VersionPage, language: str) -> Labels:
    medicine, slip = {}, {}
    for one in content.languages():
        with force_locale(one):
            medicine[one] = str(gettext("Talk with your prescriber before any change."))
            slip[one] = str(gettext("After a break, the body can handle less. Carry naloxone. Do not use alone."))
    return Labels(
        language=language,
        version=gettext("Version %(number)s, %(year)s", number=version.number, year=version.year),
        licence=gettext("Licence:"),
        help=gettext("Where to turn"),
        help_lines=_help_lines(language),
        copies=gettext("A writer can take a strategy back at any time. A later version is without it."),
        made_of=gettext("What helped people in groups, in their words. Names removed."),
        medicine=medicine,
        slip=slip,
        reworded=gettext("reworded"),
        left_out=gettext("One was taken out after this was published."),
        cannot_print=gettext("This one is in letters that this booklet cannot print. Read it on the screen."),
        sign_missing=gettext("A sign in it cannot be printed."),
    )


def _help_lines(language: str) -> tuple[str, ...]:
    """The program's resource pack: what is urgent, then each place with its ways."""
    pack = packs.pack_of(current_user.account.program_id, language).pack
    places = (f"{one.name}: {', '.join(_ways(one))}" for one in pack.shown() if _ways(one))
    return (*pack.urgent, *places)


def _ways(resource: content.Resource) -> list[str]:
    called = [gettext("call %(number)s", number=resource.call)] if resource.call else []
    texted = [gettext("text %(number)s", number=resource.text)] if resource.text else []
    linked = [resource.link.removeprefix("https://").removeprefix("www.")] if resource.link else []
    return [*called, *texted, *linked]
