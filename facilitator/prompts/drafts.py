"""What a person writes for a prompt or a plan: its shape and limits, the same in a form and in a file.

A draft that breaks a limit cannot be made; `checked` then tells, for each place, what to change.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from pydantic_core import ErrorDetails

from ..content import PromptKind, StepKind
from ..content.entries import CLOSED
from ..errors import Invalid
from ..privacy.scrub import scrubbed
from .reasons import Reason, reason_of

D = TypeVar("D")
Place = tuple[str | int, ...]
Problems = Mapping[Place, Reason]

MOST_MINUTES = 240
MOST_STEPS = 40
LONGEST_TITLE, LONGEST_LINE, LONGEST_OPTION = 80, 120, 60
LONGEST_TEXT, LONGEST_NOTE = 400, 600


def _in_one_line(value: Any) -> Any:
    return " ".join(scrubbed(value).split()) if isinstance(value, str) else value


def _tidied(value: Any) -> Any:
    return scrubbed(value) if isinstance(value, str) else value


Minutes = Annotated[int, Field(strict=True, ge=1, le=MOST_MINUTES)]
YesNo = Annotated[bool, Field(strict=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE), BeforeValidator(_in_one_line)]
Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE), BeforeValidator(_in_one_line)]
Option = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_OPTION), BeforeValidator(_in_one_line)]
Asked = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT), BeforeValidator(_tidied)]
Told = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), BeforeValidator(_tidied)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE), BeforeValidator(_tidied)]
Id = Annotated[str, StringConstraints(max_length=40)]
Options = Annotated[tuple[Option, ...], Field(max_length=10)]
Tags = Annotated[tuple[Id, ...], Field(max_length=10)]


@dataclass(frozen=True, config=CLOSED)
class PromptDraft:
    """A prompt as written. The fields are those of `content.Prompt`."""

    language: Id
    kind: PromptKind
    minutes: Minutes
    text: Asked
    topic: Id = "any"
    options: Options = ()
    hard_end: Literal["low", "high"] | None = None
    note: Note = ""
    safety: Note = ""
    reminder: Told = ""
    tags: Tags = ()


@dataclass(frozen=True, config=CLOSED)
class StepDraft:
    """One step of a plan as written: a `prompt`, by its id, or else a `kind` that needs none (R2).

    `text` is what the screens show while a step without prompt is on; where it is empty they show the title.
    `stage` is the id of a stage whose name stands above the question (R24).
    """

    title: Title
    minutes: Minutes
    phones: Literal["up", "down"]
    cross_talk: YesNo
    kind: StepKind | None = None
    prompt: Id = ""
    stage: Id = ""
    text: Told = ""
    note: Note = ""


@dataclass(frozen=True, config=CLOSED)
class PlanDraft:
    """A plan as written."""

    title: Title
    language: Id
    steps: Annotated[tuple[StepDraft, ...], Field(max_length=MOST_STEPS)]
    line: Line = ""

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


class Unusable(Invalid):
    """A draft that cannot be saved. `problems` says for each place what to change."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("Nothing was saved yet. Look at what is marked.")
        self.problems = problems


def checked(shape: type[D], fields: object) -> D:
    """`fields` as a draft of `shape`. Raises Unusable with every place that is wrong."""
    try:
        return TypeAdapter(shape).validate_python(fields)
    except ValidationError as wrong:
        raise Unusable({_place(error): _reason(error) for error in wrong.errors()}) from None


def require(problems: Iterable[tuple[Place, Reason]]) -> None:
    """Raises Unusable if there is a problem."""
    if found := dict(problems):
        raise Unusable(found)


def _place(error: ErrorDetails) -> Place:
    return tuple(part for part in error["loc"] if part not in ("[key]", "PromptDraft"))


def _reason(error: ErrorDetails) -> Reason:
    return reason_of(error["type"], error.get("ctx", {}), error["loc"][-1] if error["loc"] else "")
