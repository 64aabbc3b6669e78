"""The pages of a group's library."""

import secrets
from dataclasses import fields
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content
from ..accounts.login import facilitator_required
from ..errors import Invalid, NotFound
from ..languages import name_of
from ..sessions import group_readings
from ..web import chosen_language
from . import service
from .service import Filters, LibraryItem

bp = Blueprint("library", __name__, url_prefix="/groups/<uuid:group_id>/library")
A_PAGE = 40


@bp.get("")
@facilitator_required
def shelf(group_id: UUID) -> ResponseReturnValue:
    """The library, in a random order that stays the same while its address does."""
    seed = request.args.get("seed", "")[:16]
    if not seed:
        return redirect(_address(group_id, seed=secrets.token_hex(4)), 302)
    filters, by, most = _filters(), current_user.id, request.args.get("most", A_PAGE, type=int)
    items = service.strategies_of(group_id, by, filters, language=chosen_language(), seed=seed)
    return render_template(
        "library/shelf.html",
        group=group_readings.group_of(group_id, by),
        open_session=group_readings.open_session_of(group_id, by),
        taxonomy=content.taxonomy(chosen_language()),
        languages=[(code, name_of(code)) for code in content.languages()],
        filters=filters,
        items=items[:most],
        more=_address(group_id, most=most + A_PAGE) if len(items) > most else None,
        address=_address,
        seed=seed,
    )


@bp.get("/<uuid:strategy_id>")
@facilitator_required
def item(group_id: UUID, strategy_id: UUID) -> ResponseReturnValue:
    return _item_page(_found(group_id, strategy_id))


@bp.post("/<uuid:strategy_id>/tags")
@facilitator_required
def tag(group_id: UUID, strategy_id: UUID) -> ResponseReturnValue:
    chosen, found = request.form.getlist("tags"), _found(group_id, strategy_id)
    try:
        service.tag(strategy_id, chosen, current_user.id)
    except Invalid as reason:
        return _item_page(found, reason, chosen), 422
    return redirect(url_for("library.item", group_id=group_id, strategy_id=strategy_id, saved=1), 303)


@bp.post("/<uuid:strategy_id>/publication")
@facilitator_required
def publish(group_id: UUID, strategy_id: UUID) -> ResponseReturnValue:
    _found(group_id, strategy_id)
    change = service.publish if request.form.get("published") == "1" else service.unpublish
    change(strategy_id, current_user.id)
    return redirect(url_for("library.item", group_id=group_id, strategy_id=strategy_id), 303)


def _found(group_id: UUID, strategy_id: UUID) -> LibraryItem:
    """The strategy, where it stands in this group's library. Raises NotFound."""
    found = service.strategy_of(strategy_id, current_user.id, language=chosen_language())
    if found.group_id != group_id:
        raise NotFound
    return found


def _item_page(found: LibraryItem, reason: Invalid | None = None, chosen: list[str] | None = None) -> str:
    return render_template(
        "library/item.html",
        group=group_readings.group_of(found.group_id, current_user.id),
        item=found,
        chosen=[tag.id for tag in found.tags] if chosen is None else chosen,
        taxonomy=content.taxonomy(chosen_language()),
        retired=service.tags_out_of_use(found),
        reason=reason,
        saved="saved" in request.args,
    )


def _filters() -> Filters:
    given = {name: request.args.get(name, "")[:80] for name in _NAMES}
    return Filters(**given, aside=request.args.get("aside") == "1")


def _address(group_id: UUID, **changes: str | int) -> str:
    """This page's address with `changes`: the filters and the order stay."""
    kept = {name: request.args[name] for name in (*_NAMES, "aside", "seed") if request.args.get(name)}
    return f"{url_for('library.shelf', group_id=group_id)}?{urlencode(kept | changes)}"


_NAMES = tuple(field.name for field in fields(Filters) if field.type is str)
