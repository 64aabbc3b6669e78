"""Which word lists a text matches, in memory and on this machine alone. It hints and sorts; it judges nothing (R49).

What a list cannot do: tell risk, sarcasm, slang, new spellings or what is not written. Who finds nothing has not
found that all is well (R50).
"""

import re
from functools import cache

from .. import content
from ..content import folded

Search = tuple[str, re.Pattern[str], re.Pattern[str] | None]
BREAK = " / "


def screened(text: str) -> frozenset[str]:
    """The ids of the signals whose signs are in `text`. Every language's list is tried: people mix languages."""
    plain = folded(text)
    return frozenset(signal for signal, signs, unless in _searches() if _found(plain, signs, unless))


def says(text: str, signal: str) -> bool:
    """Whether any language's list finds one signal in `text`."""
    plain = folded(text)
    return any(_found(plain, signs, unless) for found, signs, unless in _searches() if found == signal)


def _found(plain: str, signs: re.Pattern[str], unless: re.Pattern[str] | None) -> bool:
    """A sign is there, and also when what is not meant by it is taken out; the second look is seldom needed."""
    return bool(signs.search(plain) and (unless is None or signs.search(unless.sub(BREAK, plain))))


@cache
def _searches() -> tuple[Search, ...]:
    return tuple(
        (signal.id, re.compile(signal.signs), re.compile(signal.unless) if signal.unless else None)
        for language in content.languages()
        for signal in content.signals(language).values()
    )
