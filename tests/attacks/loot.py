"""What the attacker has of one session, and the truth to hold it against."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from . import broken
from .canaries import letters
from .copies import Copy

CARD = re.compile(r'(?:data-card="|id="card-)([0-9a-f-]{36})"')


@dataclass
class Text:
    """One text: who wrote it, which batch it belongs to, and by what the attacker knows it again in each variant."""

    author: int
    batch: str
    words: str
    mark: str
    naive_mark: str = field(default_factory=lambda: f"zn{letters()}")
    pending_mark: str = field(default_factory=lambda: f"zp{letters()}")
    naive: broken.Naive | None = None


@dataclass(frozen=True)
class Seen:
    """One frame of the console or the wall, and when it came."""

    at: float
    name: str
    html: str


@dataclass
class Pace:
    """The clock of the whole simulation, in seconds."""

    now: float = 1_900_000_000.0

    def time(self) -> float:
        return self.now


class Screens:
    """Stands where sockets are: keeps every frame that is pushed to the facilitator's screens."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self.frames: list[Seen] = []

    def emit(self, _event: str, frame: dict[str, Any], *, to: str) -> None:
        self.frames.append(Seen(self._pace.now, frame["name"], frame["html"]))


@dataclass
class Loot:
    """What the attacker has of one session, and the truth to hold it against."""

    texts: list[Text]
    frames: list[Seen]
    copies: list[Copy]
    rows: dict[str, tuple[str, str]]  # by a text's mark: the strategy's id and the digest of its take-back words
    versions: dict[str, tuple[float, float]]


def card_ids(loot: Loot) -> dict[str, str]:
    """The id that a card under review has on the console, by the mark of its text."""
    found: dict[str, str] = {}
    for frame in loot.frames:
        if frame.name == "queue":
            pieces = CARD.split(frame.html)[1:]
            pairs = zip(pieces[::2], pieces[1::2], strict=True)
            found |= {text.mark: UUID(card).hex for card, words in pairs for text in loot.texts if text.mark in words}
    return found
