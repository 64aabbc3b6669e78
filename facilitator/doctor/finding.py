"""What the doctor finds: one line each, and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..config import Config

OK, LOOK, BROKEN = "ok", "look at this", "broken"


@dataclass(frozen=True)
class Finding:
    """`check` names what was looked at, `state` is ok, look at this or broken; `do` says what helps, if anything."""

    check: str
    state: str
    said: str
    do: str = ""


Check = Callable[[Config], Iterator[Finding]]
