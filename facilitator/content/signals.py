"""Signals: kinds of text that may need help or a second look, each with the signs it is known by.

A list of words only hints and sorts. It cannot judge risk, sarcasm, slang or what is not written; nothing is blocked,
dropped or scored by it (R40, R49, R50).
"""

from collections.abc import Mapping
from typing import Any

from pydantic.dataclasses import dataclass

from .checks import Shape
from .entries import CLOSED, Words
from .errors import ContentError
from .patterns import any_of
from .reading import Table, all_built

SETS = "sets"


@dataclass(frozen=True, config=CLOSED)
class Signal:
    """One kind of text that gets a second look.

    `label` is the chip in the queue, `script` what a facilitator may say, `card` what the writer reads at once.
    `ways` are ids of the resource pack's entries that belong on the card, `find` puts "Please find me" there.
    `alerts`: a person may need help, so the consoles are told, and a text with these words is never shown as it
    stands. `held`: it is set aside when it is opened. `point` is the review point it puts in doubt. `signs` and
    `unless` are regular expressions over folded text, `unless` for what is taken out first.
    """

    id: str
    label: Words
    card: Words
    script: Words
    point: Words
    signs: str
    unless: str = ""
    ways: tuple[str, ...] = ()
    find: bool = False
    alerts: bool = False
    held: bool = False

    def __post_init__(self) -> None:
        if self.alerts and not self.held:
            raise ValueError("held: what alerts is held, too")


def read_signals(fields: Table, where: str) -> Mapping[str, Signal]:
    """The signals of one language's `words.toml`, the most urgent first. Raises `ContentError`."""
    sets = fields.get(SETS, {})
    kinds = {name: kind for name, kind in fields.items() if name != SETS}
    return all_built(Signal, {name: _made(kind, sets, f"{where}, {name}") for name, kind in kinds.items()}, where)


def shape_of_signal(signal: Signal) -> Shape:
    """All of a signal but its words and signs."""
    return {field: getattr(signal, field) for field in ("point", "ways", "find", "alerts", "held")}


def _made(kind: Any, sets: Mapping[str, str], where: str) -> Any:
    """The kind with its lists of signs as expressions."""
    try:
        return {**kind, **{name: any_of(kind[name], sets) for name in ("signs", "unless") if name in kind}}
    except (ValueError, TypeError) as wrong:
        raise ContentError(f"{where}, signs: {wrong}") from wrong
