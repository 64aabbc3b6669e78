"""Changes to the steps of a plan that is open in its editor. Nothing is stored: the form comes back changed.

A change is a word or two: "up 3", "down 3", "remove 3", "restore 3" (places count from 0), "add spoken",
"prompt S1-1", "stage stage1".
"""

from collections.abc import Callable
from uuid import UUID

from .. import content
from ..errors import Invalid, NotFound
from .entries import PlannedStep
from .forms import NOT_WHOLE, PlanForm, Typed, typed_step
from .rules import stages
from .service import THREE_QUESTIONS, prompt_of, question, ready_step

GROUNDING = "AR-7"  # eyes open, and attention to what is around (R35)


def change(form: PlanForm, wish: str, by: UUID) -> int:
    """Make one change to the form; the place of the step that was changed, or of the first new one.

    Raises Invalid for a wish that cannot be met.
    """
    verb, _, what = wish.partition(" ")
    if verb in MOVES:
        return MOVES[verb](form, _place(form, what))
    if verb not in ADDITIONS:
        raise Invalid(NOT_WHOLE)
    return _inserted(form, [typed_step(step) for step in ADDITIONS[verb](what, form.language, by)])


def _place(form: PlanForm, typed: str) -> int:
    if not typed.isdecimal() or int(typed) >= len(form.steps):
        raise Invalid(NOT_WHOLE)
    return int(typed)


def _moved(form: PlanForm, place: int, by: int) -> int:
    to = max(0, min(len(form.steps) - 1, place + by))
    form.steps.insert(to, form.steps.pop(place))
    return to


def _marked_gone(form: PlanForm, place: int, gone: str) -> int:
    form.steps[place]["gone"] = gone
    return place


def _inserted(form: PlanForm, steps: list[Typed]) -> int:
    """New steps come last, and before a closing step."""
    closes = bool(form.steps) and form.steps[-1]["kind"] == "close" and not form.steps[-1]["gone"]
    place = len(form.steps) - closes
    form.steps[place:place] = steps
    return place


def _plain(kind: str, language: str, by: UUID) -> list[PlannedStep]:
    if kind == "spoken":
        return [PlannedStep("", "spoken", minutes=5, phones_up=False, cross_talk=False)]
    if kind in ("read_out", "close"):
        return [ready_step(kind, language)]
    if kind == "ground":
        return _asked(GROUNDING, language, by)
    raise Invalid(NOT_WHOLE)


def _asked(prompt_id: str, language: str, by: UUID) -> list[PlannedStep]:
    try:
        return [question(prompt_of(prompt_id, language, by).prompt)]
    except NotFound:
        raise Invalid("There is no such prompt.") from None


def _three_questions(stage_id: str, language: str, _by: UUID) -> list[PlannedStep]:
    """What helped, what could be hard, what to do: for one stage, with its name above each question (R24)."""
    stage = next((each for each in stages(language) if each.id == stage_id), None)
    if stage is None:
        raise Invalid(NOT_WHOLE)
    return [question(content.prompts(language)[prompt_id], stage) for prompt_id in THREE_QUESTIONS]


MOVES: dict[str, Callable[[PlanForm, int], int]] = {
    "up": lambda form, place: _moved(form, place, -1),
    "down": lambda form, place: _moved(form, place, 1),
    "remove": lambda form, place: _marked_gone(form, place, "yes"),
    "restore": lambda form, place: _marked_gone(form, place, ""),
}
ADDITIONS: dict[str, Callable[[str, str, UUID], list[PlannedStep]]] = {
    "add": _plain,
    "prompt": _asked,
    "stage": _three_questions,
}
