"""Rules that span entries or files: ids that must exist, and languages that must agree.

People in one room answer the same step in different languages, so everything but the words is the
same in every language; English says what that is.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from .entries import Line, Plan, PlanStep, Prompt, ReviewPoint, Tag, Taxonomy
from .errors import ContentError

T = TypeVar("T")
Shape = Mapping[str, object]


def check_prompts(prompts: Mapping[str, Prompt], taxonomy: Taxonomy, where: str) -> None:
    """Every topic and tag exists. Raises `ContentError`."""
    topics = {topic.id for topic in taxonomy.topics}
    tags = {tag.id for tag in taxonomy.tags}
    for prompt in prompts.values():
        _check_known([prompt.topic], topics, f"{where}, {prompt.id}, topic")
        _check_known(prompt.tags, tags, f"{where}, {prompt.id}, tags")


def check_plans(plans: Mapping[str, Plan], prompts: Mapping[str, Prompt], where: str) -> None:
    """Every step's prompt exists and is of the step's kind. Raises `ContentError`."""
    for plan in plans.values():
        for number, step in enumerate(plan.steps, start=1):
            _check_step(step, prompts, f"{where}, {plan.id}, steps, {number}")


def check_same(own: Mapping[str, T], english: Mapping[str, T], shape: Callable[[T], Shape], where: str) -> None:
    """The same ids as English, and entries of the same shape. Raises `ContentError`."""
    if own.keys() != english.keys():
        differing = ", ".join(sorted(own.keys() ^ english.keys()))
        raise ContentError(f"{where}, {differing}: in English or here, but not in both")
    for key, entry in own.items():
        _check_shape(shape(entry), shape(english[key]), f"{where}, {key}")


def shape_of_prompt(prompt: Prompt) -> Shape:
    """All of a prompt but its words."""
    fields = ("topic", "kind", "minutes", "tags", "hard_end")
    return {field: getattr(prompt, field) for field in fields} | {"options": len(prompt.options)}


def shape_of_plan(plan: Plan) -> Shape:
    """All of a plan but its words."""
    fields = ("kind", "minutes", "phones", "cross_talk", "prompt_id")
    return {"steps": [[getattr(step, field) for field in fields] for step in plan.steps]}


def shape_of_list(entries: Collection[Tag | Line | ReviewPoint]) -> Shape:
    """The ids, in order."""
    return {"ids": [entry.id for entry in entries]}


def _check_known(ids: Collection[str], known: Collection[str], where: str) -> None:
    for each in ids:
        if each not in known:
            raise ContentError(f"{where}: {each!r} is not in the taxonomy")


def _check_step(step: PlanStep, prompts: Mapping[str, Prompt], where: str) -> None:
    if step.prompt_id is None:
        return
    if step.prompt_id not in prompts:
        raise ContentError(f"{where}, prompt_id: there is no prompt {step.prompt_id!r}")
    if step.kind != prompts[step.prompt_id].kind:
        raise ContentError(f"{where}, kind: prompt {step.prompt_id!r} is {prompts[step.prompt_id].kind!r}")


def _check_shape(own: Shape, english: Shape, where: str) -> None:
    for field, value in english.items():
        if own[field] != value:
            raise ContentError(f"{where}, {field}: differs from English, which has {value!r}")
