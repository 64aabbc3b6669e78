"""The plan editor: a form that is saved whole, and comes back full when something in it cannot be saved."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from .. import content, db
from ..accounts.login import account_required
from ..content import Prompt
from ..errors import Invalid, NotFound, Refused
from ..web import chosen_language, in_words
from . import plans, service, standing
from .blueprint import bp
from .changes import change
from .drafts import Unusable
from .entries import MOST_PHONE_MINUTES
from .forms import WHOLE_PLAN, Marks, PlanForm, Typed, whole
from .models import OwnPlan
from .reasons import Reason
from .rules import stages


@dataclass(frozen=True)
class EditorStep:
    """A step in the editor. `key` makes the ids of its fields, and is another one on every page.

    `start` and `end` are minutes from the start of the session. `marks` says what is wrong with which field.
    `changed`: it is what the last change was about; `new`: that change added it.
    """

    key: str
    place: int
    typed: Typed
    prompt: Prompt | None
    stage_name: str
    start: int
    end: int
    marks: Mapping[str, Reason]
    changed: bool
    new: bool

    @property
    def kind(self) -> str:
        return self.prompt.kind if self.prompt else self.typed["kind"] or "spoken"


@bp.get("/plans/new")
@account_required
def new_plan() -> ResponseReturnValue:
    with db.reading() as tx:
        standing.writer(tx, current_user.id)
    return editor(PlanForm.blank(chosen_language()))


@bp.post("/plans")
@account_required
def create_plan() -> ResponseReturnValue:
    form = PlanForm.posted(request.form)
    try:
        plan_id = plans.create_plan(form.fields(), current_user.id)
    except Unusable as wrong:
        return editor(form, marks=form.marked(wrong.problems), refusal=wrong), 422
    return redirect(url_for("prompts.plan", plan_id=plan_id, saved=1), 303)


@bp.get("/plans/<uuid:plan_id>/edit")
@account_required
def edit_plan(plan_id: UUID) -> ResponseReturnValue:
    found = service.plan_of(str(plan_id), chosen_language(), current_user.id)
    if found.standing is None or not found.standing.editable:
        raise NotFound
    return editor(PlanForm.of(found))


@bp.post("/plans/<uuid:plan_id>")
@account_required
def save_plan(plan_id: UUID) -> ResponseReturnValue:
    form = PlanForm.posted(request.form)
    try:
        plans.save_plan(plan_id, form.fields(), form.version, current_user.id)
    except Unusable as wrong:
        return editor(form, marks=form.marked(wrong.problems), refusal=wrong), 422
    except Refused as late:
        return editor(form, refusal=late, late=True), 409
    return redirect(url_for("prompts.plan", plan_id=plan_id, saved=1), 303)


@bp.post("/plans/changes")
@account_required
def change_plan() -> ResponseReturnValue:
    """The editor again, with one step moved, taken out, put back or added. Nothing is stored."""
    form = PlanForm.posted(request.form)
    wish, before = request.form.get("change", ""), len(form.steps)
    try:
        place = change(form, wish, current_user.id)
    except Invalid as refusal:
        return editor(form, refusal=refusal), 422
    return editor(form, changed=place, added=len(form.steps) - before)


@bp.post("/plans/<plan_id>/copies")
@account_required
def copy_plan(plan_id: str) -> ResponseReturnValue:
    """A copy of one's own, open in the editor."""
    copied = plans.copy_plan(plan_id, chosen_language(), current_user.id)
    return redirect(url_for("prompts.edit_plan", plan_id=copied), 303)


@bp.post("/plans/<uuid:plan_id>/sharing")
@account_required
def share_plan(plan_id: UUID) -> ResponseReturnValue:
    shared = request.form.get("shared") == "1"
    standing.share(OwnPlan, plan_id, current_user.id, shared=shared)
    try:
        service.plan_of(str(plan_id), chosen_language(), current_user.id)
    except NotFound:  # an admin keeps somebody else's plan to its owner
        return redirect(url_for("prompts.plans"), 303)
    return redirect(url_for("prompts.plan", plan_id=plan_id), 303)


@bp.post("/plans/<uuid:plan_id>/removal")
@account_required
def remove_plan(plan_id: UUID) -> ResponseReturnValue:
    plans.remove_plan(plan_id, current_user.id)
    return redirect(url_for("prompts.plans"), 303)


def editor(
    form: PlanForm,
    marks: Marks | None = None,
    refusal: Invalid | Refused | None = None,
    *,
    late: bool = False,
    changed: int | None = None,
    added: int = 0,
) -> str:
    """The editor's page. `late`: somebody else saved first. `changed`: the place of the step that was changed."""
    marks = marks or {}
    steps = _steps(form, marks, changed, added)
    kept = [step for step in steps if not step.typed["gone"]]
    return render_template(
        "prompts/plan_edit.html",
        form=form,
        steps=steps,
        marks=marks.get(WHOLE_PLAN, {}),
        refusal=in_words(refusal) if refusal else "",
        late=late,
        minutes=sum(step.end - step.start for step in kept),
        phone_minutes=sum(step.end - step.start for step in kept if step.typed["phones"] == "up"),
        most=MOST_PHONE_MINUTES,
        closes=bool(kept) and kept[-1].kind == "close",
        stages=stages(form.language),
        own=service.own_prompts_of(current_user.id),
        shelves=service.shelves_of(form.language),
    )


def _steps(form: PlanForm, marks: Marks, changed: int | None, added: int) -> list[EditorStep]:
    own = plans.prompts_at_hand(form.plan_id, current_user.id)
    shipped = content.prompts(form.language)
    names = {stage.id: stage.label for stage in stages(form.language)}
    steps, start = [], 0
    for place, typed in enumerate(form.steps):
        end = start if typed["gone"] else start + _minutes(typed["minutes"])
        new = changed is not None and changed <= place < changed + added
        steps.append(
            EditorStep(
                key=f"s{secrets.token_hex(4)}",
                place=place,
                typed=typed,
                prompt=shipped.get(typed["prompt"]) or own.get(typed["prompt"]),
                stage_name=names.get(typed["stage"], ""),
                start=start,
                end=end,
                marks=marks.get(place, {}),
                changed=place == changed,
                new=new,
            )
        )
        start = end
    return steps


def _minutes(typed: str) -> int:
    found = whole(typed)
    return found if isinstance(found, int) else 0
