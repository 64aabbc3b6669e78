"""Prompts and plans as pages show them and sessions run them: shipped or written here, in one shape."""

from dataclasses import dataclass

from pydantic.dataclasses import dataclass as checked_dataclass

from ..content import Prompt, Tag
from ..content.entries import CLOSED
from .standing import Standing

MOST_PHONE_MINUTES = 15  # with phones up; more deserves a warning (R3)
LONGEST_NAME = 80


@checked_dataclass(frozen=True, config=CLOSED)
class WrittenPrompt(Prompt):
    """A prompt of somebody's own. Its id is a UUID; its note may be empty."""

    note: str = ""


@dataclass(frozen=True)
class PromptEntry:
    """A prompt in the library, and how the reader stands to it; None for a shipped one."""

    prompt: Prompt
    standing: Standing | None = None


@dataclass(frozen=True)
class Shelf:
    """The shipped prompts of one topic."""

    topic: Tag
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True)
class PlannedStep:
    """One step of a plan with the prompt it asks, if any.

    `kind` is the prompt's own, or spoken, read_out or close. `text` is what screens show of a step without a
    prompt. `stage` is the id of a stage, and `stage_name` its name, which stands above the question (R24).
    """

    title: str
    kind: str
    minutes: int
    phones_up: bool
    cross_talk: bool
    note: str = ""
    text: str = ""
    prompt: Prompt | None = None
    stage: str = ""
    stage_name: str = ""


@dataclass(frozen=True)
class TimedStep:
    """A step of a plan from minute `start` to minute `end`."""

    start: int
    end: int
    step: PlannedStep

    @property
    def prompt(self) -> Prompt | None:
        return self.step.prompt


@dataclass(frozen=True)
class Plan:
    """A plan, shipped (`standing` is None) or somebody's own. Its words are in `language`."""

    id: str
    title: str
    line: str
    language: str
    steps: tuple[PlannedStep, ...]
    standing: Standing | None = None

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def phone_minutes(self) -> int:
        """Minutes with phones up; a plan over 15 deserves a warning (R3)."""
        return sum(step.minutes for step in self.steps if step.phones_up)

    @property
    def closes(self) -> bool:
        """Whether it ends with the closing step, as every session does (R20)."""
        return bool(self.steps) and self.steps[-1].kind == "close"

    def timed(self) -> list[TimedStep]:
        """The steps with the minutes they take, counted from the start of the session."""
        start, timed = 0, []
        for step in self.steps:
            timed.append(TimedStep(start, start + step.minutes, step))
            start += step.minutes
        return timed


def name_of(text: str) -> str:
    """A short name for a prompt's text: its first sentence, cut where that is long."""
    first = text.split("\n")[0].split(". ")[0].removesuffix(".")
    return first if len(first) <= LONGEST_NAME else first[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
