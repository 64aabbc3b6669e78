"""The pages on which a group offers approved texts to its program."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user

from .. import content
from ..accounts.login import facilitator_required
from ..errors import DomainError, Invalid, Refused
from ..sessions import group_readings
from ..web import chosen_language, in_words
from . import offers
from .days import LONGEST_HOLD, SHORTEST_HOLD
from .marking import marked

bp = Blueprint("offers", __name__, url_prefix="/groups/<uuid:group_id>/offers")

WHY = {
    "identifying": lazy_gettext("It may say who someone is."),
    "promotes_use": lazy_gettext("It may lead to use."),
    "medical_advice": lazy_gettext("It is medical advice."),
    "kind": lazy_gettext("It is not kind."),
    "useful": lazy_gettext("It would not help others."),
}


@bp.get("")
@facilitator_required
def index(group_id: UUID) -> ResponseReturnValue:
    return _index_page(group_id)


@bp.get("/new")
@facilitator_required
def new(group_id: UUID) -> ResponseReturnValue:
    """The chosen texts, to be read once more."""
    try:
        return _points_page(group_id, None)
    except Invalid as reason:
        return _index_page(group_id, reason), 422


@bp.post("")
@facilitator_required
def offer(group_id: UUID) -> ResponseReturnValue:
    try:
        offers.offer(group_id, _chosen(), request.form.getlist("points"), current_user.id)
    except (Invalid, Refused) as reason:
        return _again(group_id, reason)
    return redirect(url_for("offers.index", group_id=group_id, saved=1), 303)


@bp.post("/<uuid:strategy_id>/undo")
@facilitator_required
def undo(group_id: UUID, strategy_id: UUID) -> ResponseReturnValue:
    try:
        offers.undo(group_id, strategy_id, current_user.id)
    except Refused as reason:
        return _index_page(group_id, reason), 409
    return redirect(url_for("offers.index", group_id=group_id), 303)


@bp.app_template_global("offer_state")
def offer_state(strategy_id: UUID) -> str:
    """Where a text stands on its way to the program: free, offered, gone, or no_yes without its writer's yes."""
    return offers.state_of(strategy_id, current_user.id)


def _again(group_id: UUID, reason: DomainError) -> ResponseReturnValue:
    """The same page, as full as it came; what is gone meanwhile is not on it."""
    try:
        return _points_page(group_id, reason), 422
    except Invalid:
        return _index_page(group_id, reason), 422


def _index_page(group_id: UUID, reason: DomainError | None = None) -> str:
    offering = offers.offering_of(group_id, current_user.id)
    return render_template(
        "review/offers.html",
        group=group_readings.group_of(group_id, current_user.id),
        offering=offering,
        why=WHY,
        most=offers.MOST_AT_ONCE,
        chosen=_chosen(),
        reason=in_words(reason) if reason else "",
        saved="saved" in request.args,
    )


def _points_page(group_id: UUID, reason: DomainError | None) -> str:
    """Raises Invalid when nothing of what was chosen can be offered."""
    texts = [(one, marked(one.text)) for one in offers.chosen_of(group_id, _chosen(), current_user.id)]
    return render_template(
        "review/offer_points.html",
        group=group_readings.group_of(group_id, current_user.id),
        texts=texts,
        details=any(part.why for _, parts in texts for part in parts),
        points=content.review_points(chosen_language()),
        ticked=request.form.getlist("points"),
        shortest=SHORTEST_HOLD,
        longest=LONGEST_HOLD,
        reason=in_words(reason) if reason else "",
    )


def _chosen() -> list[UUID]:
    return request.values.getlist("chosen", type=UUID)
