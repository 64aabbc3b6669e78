"""What tells two texts apart or brings them together: ids, places in files, order and time on the screens."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .loot import Loot, Text, card_ids

NEEDLE = 16  # bytes by which a value is known again
ABSENT = -1.0
Trace = dict[str, float]
Array = Any  # numpy's


@dataclass
class Batch:
    """The texts of one batch of one session: who wrote each, and its traces."""

    authors: list[int]
    traces: list[Trace]


def sealed_batches(loot: Loot) -> list[Batch]:
    """All that can be known of the texts of the real thing."""
    cards = card_ids(loot)
    marks = {text.mark: _marks(text, loot, cards) for text in loot.texts}
    found = _first_places(loot, [value for values in marks.values() for value in values.values()])
    return _batches(loot, lambda text: _sealed(text, loot, cards) | _in_files(marks[text.mark], found))


def naive_batches(loot: Loot) -> list[Batch]:
    """The same of the naive variant."""
    marks = {text.mark: {"words": text.naive_mark.encode()} for text in loot.texts}
    found = _first_places(loot, [values["words"] for values in marks.values()])
    return _batches(loot, lambda text: _naive(text) | _in_files(marks[text.mark], found))


def unsealed_batches(loot: Loot) -> list[Batch]:
    """The same of the variant that shuffles and does not seal."""
    marks = {text.mark: {"words": text.pending_mark.encode()} for text in loot.texts}
    found = _first_places(loot, [values["words"] for values in marks.values()])
    return _batches(loot, lambda text: {"length": len(text.words), **_in_files(marks[text.mark], found)})


def names_of(batches: Iterable[Batch]) -> list[str]:
    """Every trace that any text of these batches has."""
    return sorted({name for batch in batches for trace in batch.traces for name in trace})


def twos_of(batch: Batch) -> tuple[Array, Array]:
    """Every two texts of a batch, by their places in it."""
    first, second = np.array(list(itertools.combinations(range(len(batch.traces)), 2))).T
    return first, second


def features(batch: Batch, names: Sequence[str]) -> Array:
    """A row for each two texts of a batch: how far apart they lie in each trace, in itself and in ranks."""
    first, second = twos_of(batch)
    columns = [np.array([trace.get(name, ABSENT) for trace in batch.traces], dtype=float) for name in names]
    return np.column_stack([apart for column in columns for apart in _apart(column, first, second)])


def _apart(column: Array, first: Array, second: Array) -> Iterator[Array]:
    there = (column[first] != ABSENT) & (column[second] != ABSENT)
    ranks = np.unique(column, return_inverse=True)[1]  # ties share a rank: the order of our own list must not tell
    for values in (column, ranks):
        yield np.where(there, np.log1p(np.abs(values[first] - values[second])), ABSENT)


def _batches(loot: Loot, trace: Callable[[Text], Trace]) -> list[Batch]:
    made: dict[str, Batch] = {}
    for text in sorted(loot.texts, key=lambda text: text.mark):
        batch = made.setdefault(text.batch, Batch([], []))
        batch.authors.append(text.author)
        batch.traces.append(trace(text))
    return [batch for batch in made.values() if len(batch.authors) > 2]


def _sealed(text: Text, loot: Loot, cards: Mapping[str, str]) -> Trace:
    strategy, _ = loot.rows.get(text.mark, ("", ""))
    xmin, place = loot.versions.get(strategy, (ABSENT, ABSENT))
    return {
        "id": _as_number(strategy),
        "card": _as_number(cards.get(text.mark, "")),
        "xmin": xmin,
        "place": place,
        "length": float(len(text.words)),
        **_on_screen(text, loot, "queue"),
        **_on_screen(text, loot, "wall"),
    }


def _on_screen(text: Text, loot: Loot, name: str) -> Trace:
    """When a text came and went, at which place it stood first, and how long before or after a call for help."""
    with_it = [frame for frame in loot.frames if frame.name == name and text.mark in frame.html]
    if not with_it:
        return {}
    alerts = [frame.at for frame in loot.frames if frame.name == "signals" and "signal-alert" in frame.html]
    first, last = with_it[0], with_it[-1]
    nearest = min((abs(first.at - at) for at in alerts), default=ABSENT)
    gone = {f"{name}_came": first.at, f"{name}_went": last.at, f"{name}_alert": nearest}
    return gone | {f"{name}_order": first.html.index(text.mark), f"{name}_last": last.html.index(text.mark)}


def _naive(text: Text) -> Trace:
    assert text.naive is not None
    came = {"id": text.naive.id, "created_at": text.naive.created_at, "screen": text.naive.created_at}
    return {**came, "length": float(len(text.words))}


def _marks(text: Text, loot: Loot, cards: Mapping[str, str]) -> dict[str, bytes]:
    """Values of a text that could stand in a file: its words, its ids as digits and as bytes, its digest."""
    strategy, digest = loot.rows.get(text.mark, ("", ""))
    made = {"words": text.mark.encode()}
    for name, digits in (("id", strategy), ("card", cards.get(text.mark, "")), ("digest", digest)):
        if digits:
            made |= {f"{name}_digits": digits.encode(), f"{name}_bytes": bytes.fromhex(digits)}
    return made


def _in_files(marks: Mapping[str, bytes], found: Mapping[str, Mapping[bytes, float]]) -> Trace:
    """Where each value first stood in each kind of file."""
    return {
        f"{kind}_{name}": places[value[:NEEDLE]]
        for kind, places in found.items()
        for name, value in marks.items()
        if value[:NEEDLE] in places
    }


def _first_places(loot: Loot, values: Iterable[bytes]) -> dict[str, dict[bytes, float]]:
    """For each kind of file: in which copy, and where in it, each value stood first; and where in the last copy."""
    wanted = {value[:NEEDLE] for value in values}
    found: dict[str, dict[bytes, float]] = {}
    for number, copy in enumerate(loot.copies):
        for kind, content in copy.items():
            seen, last = found.setdefault(kind, {}), found.setdefault(f"last_{kind}", {})
            places = places_in(content, wanted)
            last |= places
            for value, place in places.items():
                seen.setdefault(value, number * 1e9 + place)
    return found


def places_in(content: bytes, wanted: set[bytes]) -> dict[bytes, float]:
    """Where each of the wanted values (of 16 bytes) stands first."""
    if len(content) < NEEDLE or not wanted:
        return {}
    twos = np.ndarray(shape=(len(content) - 1,), dtype=np.uint16, buffer=content, strides=(1,))
    starts, nexts = np.zeros(65536, dtype=bool), np.zeros(65536, dtype=bool)
    starts[[int.from_bytes(value[:2], "little") for value in wanted]] = True
    nexts[[int.from_bytes(value[2:4], "little") for value in wanted]] = True
    candidates = np.flatnonzero(starts[twos[:-2]] & nexts[twos[2:]])
    found: dict[bytes, float] = {}
    for place in candidates.tolist():
        value = content[place : place + NEEDLE]
        if value in wanted:
            found.setdefault(value, float(place))
    return found


def _as_number(digits: str) -> float:
    """A random id as a number between 0 and 1."""
    return int(digits[:12], 16) / 16**12 if digits else ABSENT
