"""A step's words in the language of a phone.

What a session shows is a copy of a plan's words. Words that are shipped and that nobody changed have their like in
every language, so each phone can have them in its own; words that somebody wrote stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from .. import content
from ..content import Prompt
from ..prompts import name_of
from . import wording
from .pictures import Stage, StepPicture, ToldLine, ToldPicture

Words = Mapping[str, str]


def in_language(stage: Stage, language: str) -> Stage:
    """The stage with the shipped words of its step, and of what is told of answers, in `language`."""
    same = _same_words(language)
    step = stage.step and _step_in(same, stage.step)
    told = stage.told and _told_in(same, stage.told)
    return stage if (step, told) == (stage.step, stage.told) else replace(stage, step=step, told=told)


def _step_in(same: Words, step: StepPicture) -> StepPicture:
    title, text, options = same.get(step.title, step.title), step.text, step.options
    if _known(same, text):
        text, options = _parts_in(same, text), tuple(same.get(option, option) for option in options)
    if (title, text, options) == (step.title, step.text, step.options):
        return step
    return replace(step, title=title, text=text, options=options)


def _told_in(same: Words, told: ToldPicture) -> ToldPicture:
    if not _known(same, told.question):
        return told
    low, high = (same.get(end, end) for end in told.ends)
    lines = tuple(_line_in(same, line) for line in told.lines)
    return replace(told, question=_parts_in(same, told.question), ends=(low, high), lines=lines)


def _line_in(same: Words, line: ToldLine) -> ToldLine:
    return replace(line, option=same.get(line.option, line.option))


def _known(same: Words, text: str) -> bool:
    return all(part in same for part in text.split("\n\n"))


def _parts_in(same: Words, text: str) -> str:
    """A stage's name, a question and a reminder each have a paragraph of their own (R24, R48)."""
    return "\n\n".join(same[part] for part in text.split("\n\n"))


@cache
def _same_words(language: str) -> Words:
    """All that a step can say with shipped words, in every language, and the same in `language`."""
    own = _shipped_words(language)
    found = {"": ""}
    for other in content.languages():
        for place, words in _shipped_words(other).items():
            found.setdefault(words, own.get(place, words))
    return found


@cache
def _shipped_words(language: str) -> Mapping[tuple[str, ...], str]:
    """The shipped words of steps by where they stand, which is the same in every language."""
    said = [*_of_plans(language)]
    for prompt in content.prompts(language).values():
        said += _of_prompt(prompt)
    return dict(said)


def _of_plans(language: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for plan in content.plans(language).values():
        for place, step in enumerate(plan.steps):
            yield (plan.id, str(place)), step.title
    for stage in content.taxonomy(language).stages:
        yield ("stage", stage.id), stage.label


def _of_prompt(prompt: Prompt) -> Iterator[tuple[tuple[str, ...], str]]:
    yield (prompt.id, "text"), prompt.text
    yield (prompt.id, "question"), wording.question(prompt.text)
    yield (prompt.id, "name"), name_of(prompt.text)
    yield (prompt.id, "reminder"), prompt.reminder
    for name, end in zip(("low", "high"), wording.ends(prompt.text), strict=True):
        yield (prompt.id, name), end
    for place, option in enumerate(prompt.options):
        yield (prompt.id, "option", str(place)), option
