"""What is told after a commit."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class StageChanged:
    """What every screen of a session shows may have changed."""

    session_id: UUID


@dataclass(frozen=True)
class DeskChanged:
    """Only what the session's consoles show has changed."""

    session_id: UUID


@dataclass(frozen=True)
class SeatsVoided:
    """Every seat of the session is void: everyone joins again."""

    session_id: UUID


@dataclass(frozen=True)
class Sent:
    """A phone's first answer in a step was committed. It is only ever counted, in memory."""

    session_id: UUID
    window: str
