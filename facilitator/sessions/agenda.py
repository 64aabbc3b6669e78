"""From a plan or a prompt to the steps of a session. The words are copied: editing a prompt changes no session."""

from typing import Any
from uuid import UUID

from .. import content, prompts
from ..errors import Invalid, NotFound
from ..prompts import Plan, PlannedStep


def agenda_of(plan: str, prompt: str, language: str, by: UUID) -> tuple[str, list[dict[str, Any]]]:
    """The title and the steps, as columns of Step, of a plan or of one prompt, shipped or the program's own.

    Raises Invalid where `by` may see no such plan or prompt. Every session ends with who to call tonight, also where
    a plan has left it out (R20).
    """
    chosen = _plan(plan, language, by) if plan else _single(prompt, language, by)
    steps = chosen.steps if chosen.closes else (*chosen.steps, prompts.ready_step("close", chosen.language))
    return chosen.title, [_planned(step) for step in steps]


def _plan(plan: str, language: str, by: UUID) -> Plan:
    try:
        return prompts.plan_of(plan, language, by)
    except NotFound:
        raise Invalid("There is no such plan.") from None


def _single(prompt: str, language: str, by: UUID) -> Plan:
    try:
        found = prompts.prompt_of(prompt, language, by).prompt
    except NotFound:
        raise Invalid("Choose a plan or a prompt to start with.") from None
    step = prompts.question(found)
    return Plan(prompt, step.title, "", found.language, (step,))


def _planned(step: PlannedStep) -> dict[str, Any]:
    asked = _asked(step.prompt, step) if step.prompt else {"text": step.text}
    return asked | {
        "kind": step.kind,
        "title": step.title,
        "note": step.note or asked.get("note", ""),
        "minutes": step.minutes,
        "phones_up": step.phones_up,
        "cross_talk": step.cross_talk,
    }


def _asked(prompt: content.Prompt, step: PlannedStep) -> dict[str, Any]:
    """The stage's name stands above the question (R24), a reminder below it (R48)."""
    return {
        "text": "\n\n".join(filter(None, (step.stage_name, prompt.text, prompt.reminder))),
        "options": list(prompt.options),
        "note": prompt.note,
        "safety_note": prompt.safety,
        "prompt_id": prompt.id,
        "hard_end": prompt.hard_end,
        "tags": [*prompt.tags, *filter(None, (step.stage,))],
    }
