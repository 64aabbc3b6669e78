"""What an attacker works out from all editions of a program: for each cell, the least and the most it can hold."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise, product
from uuid import UUID

from facilitator.privacy.withholding import APPROACH, STAGE, Cell, Tagged, cells
from facilitator.review import withholding

K = 11
Kind = tuple[int, int, frozenset[str]]  # of a strategy: its first edition, its year, all tags it was ever shown with
Knowledge = dict[UUID, Kind]
Ways = dict[Kind, list[tuple[str, str]]]


@dataclass(frozen=True)
class Kept:
    """One edition: what it published, what was true, what was not taken back, and how many of its counts were off."""

    items: dict[UUID, Tagged]
    truth: Counter[Cell]
    alive: frozenset[UUID]
    off: int


def left_of_fallen(
    known: Knowledge, rests: set[UUID], kept: list[Kept], here: Counter[Cell]
) -> list[tuple[int, int, int]]:
    """Of cells that were shown and are not any more: the bounds of how many of them are left, and the truth."""
    axes, edition = withholding.axes_of_tags(), kept[-1]
    fell = {cell for before in kept[:-1] for cell in cells(before.items.values(), axes) if not here[cell]}
    found = []
    for cell in fell:
        its = [one for one, kind in known.items() if cell in cells([Tagged(one, kind[1], kind[2])], axes)]
        there, true = sum(one in edition.items for one in its), sum(one in edition.alive for one in its)
        if 0 < true < K:
            found.append((there, true, there + sum(one in rests and one not in edition.items for one in its)))
    return found


def known(kept: list[Kept]) -> Knowledge:
    known: Knowledge = {}
    for number, edition in enumerate(kept):
        for strategy_id, item in edition.items.items():
            first, year, tags = known.get(strategy_id, (number, item.year, frozenset()))
            known[strategy_id] = (first, year, tags | item.tags)
    return known


def completions(known: Knowledge, kept: list[Kept], axes: dict[str, str]) -> Ways:
    """For each kind of strategy, the stages and approaches it can have, given what its new neighbours showed."""
    shown: dict[int, Counter[Cell]] = defaultdict(Counter)
    for strategy_id, (first, _, _) in known.items():
        shown[first].update(cells([kept[first].items[strategy_id]], axes))
    found = {}
    for first, year, tags in set(known.values()):
        of = {axis: [tag for tag, its in axes.items() if its == axis] for axis in (STAGE, APPROACH)}
        has = {axis: [tag for tag in tags if axes[tag] == axis] for axis in of}
        there = shown[first]
        pairs = product(has[STAGE] or of[STAGE], has[APPROACH] or of[APPROACH])
        found[first, year, tags] = [pair for pair in pairs if _can_be(pair, has, year, there)]
    return found


def _can_be(pair: tuple[str, str], has: dict[str, list[str]], year: int, shown: Counter[Cell]) -> bool:
    """Whether a tag that this adds could have been withheld: somewhere, none of its neighbours shows it."""
    return all(
        has[axis] or not shown["year", tag, str(year)] or not shown["pair", *pair]
        for axis, tag in zip((STAGE, APPROACH), pair, strict=True)
    )


def may_rest(kept: list[Kept], axes: dict[str, str]) -> set[UUID]:
    """What vanished in one edition together with all of a cell that it was shown in."""
    found: set[UUID] = set()
    for before, after in pairwise(kept):
        stay = cells((item for one, item in before.items.items() if one in after.items), axes)
        gone = {one: item for one, item in before.items.items() if one not in after.items}
        found |= {one for one, item in gone.items() if any(not stay[cell] for cell in cells([item], axes))}
    return found


def bounds(known: Knowledge, may_be: Ways, rests: set[UUID], number: int, edition: Kept) -> dict[Cell, tuple[int, int]]:
    """The least and the most that each cell can hold in an edition. What rests may be there or not."""
    axes = withholding.axes_of_tags()
    classes = Counter(
        (kind, one in edition.items) for one, kind in known.items() if _counts_in(one, kind, rests, number, edition)
    )
    low: Counter[Cell] = Counter()
    high: Counter[Cell] = Counter()
    for (kind, here), size in classes.items():
        ways = [set(cells([Tagged(0, kind[1], frozenset(way))], axes)) for way in may_be[kind]]
        for cell in set().union(*ways):
            high[cell] += size
            low[cell] += size if here and all(cell in way for way in ways) else 0
    return {cell: (low[cell], high[cell]) for cell in {*high, *edition.truth}}


def _counts_in(one: UUID, kind: Kind, rests: set[UUID], number: int, edition: Kept) -> bool:
    return kind[0] <= number and (one in edition.items or one in rests)
