"""What is told after a commit."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MayNeedHelp:
    """A text with words that call for help was committed. Consoles learn of it on the next tick, and no more."""

    session_id: UUID
