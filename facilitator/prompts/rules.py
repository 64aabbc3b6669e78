"""Rules that hold between the fields of a draft, and between a draft and the taxonomy and the prompts there are."""

from collections.abc import Callable, Iterator, Mapping

from .. import content
from ..content import Taxonomy
from ..errors import for_people
from .drafts import MOST_MINUTES, Place, PlanDraft, PromptDraft, StepDraft
from .reasons import Reason

Found = Iterator[tuple[Place, Reason]]

PASSED = "pass", "paso"  # passing is possible on every step, and is never one of the choices
MOST_OF_AN_AXIS = 2  # situations and approaches: a label that says everything says nothing
NO_PROMPT = ("spoken", "read_out", "close")


def rules_of_prompt(draft: PromptDraft) -> Found:
    """Give each place of the prompt that breaks a rule."""
    taxonomy = content.taxonomy(draft.language)
    if draft.language not in content.languages():
        yield ("language",), _no_language()
    if draft.topic not in {topic.id for topic in taxonomy.topics}:
        yield ("topic",), Reason("There is no such topic.")
    if (draft.kind == "scale") != (draft.hard_end is not None):
        yield ("hard_end",), Reason("A scale needs a hard end, low or high. Only a scale has one.")
    yield from _rules_of_options(draft)
    yield from _rules_of_tags(draft.tags, taxonomy)


def rules_of_plan(draft: PlanDraft, kinds: Mapping[str, str]) -> Found:
    """Give each place of the plan that breaks a rule. `kinds`: the kind of each prompt that may be used, by its id."""
    if draft.language not in content.languages():
        yield ("language",), _no_language()
    if not draft.steps:
        yield ("steps",), Reason("Add a step first.")
    if draft.minutes > MOST_MINUTES:
        said = for_people("The steps take %(minutes)s minutes. A plan may take %(most)s.")
        yield ("steps",), Reason(said, minutes=draft.minutes, most=MOST_MINUTES)
    for number, step in enumerate(draft.steps):
        for place, reason in _rules_of_step(step, kinds):
            yield ("steps", number, *place), reason


def stages(language: str) -> tuple[content.Tag, ...]:
    """The stages a question can be asked for: those of recovery, without "any stage" (R24)."""
    return tuple(stage for stage in content.taxonomy(language).stages if stage.id != "any")


def _rules_of_options(draft: PromptDraft) -> Found:
    if draft.kind != "poll":
        if draft.options:
            yield ("options",), Reason("Only a poll has choices.")
    elif len(draft.options) < 2:
        yield ("options",), Reason("A poll needs two choices or more.")
    elif len({option.casefold() for option in draft.options}) < len(draft.options):
        yield ("options",), Reason("Two choices are the same.")
    elif any(option.casefold() in PASSED for option in draft.options):
        yield ("options",), Reason("Everyone can pass on every step, so Pass is not a choice.")


def _rules_of_tags(tags: tuple[str, ...], taxonomy: Taxonomy) -> Found:
    axes = (taxonomy.situations, taxonomy.approaches)
    usable = {tag.id for axis in (taxonomy.stages, *axes, taxonomy.life_areas) for tag in axis}
    if unknown := [tag for tag in tags if tag not in usable]:
        yield ("tags",), Reason("There is no tag “%(tag)s”.", tag=unknown[0])
    elif any(len({tag.id for tag in axis} & set(tags)) > MOST_OF_AN_AXIS for axis in axes):
        yield ("tags",), Reason("Choose at most two situations and two approaches.")


def _rules_of_step(step: StepDraft, kinds: Mapping[str, str]) -> Found:
    asks: Callable[..., Found] = _rules_of_question if step.prompt else _rules_of_spoken
    yield from asks(step, kinds)
    if step.stage and step.stage not in {stage.id for stage in stages("en")}:
        yield ("stage",), Reason("There is no such stage.")


def _rules_of_question(step: StepDraft, kinds: Mapping[str, str]) -> Found:
    if step.prompt not in kinds:
        yield ("prompt",), Reason("There is no such prompt.")
    elif step.kind not in (None, kinds[step.prompt]):
        yield ("kind",), Reason("This prompt is of another kind: %(kind)s.", kind=kinds[step.prompt])
    if step.text:
        yield ("text",), Reason("A step with a prompt shows the prompt's words. Leave this empty.")


def _rules_of_spoken(step: StepDraft, _kinds: Mapping[str, str]) -> Found:
    if step.kind not in NO_PROMPT:
        yield ("prompt",), Reason("Name a prompt, or make the kind spoken, read_out or close.")
    if step.stage:
        yield ("stage",), Reason("Only a step with a prompt is asked for a stage.")


def _no_language() -> Reason:
    return Reason("There is no such language here. Choose one of: %(all)s.", all=", ".join(content.languages()))
