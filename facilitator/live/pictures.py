"""What each audience sees of a session, as plain values for the templates."""

from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from . import wording
from .cards import Card
from .duty import Duty
from .shared import Shared

SHORTEST_ROUND = 5  # minutes: a shorter spoken step is a welcome


@dataclass(frozen=True)
class StepPicture:
    """The step that is on. `state` is shown, writing, closed or revealed; times are milliseconds.

    `hard_end` is a scale's: low or high. `run` grows each time when its answers are closed.
    """

    id: UUID
    kind: str
    title: str
    text: str
    options: tuple[str, ...]
    state: str
    phones_up: bool
    minutes: int
    ends_at_ms: int | None
    paused_ms: int | None
    hard_end: str = ""
    run: int = 0

    @property
    def writing(self) -> bool:
        return self.state == "writing"

    @property
    def asks(self) -> bool:
        """Whether its window takes answers to choose from, and not words."""
        return self.kind in ("scale", "poll")

    @property
    def question(self) -> str:
        """The text, of a scale without what it says of its ends."""
        return wording.question(self.text) if self.kind == "scale" else self.text

    @property
    def ends(self) -> tuple[str, str]:
        return wording.ends(self.text)

    @property
    def sentences(self) -> tuple[str, ...]:
        return wording.sentences(self.text)


@dataclass(frozen=True)
class ToldLine:
    """Most, some or mostly (`word`), of a scale from `first` to `last`, of a poll one `option`."""

    word: str
    first: int
    last: int
    option: str


@dataclass(frozen=True)
class ToldPicture:
    """What may be told of the answers to a scale or a poll (`kind`): words, no counts (P10).

    `state` is few (not enough), spread (spread out) or told (see `lines`). `same`: about the same as before. `ends` is
    what 0 and 10 of a scale mean.
    """

    kind: str
    state: str
    lines: tuple[ToldLine, ...]
    same: bool
    question: str
    ends: tuple[str, str]


@dataclass(frozen=True)
class Answers:
    """What a console is told of answers. `before`: an earlier run of the same scale. `hard_day`: no count, ever."""

    told: ToldPicture
    before: ToldPicture | None
    heavier: bool
    hard_day: bool


@dataclass(frozen=True)
class Stage:
    """What members and the wall see. The same for every phone.

    `lobby`: the room is open and nothing is on yet, so the wall shows code and QR. `revealed` and `told` (texts, and
    what is told of answers) stay through the read-out step after a reveal. `examples` are library items pulled in by
    the facilitator. `place` and `places` are "step 4 of 12"; `shared` is all that was revealed so far, for who comes
    late or back. `missed`: no console is there.
    """

    state: str
    step: StepPicture | None
    revealed: tuple[Shared, ...]
    examples: tuple[Shared, ...]
    told: ToldPicture | None
    lobby: bool
    code: str
    locked: bool
    address: str
    qr: Markup
    place: int = 0
    places: int = 0
    shared: tuple[Shared, ...] = ()
    missed: bool = False


@dataclass(frozen=True)
class AgendaRow:
    """`state`: ahead, shown, writing, closed, revealed, done or skipped. `current`: on now."""

    id: UUID
    title: str
    kind: str
    minutes: int
    state: str
    phones_up: bool
    cross_talk: bool
    current: bool


@dataclass(frozen=True)
class Move:
    """The one large next action.

    `action`: open_room, show, open_writing, close_writing, open_answers, close_answers, review, reveal, end or
    nothing. `path` is where the form posts (empty for review, which only leads to the queue). `title` is the next
    step's; `count` goes with review (cards waiting) and reveal (approved, not shown yet; 0 for answers).
    """

    action: str
    path: str
    title: str = ""
    count: int = 0


@dataclass(frozen=True)
class Leader:
    """Who leads the session now. `alone`: the group has no other facilitator, so there is nobody to tell."""

    id: UUID
    name: str
    alone: bool


@dataclass(frozen=True)
class Desk:
    """What a console shows. `most_have_sent` is None where nothing is being asked (P9).

    `leader` is None before the room opens and after the end. `likely` are the ids of the lines that fit the moment.
    """

    session_id: UUID
    path: str
    group_id: UUID
    group_name: str
    title: str
    state: str
    turn: int
    code: str
    locked: bool
    address: str
    qr: Markup
    step: StepPicture | None
    note: str
    safety_note: str
    cross_talk: bool
    too_few: bool
    move: Move
    after: Move | None
    agenda: tuple[AgendaRow, ...]
    cards: tuple[Card, ...]
    held: tuple[Card, ...]
    declined: tuple[Card, ...]
    to_show: int
    revealed: tuple[Shared, ...]
    told: ToldPicture | None
    answers: Answers | None
    agreements: tuple[str, ...]
    supervisor_settled: bool
    phones: int
    most_have_sent: bool | None
    head_count: int | None
    few: int
    few_texts: tuple[str, ...]
    reviewing: bool
    duty: Duty
    leader: Leader | None = None
    likely: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.agenda)

    @property
    def seconds_each(self) -> int | None:
        """In a round, how long each person has: its minutes over the people in the room, or the phones (R12)."""
        people = self.head_count or self.phones
        if self.step is None or not is_round(self.step.kind, self.step.minutes, self.cross_talk) or not people:
            return None
        return max(5, self.step.minutes * 60 // people // 5 * 5)

    @property
    def phones_up_minutes(self) -> int:
        return sum(row.minutes for row in self.agenda if row.phones_up)


def is_round(kind: str, minutes: int, cross_talk: bool) -> bool:
    """Whether people speak one after the other in a step: a check-in, a closing round, a talk without replies."""
    return kind in ("spoken", "open") and minutes >= SHORTEST_ROUND and not cross_talk
