"""What the group shared, as screens show it: behind a warning where it is heavy, with the notes it always carries."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ..library.medicine import speaks_of_medicine
from ..privacy.screen import says
from ..strategies import Strategy

CARE, SLIP = "care", "slip"


@dataclass(frozen=True)
class Shared:
    """One text. `key` tells it from others on a page and says nothing of it; `id` is for consoles alone.

    `heavy`: phones show it by a tap, the wall once it is `uncovered`. `medicine`: "Talk with your prescriber" belongs
    under it (R47). `slip`: the note on tolerance and naloxone does (R48).
    """

    id: UUID
    key: str
    text: str
    heavy: bool
    uncovered: bool
    medicine: bool
    slip: bool


def shared(strategies: Iterable[Strategy]) -> tuple[Shared, ...]:
    return tuple(map(_shared, strategies))


def _shared(strategy: Strategy) -> Shared:
    return Shared(
        id=strategy.id,
        key=hashlib.sha256(b"key" + strategy.id.bytes).hexdigest()[:8],
        text=strategy.text,
        heavy=strategy.heavy,
        uncovered=strategy.uncovered,
        medicine=any(tag.tag == CARE for tag in strategy.tags) or speaks_of_medicine(strategy.text),
        slip=says(strategy.text, SLIP),
    )
