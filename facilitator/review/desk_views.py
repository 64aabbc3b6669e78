"""The desk's pages: one text at a time, and what was decided and can be undone."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from .. import content
from ..accounts.login import reviewer_required
from ..content import UnknownId
from ..errors import DomainError, Invalid, NotFound, Refused
from ..web import chosen_language, in_words
from . import desk, desk_hints
from .offer_views import WHY

bp = Blueprint("desk", __name__, url_prefix="/desk")

CHECKS = {
    "identifying": lazy_gettext("Nobody could be known from it"),
    "promotes_use": lazy_gettext("It does not promote use"),
    "medical_advice": lazy_gettext("It gives no medical advice"),
    "kind": lazy_gettext("It is kind"),
    "useful": lazy_gettext("It could help someone else"),
}


@bp.get("")
@reviewer_required
def index() -> ResponseReturnValue:
    """The next text that waits, after the one that `after` names."""
    following = desk.next_of(current_user.id, request.args.get("after", type=UUID))
    if following is None:
        return render_template("review/desk_empty.html", decided=desk.decisions_of(current_user.id))
    return redirect(url_for("desk.item", desk_item_id=following, _anchor="card" if request.args else None), 303)


@bp.get("/items/<uuid:desk_item_id>")
@reviewer_required
def item(desk_item_id: UUID) -> ResponseReturnValue:
    try:
        return _card_page(desk_item_id)
    except desk.Overtaken as reason:
        return _nothing_to_do(reason), 409


@bp.post("/items/<uuid:desk_item_id>/acceptance")
@reviewer_required
def accept(desk_item_id: UUID) -> ResponseReturnValue:
    checks, typed = request.form.getlist("checks"), request.form.get("text", "")
    return _done(desk_item_id, lambda mark: desk.accept(desk_item_id, checks, mark, current_user.id, typed=typed))


@bp.post("/items/<uuid:desk_item_id>/declining")
@reviewer_required
def decline(desk_item_id: UUID) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    return _done(desk_item_id, lambda mark: desk.decline(desk_item_id, reason, mark, current_user.id))


@bp.post("/items/<uuid:desk_item_id>/second-opinion")
@reviewer_required
def ask_second(desk_item_id: UUID) -> ResponseReturnValue:
    return _done(desk_item_id, lambda mark: desk.ask_second(desk_item_id, mark, current_user.id))


@bp.post("/items/<uuid:desk_item_id>/wording")
@reviewer_required
def reword(desk_item_id: UUID) -> ResponseReturnValue:
    text = request.form.get("text", "")
    here = url_for("desk.item", desk_item_id=desk_item_id, _anchor="card")
    return _done(desk_item_id, lambda mark: desk.reword(desk_item_id, text, mark, current_user.id), here)


@bp.post("/items/<uuid:desk_item_id>/merging")
@reviewer_required
def merge(desk_item_id: UUID) -> ResponseReturnValue:
    other, kept = request.form.get("other", type=UUID), request.form.get("kept", "")
    if other is None or kept not in ("this", "other"):
        return _refused(desk_item_id, Invalid("Choose which text to keep."))
    here = url_for("desk.item", desk_item_id=desk_item_id, _anchor="card") if kept == "this" else ""
    change = lambda mark: desk_hints.merge(desk_item_id, other, kept, mark, current_user.id)  # noqa: E731
    return _done(desk_item_id, change, here)


@bp.post("/items/<uuid:desk_item_id>/return")
@reviewer_required
def undo(desk_item_id: UUID) -> ResponseReturnValue:
    try:
        desk.undo(desk_item_id, current_user.id)
    except desk.Overtaken as reason:
        return _nothing_to_do(reason), 409
    return redirect(url_for("desk.item", desk_item_id=desk_item_id, _anchor="card"), 303)


@bp.get("/decided")
@reviewer_required
def decided() -> ResponseReturnValue:
    return render_template("review/desk_decided.html", decisions=desk.decisions_of(current_user.id), why=WHY)


def _done(desk_item_id: UUID, change: Callable[[str], None], then: str = "") -> ResponseReturnValue:
    """Do it and go on; when it cannot be done, say why on a page that is as full as it came."""
    try:
        change(request.form.get("mark", ""))
    except (Invalid, Refused) as reason:
        return _refused(desk_item_id, reason)
    except NotFound as reason:
        if not request.form.get("text"):
            raise
        return _nothing_to_do(reason), 404
    return redirect(then or url_for("desk.index", after=desk_item_id), 303)


def _refused(desk_item_id: UUID, reason: DomainError) -> ResponseReturnValue:
    try:
        return _card_page(desk_item_id, reason), 422 if isinstance(reason, Invalid) else 409
    except desk.Overtaken as overtaken:
        return _nothing_to_do(overtaken), 409


def _card_page(desk_item_id: UUID, reason: DomainError | None = None) -> str:
    card = desk.card_of(desk_item_id, current_user.id)
    hints = desk_hints.hints_of(desk_item_id, current_user.id)
    return render_template(
        "review/desk.html",
        card=card,
        hints=hints,
        tags=[_label(tag) for tag in card.tags],
        pairs=[(_label(one), _label(two)) for one, two in hints.pairs],
        left=len(desk.queue_of(current_user.id)),
        checks=CHECKS,
        why=WHY,
        typed=request.form,
        declining=request.endpoint == "desk.decline",
        ticked=request.form.getlist("checks"),
        reason=in_words(reason) if reason else "",
    )


def _nothing_to_do(reason: DomainError) -> str:
    """Somebody else was quicker. What was typed is given back, to be kept if it is wanted."""
    return render_template(
        "review/desk_overtaken.html", reason=in_words(reason), text=request.form.get("text", "")[:2000]
    )


def _label(tag: str) -> str:
    try:
        return content.taxonomy(chosen_language()).tag(tag).label
    except UnknownId:
        return str(gettext("Not in use any more"))
