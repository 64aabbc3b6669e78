"""The reading pages: the prompt library, the plans, one plan."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content
from ..accounts.login import account_required
from ..web import chosen_language
from . import service
from .blueprint import bp
from .entries import MOST_PHONE_MINUTES


@bp.get("/prompts")
@account_required
def index() -> ResponseReturnValue:
    topic, kind = request.args.get("topic", ""), request.args.get("kind", "")
    return render_template(
        "prompts/index.html",
        own=service.own_prompts_of(current_user.id, topic=topic, kind=kind),
        shelves=service.shelves_of(chosen_language(), topic=topic, kind=kind),
        topics=content.taxonomy(chosen_language()).topics,
        kinds=service.KINDS,
        topic=topic,
        kind=kind,
        group_id=request.args.get("group", type=UUID),
    )


@bp.get("/plans")
@account_required
def plans() -> ResponseReturnValue:
    language = chosen_language()
    return render_template(
        "prompts/plans.html",
        own=service.own_plans_of(current_user.id),
        plans=service.plans_of(language),
        stage_sets=service.stage_sets_of(language),
        group_id=request.args.get("group", type=UUID),
    )


@bp.get("/plans/<plan_id>")
@account_required
def plan(plan_id: str) -> ResponseReturnValue:
    found = service.plan_of(plan_id, chosen_language(), current_user.id)
    return render_template(
        "prompts/plan.html",
        plan=found,
        most=MOST_PHONE_MINUTES,
        saved="saved" in request.args,
        group_id=request.args.get("group", type=UUID),
    )
