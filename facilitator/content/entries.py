"""What the data files hold: frozen dataclasses, checked as they are read.

Every entry has a stable id, the same in every language. An entry that breaks a rule cannot be made.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints
from pydantic.dataclasses import dataclass
from pydantic.types import PositiveInt

from .errors import UnknownId

PromptKind = Literal["open", "collect", "scale", "poll", "private", "ground"]
StepKind = Literal[PromptKind, "spoken", "read_out", "close"]
Phones = Literal["up", "down", "clear"]
Words = Annotated[str, StringConstraints(min_length=1)]

CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=CLOSED)
class Prompt:
    """One question or exercise of the prompt library (R22).

    `topic` is the id of a stage or theme of the taxonomy. `text` is what members see; `note` and
    `safety` are for the facilitator alone. `minutes` is the usual length. `hard_end` says which end
    of a 0 to 10 scale is the hard one: "low" is 0 to 2, "high" is 8 to 10 (R44). `options` are a
    poll's choices; an answer is known by its place in the list, which is the same in every language.
    "Pass" is never an option, because passing is possible on every step. `reminder` is a line that
    members must see together with the text (R48). `language` is the one the words are in.
    """

    id: str
    language: str
    topic: str
    kind: PromptKind
    minutes: PositiveInt
    text: Words
    note: Words
    safety: str = ""
    reminder: str = ""
    tags: tuple[str, ...] = ()
    options: tuple[Words, ...] = ()
    hard_end: Literal["low", "high"] | None = None

    def __post_init__(self) -> None:
        if (self.kind == "poll") != (len(self.options) >= 2):
            raise ValueError("options: a poll needs two or more, and only a poll has them")
        if (self.kind == "scale") != (self.hard_end is not None):
            raise ValueError("hard_end: a scale needs it, and only a scale has it")


@dataclass(frozen=True, config=CLOSED)
class PlanStep:
    """One step of a plan (R2).

    `spoken` is a round or a welcome with no prompt; `read_out` keeps what the step before it revealed
    on the wall while people talk; `close` is the safety close (R20). `note` tells the facilitator what
    to do; where it is empty, the prompt's own note serves.
    """

    title: Words
    kind: StepKind
    minutes: PositiveInt
    phones: Phones
    cross_talk: bool
    prompt_id: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if (self.prompt_id is None) != (self.kind in ("spoken", "read_out", "close")):
            raise ValueError("prompt_id: spoken, read_out and close have none, all other kinds need one")
        if self.prompt_id is None and not self.note:
            raise ValueError("note: a step with no prompt needs one")


@dataclass(frozen=True, config=CLOSED)
class Plan:
    """A ready-made session: `steps` in order, which sum to `minutes` (R2, R3)."""

    id: str
    language: str
    title: Words
    line: Words
    minutes: PositiveInt
    steps: tuple[PlanStep, ...]

    def __post_init__(self) -> None:
        total = sum(step.minutes for step in self.steps)
        if total != self.minutes:
            raise ValueError(f"steps: sum to {total} minutes, and the plan says {self.minutes}")

    @property
    def phone_minutes(self) -> int:
        """Minutes with phones up; a plan over 15 deserves a warning (R3)."""
        return sum(step.minutes for step in self.steps if step.phones == "up")


@dataclass(frozen=True, config=CLOSED)
class Tag:
    """A label for strategies and prompts, never for people: stable `id`, `label`, one line of examples."""

    id: str
    label: Words
    line: Words


@dataclass(frozen=True, config=CLOSED)
class Taxonomy:
    """The tags on offer, by axis, and the `retired` ones, which only keep old items readable (R31).

    `version` grows by one with each change of ids.
    """

    version: PositiveInt
    stages: tuple[Tag, ...]
    themes: tuple[Tag, ...]
    situations: tuple[Tag, ...]
    approaches: tuple[Tag, ...]
    life_areas: tuple[Tag, ...]
    retired: tuple[Tag, ...]

    @property
    def topics(self) -> tuple[Tag, ...]:
        """What a prompt can be about: the stages, then the themes."""
        return self.stages + self.themes

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All that strategies and prompts can carry, also the retired."""
        return self.stages + self.situations + self.approaches + self.life_areas + self.retired

    def tag(self, tag_id: str) -> Tag:
        """The tag of a strategy or prompt, also a retired one. Raises `UnknownId`."""
        for tag in self.tags:
            if tag.id == tag_id:
                return tag
        raise UnknownId(f"The taxonomy has no tag {tag_id!r}.")


@dataclass(frozen=True, config=CLOSED)
class ReviewPoint:
    """One of the six things a person confirms before a strategy is shown (P19)."""

    id: str
    label: Words


@dataclass(frozen=True, config=CLOSED)
class Line:
    """Words for a `moment`: ready to be read out by the facilitator."""

    id: str
    moment: Words
    words: Words


@dataclass(frozen=True, config=CLOSED)
class Room:
    """What is said and shown in every session, whatever the plan.

    `danger` and `overdose` hold `{emergency}` where the resource pack's number belongs;
    `emergency_words` stand there while a program has not filled it in.
    """

    agreements: tuple[Words, ...]
    join: tuple[Words, ...]
    danger: Words
    emergency_words: Words
    overdose: tuple[Words, ...]
    review_points: tuple[ReviewPoint, ...]
    lines: tuple[Line, ...]
    closing: tuple[Line, ...]


@dataclass(frozen=True, config=CLOSED)
class Resource:
    """One place to turn to (R38).

    `call` and `text` are numbers as people write them; `text_body` is what to send to `text`, empty
    where nothing fixed is sent. `link` is a full address. `checked_on` is when, and `checked_by` by
    whom, the entry was last compared with the service's own pages. What is not `verified` is not shown.
    """

    id: str
    name: Words
    purpose: Words
    verified: bool
    call: str = ""
    text: str = ""
    text_body: str = ""
    link: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    checked_on: date | None = None
    checked_by: str = ""


@dataclass(frozen=True, config=CLOSED)
class ResourcePack:
    """Where to turn in one country; chosen by a person at set-up, never guessed (R39).

    `emergency` is the number for danger to life, empty until a program fills it in. `urgent` are the
    lines that belong beside the join text; `overdose` are the steps of the emergency card (R45).
    """

    id: str
    name: Words
    emergency: str
    urgent: tuple[Words, ...]
    overdose: tuple[Words, ...]
    resources: tuple[Resource, ...]

    @property
    def ready(self) -> bool:
        """Whether the pack can be used: it has an emergency number."""
        return bool(self.emergency)

    def shown(self) -> tuple[Resource, ...]:
        """The verified resources, in the order of the file."""
        return tuple(resource for resource in self.resources if resource.verified)

    def resource(self, resource_id: str) -> Resource:
        """One resource, verified or not. Raises `UnknownId`."""
        for resource in self.resources:
            if resource.id == resource_id:
                return resource
        raise UnknownId(f"The resource pack {self.id!r} has no {resource_id!r}.")
