"""Reading prompts and plans: the shipped ones, and those of the reader's program that the reader may see."""

from collections.abc import Iterable
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts.models import Account
from ..content import Prompt, PromptKind
from ..errors import NotFound
from . import standing
from .drafts import StepDraft
from .entries import Plan, PlannedStep, PromptEntry, Shelf, WrittenPrompt, name_of
from .models import OwnPlan, OwnPrompt
from .rules import stages

KINDS: tuple[PromptKind, ...] = get_args(PromptKind)
THREE_QUESTIONS = "U1", "U2", "U3"  # fit every stage (R24)


def shelves_of(language: str, *, topic: str = "", kind: str = "") -> list[Shelf]:
    """The shipped prompts by topic, in the taxonomy's order; of one topic or kind where given. No shelf is empty."""
    wanted = [prompt for prompt in content.prompts(language).values() if kind in ("", prompt.kind)]
    shelves = [
        Shelf(each, tuple(prompt for prompt in wanted if prompt.topic == each.id))
        for each in content.taxonomy(language).topics
        if topic in ("", each.id)
    ]
    return [shelf for shelf in shelves if shelf.prompts]


def own_prompts_of(by: UUID, *, topic: str = "", kind: str = "") -> list[PromptEntry]:
    """The program's own prompts that `by` may use: their own, then what others share, by text."""
    with db.reading() as tx:
        account = tx.get_one(Account, by)
        rows = tx.scalars(select(OwnPrompt).where(standing.seen_by(account, OwnPrompt)))
        entries = [_entry(row, account) for row in rows if topic in ("", row.topic) and kind in ("", row.kind)]
    return sorted(entries, key=lambda one: (bool(one.standing and one.standing.owner), one.prompt.text.casefold()))


def prompt_of(prompt_id: str, language: str, by: UUID) -> PromptEntry:
    """One prompt, shipped or the program's own. Raises NotFound."""
    if (shipped := content.prompts(language).get(prompt_id)) is not None:
        return PromptEntry(shipped)
    with db.reading() as tx:
        row = standing.seen(tx, OwnPrompt, id_in(prompt_id), by)
        return _entry(row, tx.get_one(Account, by))


def plans_of(language: str) -> list[Plan]:
    """The ready-made plans (R3)."""
    return [_shipped(plan) for plan in content.plans(language).values()]


def stage_sets_of(language: str) -> list[Plan]:
    """For each stage its three questions, to be run at once; the stage's id is the plan's (R24)."""
    asked = [content.prompts(language)[one] for one in THREE_QUESTIONS]
    line = " · ".join(name_of(prompt.text) for prompt in asked)
    after = (ready_step("read_out", language), ready_step("close", language))
    return [
        Plan(stage.id, stage.label, line, language, (*(question(one, stage) for one in asked), *after))
        for stage in stages(language)
    ]


def own_plans_of(by: UUID) -> list[Plan]:
    """The program's own plans that `by` may use: their own, then what others share, by title."""
    with db.reading() as tx:
        account = tx.get_one(Account, by)
        rows = list(tx.scalars(select(OwnPlan).where(standing.seen_by(account, OwnPlan))))
        prompts = prompts_in(tx, (step["prompt"] for row in rows for step in row.steps))
        plans = [_own(row, account, prompts) for row in rows]
    return sorted(plans, key=lambda plan: (bool(plan.standing and plan.standing.owner), plan.title.casefold()))


def plan_of(plan_id: str, language: str, by: UUID) -> Plan:
    """One plan: ready-made, the three questions of a stage, or the program's own. Raises NotFound."""
    for plan in (*plans_of(language), *stage_sets_of(language)):
        if plan.id == plan_id:
            return plan
    with db.reading() as tx:
        row = standing.seen(tx, OwnPlan, id_in(plan_id), by)
        return _own(row, tx.get_one(Account, by), prompts_in(tx, (step["prompt"] for step in row.steps)))


def question(prompt: Prompt, stage: content.Tag | None = None) -> PlannedStep:
    """The step that asks `prompt`, for a stage where one is given, with the prompt's usual minutes."""
    return PlannedStep(
        title=name_of(prompt.text),
        kind=prompt.kind,
        minutes=prompt.minutes,
        phones_up=prompt.kind not in ("open", "ground"),
        cross_talk=prompt.kind == "open",
        prompt=prompt,
        stage=stage.id if stage else "",
        stage_name=stage.label if stage else "",
    )


def ready_step(kind: str, language: str) -> PlannedStep:
    """The first step of a kind in the ready-made plans: the welcome, the read-out, the safety close."""
    return next(step for plan in plans_of(language) for step in plan.steps if step.kind == kind)


def prompts_in(tx: Session, prompt_ids: Iterable[str]) -> dict[str, Prompt]:
    """Those of the ids that are a program's own prompts. Whoever may see a plan may see the prompts in it."""
    return {prompt_id: written(row) for prompt_id, row in rows_in(tx, prompt_ids).items()}


def rows_in(tx: Session, prompt_ids: Iterable[str]) -> dict[str, OwnPrompt]:
    """The rows of those of the ids that are a program's own prompts, by id."""
    ids = {found for one in prompt_ids if (found := _uuid_in(one))}
    rows = tx.scalars(select(OwnPrompt).where(OwnPrompt.id.in_(ids))) if ids else ()
    return {str(row.id): row for row in rows}


def written(row: OwnPrompt) -> Prompt:
    """The row as a prompt like the shipped ones."""
    fields = "language", "topic", "kind", "minutes", "text", "note", "safety", "reminder", "hard_end"
    lists: dict[str, Any] = {"options": tuple(row.options), "tags": tuple(row.tags)}
    return WrittenPrompt(id=str(row.id), **lists, **{field: getattr(row, field) for field in fields})


def id_in(text: str) -> UUID:
    """Raises NotFound where `text` is no id of ours."""
    found = _uuid_in(text)
    if found is None:
        raise NotFound
    return found


def planned(step: StepDraft, language: str, own: dict[str, Prompt]) -> PlannedStep:
    """A written step as it will run. A prompt that is gone leaves its title, to be spoken."""
    prompt = content.prompts(language).get(step.prompt) or own.get(step.prompt)
    stage = next((each for each in stages(language) if each.id == step.stage), None)
    return PlannedStep(
        title=step.title,
        kind=prompt.kind if prompt else step.kind or "spoken",
        minutes=step.minutes,
        phones_up=step.phones == "up",
        cross_talk=step.cross_talk,
        note=step.note,
        text=step.text,
        prompt=prompt,
        stage=stage.id if stage else "",
        stage_name=stage.label if stage else "",
    )


def _shipped(plan: content.Plan) -> Plan:
    prompts = content.prompts(plan.language)
    steps = (
        PlannedStep(
            title=step.title,
            kind=step.kind,
            minutes=step.minutes,
            phones_up=step.phones == "up",
            cross_talk=step.cross_talk,
            note=step.note,
            prompt=prompts[step.prompt_id] if step.prompt_id else None,
        )
        for step in plan.steps
    )
    return Plan(plan.id, plan.title, plan.line, plan.language, tuple(steps))


def _own(row: OwnPlan, account: Account, own: dict[str, Prompt]) -> Plan:
    steps = tuple(planned(StepDraft(**step), row.language, own) for step in row.steps)
    return Plan(str(row.id), row.title, row.line, row.language, steps, standing.standing_of(row, account))


def _entry(row: OwnPrompt, account: Account) -> PromptEntry:
    return PromptEntry(written(row), standing.standing_of(row, account))


def _uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
