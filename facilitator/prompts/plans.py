"""Writing plans: new ones, copies, changes. Each command is one piece of work and finds through the owner in it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts.models import Account
from . import standing
from .drafts import LONGEST_TITLE, PlanDraft, StepDraft, checked, require
from .entries import Plan, PlannedStep
from .models import OwnPlan, OwnPrompt
from .own_prompts import added, draft_of
from .rules import rules_of_plan
from .service import id_in, plans_of, rows_in, stage_sets_of, written


def create_plan(fields: object, by: UUID) -> UUID:
    """A new plan of `fields`, as in PlanDraft; returns its id. Raises Unusable, NotFound."""
    draft = checked(PlanDraft, fields)

    def work(tx: Session) -> UUID:
        account = standing.writer(tx, by)
        require(rules_of_plan(draft, kinds_for(tx, account)))
        return added_plan(tx, draft, account.id).id

    return db.write(work)


def save_plan(plan_id: UUID, fields: object, version: int, by: UUID) -> None:
    """Change the plan that had `version` when it was opened.

    Raises Unusable, Refused when somebody saved it in between, NotFound.
    """
    draft = checked(PlanDraft, fields)

    def work(tx: Session) -> None:
        row = standing.changed(tx, OwnPlan, plan_id, by)
        standing.expect(row, version)
        used = [step["prompt"] for step in row.steps]
        require(rules_of_plan(draft, kinds_for(tx, tx.get_one(Account, by), used)))
        for field, value in _columns(draft).items():
            setattr(row, field, value)

    db.write(work)


def copy_plan(plan_id: str, language: str, by: UUID) -> UUID:
    """A copy, to change, of any plan that `by` may see, with its own copies of prompts that are not theirs.

    Raises NotFound.
    """
    ready = next((plan for plan in (*plans_of(language), *stage_sets_of(language)) if plan.id == plan_id), None)

    def work(tx: Session) -> UUID:
        account = standing.writer(tx, by)
        draft = plan_draft_of(ready or standing.seen(tx, OwnPlan, id_in(plan_id), by))
        title = _free_title(draft.title, tx.scalars(select(OwnPlan.title).where(OwnPlan.account_id == by)))
        steps = _with_own_prompts(tx, draft.steps, account)
        return added_plan(tx, replace(draft, title=title, steps=steps), account.id).id

    return db.write(work)


def remove_plan(plan_id: UUID, by: UUID) -> None:
    """Delete it. Sessions that were made ready from it stay. Raises NotFound."""
    db.write(lambda tx: tx.delete(standing.changed(tx, OwnPlan, plan_id, by)))


def added_plan(tx: Session, draft: PlanDraft, account_id: UUID) -> OwnPlan:
    row = OwnPlan(id=db.new_id(), account_id=account_id, **_columns(draft))
    tx.add(row)
    return row


def kinds_for(tx: Session, account: Account, used: Iterable[str] = ()) -> dict[str, str]:
    """The kind of each prompt the account may put into a plan, by its id; those a plan `used` before among them."""
    shipped = {prompt.id: str(prompt.kind) for prompt in content.prompts("en").values()}
    return shipped | {prompt_id: row.kind for prompt_id, row in _own_for(tx, account, used).items()}


def prompts_at_hand(plan_id: str, by: UUID) -> dict[str, content.Prompt]:
    """The program's own prompts that `by` may put into a plan, and those in the plan they have open, by id."""
    with db.reading() as tx:
        used: list[str] = []
        if plan_id:
            used = [step["prompt"] for step in standing.seen(tx, OwnPlan, id_in(plan_id), by).steps]
        rows = _own_for(tx, tx.get_one(Account, by), used)
        return {prompt_id: written(row) for prompt_id, row in rows.items()}


def plan_draft_of(plan: Plan | OwnPlan) -> PlanDraft:
    """What would have to be written to get this plan."""
    steps = [step if isinstance(step, dict) else _step_fields(step) for step in plan.steps]
    fields = {"title": plan.title, "line": plan.line, "language": plan.language, "steps": steps}
    return checked(PlanDraft, fields)


def _own_for(tx: Session, account: Account, used: Iterable[str]) -> dict[str, OwnPrompt]:
    seen = tx.scalars(select(OwnPrompt).where(standing.seen_by(account, OwnPrompt)))
    return rows_in(tx, used) | {str(row.id): row for row in seen}


def _step_fields(step: PlannedStep) -> dict[str, Any]:
    return {
        "title": step.title,
        "kind": None if step.prompt else step.kind,
        "prompt": step.prompt.id if step.prompt else "",
        "minutes": step.minutes,
        "phones": "up" if step.phones_up else "down",
        "cross_talk": step.cross_talk,
        "stage": step.stage,
        "text": step.text,
        "note": step.note,
    }


def _columns(draft: PlanDraft) -> Mapping[str, Any]:
    steps = [asdict(step) | {"kind": None if step.prompt else step.kind} for step in draft.steps]
    return {"title": draft.title, "line": draft.line, "language": draft.language, "steps": steps}


def _with_own_prompts(tx: Session, steps: tuple[StepDraft, ...], account: Account) -> tuple[StepDraft, ...]:
    """The steps with other people's prompts replaced by copies, so that a copy stays as it is."""
    copies: dict[str, str] = {}
    for prompt_id, row in rows_in(tx, (step.prompt for step in steps)).items():
        if row.account_id != account.id:
            copies[prompt_id] = str(added(tx, draft_of(row), account.id).id)
    return tuple(replace(step, prompt=copies.get(step.prompt, step.prompt)) for step in steps)


def _free_title(title: str, taken: Iterable[str]) -> str:
    """`title`, with a number where it is taken."""
    names, number, free = set(taken), 1, title
    while free in names:
        number += 1
        free = f"{title[: LONGEST_TITLE - 4]} {number}"
    return free
