"""Which tags of released strategies are not shown, so that no count of them tells of a few people (P25).

A program sees its strategies one by one, so whatever it counts, it counts in what is shown: what it must not count is
not hidden in a table, the tag itself is withheld from the strategies. After Medicare's cell rule (CMS, 2024) a
published cell is 0 or at least k (11). Cells are: a tag; a tag in a year; a stage together with an approach. A 0 may
be a true 0 or stand for a few, and nobody can tell which.

**First cells.** In an edition, a cell with 1 to k-1 is withheld from its new strategies: the tag, of a pair the stage.
That takes from other cells, so it goes on until every cell is 0 or at least k.

**Second cells.** Suppose somebody knows what facilitators do (each strategy has a stage and an approach) and this rule.
A new strategy that shows no approach then has a withheld one, which must be one of those that none of its neighbours
show: the new ones of its year, or of its stage. Is it the only one, then it is told, and so is its count. So there are
always two or more. Where there would be one, the smallest other cell among those neighbours is withheld too, and
further ones until 2k-1 strategies are behind it: the sum of 1 to k-1 and of k or more leaves every first number open.

**For good.** Who keeps an earlier edition sees what a later one adds. A tag withheld in a strategy's first edition is
therefore never shown later: its earlier cell would be told. Before a program's view opens nobody has an earlier
edition, and all that was released until then counts as new.

**Taken back.** When that brings a published cell under k, its other strategies go with it, for good (`fallen`): who
compares editions sees k or more go, and cannot tell which were taken back and which only rest. Cells that lose by this
lose their tag where that puts them under k. If a program raises its k, cells under it lose their tags.

What this does not do: texts, years and languages are seen, so whoever reads can count texts, or guess a tag from the
words. It protects what is counted and told, not what is read.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

Cell = tuple[str, ...]  # ("tag", tag), ("year", tag, year), ("pair", stage, approach)
Withheld = set[tuple[Hashable, str]]
STAGE, APPROACH = "stage", "approach"
_ACROSS = {STAGE: APPROACH, APPROACH: STAGE}


@dataclass(frozen=True)
class Tagged:
    """A strategy, as far as cells count it."""

    id: Hashable
    year: int
    tags: frozenset[str]


def told(count: int, k: int) -> int | None:
    """`count`, or None for "a few"."""
    return count if count == 0 or count >= k else None


def hidden_of(counts: Sequence[int], k: int) -> set[int]:
    """By place, which of these counts are not told where their sum may be known: 1 to k-1, and what would tell them."""
    hidden = {at for at, count in enumerate(counts) if 0 < count < k}
    others = sorted((count, at) for at, count in enumerate(counts) if count >= k)
    while hidden and others and (len(hidden) == 1 or sum(counts[at] for at in hidden) < k):
        hidden.add(others.pop(0)[1])
    return hidden


def cells_of(tag: str, year: int, shown: Iterable[str], axes: Mapping[str, str]) -> list[Cell]:
    """The published cells that one strategy counts in by this tag, with `shown` beside it."""
    found: list[Cell] = [("tag", tag), ("year", tag, str(year))]
    axis = axes.get(tag, "")
    for other in shown if axis in _ACROSS else ():
        if axes.get(other) == _ACROSS[axis]:
            found.append(("pair", tag, other) if axis == STAGE else ("pair", other, tag))
    return found


def cells(items: Iterable[Tagged], axes: Mapping[str, str]) -> Counter[Cell]:
    """How many strategies are in each published cell."""
    counts: Counter[Cell] = Counter()
    for item in items:
        counts.update(set(_all_cells(item, axes)))
    return counts


def victim(cell: Cell) -> str:
    """The tag that is withheld where a cell is: of a pair the stage, since people look for approaches first."""
    return cell[1]


def fallen(before: Mapping[Cell, int], gone: Mapping[Cell, int], k: int) -> list[Cell]:
    """The cells that what was taken back brings under k, though not to nothing."""
    return [cell for cell, lost in gone.items() if 0 < before[cell] - lost < k <= before[cell]]


def under(counts: Mapping[Cell, int], k: int) -> list[Cell]:
    """The cells that may not be published as they are."""
    return [cell for cell, count in counts.items() if 0 < count < k]


def withheld(
    new: Sequence[Tagged], before: Mapping[Cell, int], axes: Mapping[str, str], k: int, *, second: bool = True
) -> Withheld:
    """Which tags of the new strategies are not shown, beside what was shown `before`; `axes`: the axis of each tag.

    `second=False` leaves out the second cells: for tests, which show that an attacker then wins. Takes time in
    proportion to the tags, times the few times that a cell is withheld.
    """
    deck = _Deck(new, before, axes, k)
    deck.settle()
    while second and deck.make_room():
        pass  # what was withheld now may leave others in need
    return deck.withheld


class _Deck:
    """The new strategies, with what of them is shown so far. Showing only ever becomes less, so it comes to an end."""

    def __init__(self, new: Sequence[Tagged], before: Mapping[Cell, int], axes: Mapping[str, str], k: int) -> None:
        self.withheld: Withheld = set()
        self._items = {item.id: item for item in new}
        self._shown = {item.id: set(item.tags) for item in new}
        self._axes, self._k = axes, k
        self._counts = Counter(before)
        self._new: dict[Cell, set[Hashable]] = defaultdict(set)
        for item in new:
            for cell in _all_cells(item, axes):
                self._new[cell].add(item.id)
        for cell, ids in self._new.items():
            self._counts[cell] += len(ids)
        self._small = deque(under(self._counts, k))
        self._second: set[tuple[str, Cell]] = set()

    def settle(self) -> None:
        """Withhold first cells until there are none."""
        while self._small:
            cell = self._small.popleft()
            if 0 < self._counts[cell] < self._k:
                self._withhold(cell)

    def make_room(self) -> bool:
        """Withhold second cells for each kind of strategy that needs them; whether there were any left to withhold."""
        before = len(self.withheld)
        for (axis, year, beside), ids in sorted(
            self._lacking().items(), key=lambda kind: (*kind[0][:2], sorted(kind[0][2]))
        ):
            closed = self._closed(axis, year, beside)
            if len(closed) < 2:
                row = [("pair", one) for one in sorted(beside)][:1] or [("year", year)]
                self._close_more(axis, row[0], len(closed), len(ids))
                self.settle()
        return len(self.withheld) > before

    def _lacking(self) -> dict[tuple[str, str, frozenset[str]], set[Hashable]]:
        """The strategies with something withheld, by axis, year, and what they show across."""
        found: dict[tuple[str, str, frozenset[str]], set[Hashable]] = defaultdict(set)
        for strategy_id, tag in self.withheld:
            axis = self._axes.get(tag, "")
            across = _ACROSS.get(axis)
            beside = frozenset(one for one in self._shown[strategy_id] if across and self._axes.get(one) == across)
            found[axis, str(self._items[strategy_id].year), beside].add(strategy_id)
        return found

    def _closed(self, axis: str, year: str, beside: frozenset[str]) -> set[str]:
        """The tags that such a strategy may have without showing them.

        None of its new neighbours shows them. One that earlier ones show would be shown, if it was not a second cell;
        and of a pair that few have, it is the stage that is withheld, so that an approach must be a second cell there.
        """
        rows = [("year", year), *(("pair", one) for one in beside)]
        closed = set()
        for tag, row in product(self._of(axis), rows):
            cell = _cell(tag, row, axis)
            first = not self._counts[cell] and (row[0] == "year" or axis == STAGE)
            if not self._new.get(cell) and (first or (tag, cell) in self._second):
                closed.add(tag)
        return closed

    def _close_more(self, axis: str, row: tuple[str, str], closed: int, lacking: int) -> None:
        """Withhold the smallest cells of this row, until two or more tags and enough strategies may stand behind it."""
        open_cells = [cell for tag in self._of(axis) if self._new.get(cell := _cell(tag, row, axis))]
        for cell in sorted(open_cells, key=lambda cell: (len(self._new[cell]), cell)):
            if closed >= 2 and lacking >= 2 * self._k - 1:
                return
            closed, lacking = closed + 1, lacking + len(self._new[cell])
            self._second.add((_tag_on(axis, cell), cell))
            self._withhold(cell, _tag_on(axis, cell))

    def _withhold(self, cell: Cell, tag: str = "") -> None:
        for strategy_id in list(self._new.get(cell, ())):
            self._hide(strategy_id, tag or victim(cell))

    def _hide(self, strategy_id: Hashable, tag: str) -> None:
        item, shown = self._items[strategy_id], self._shown[strategy_id]
        shown.discard(tag)
        self.withheld.add((strategy_id, tag))
        for cell in cells_of(tag, item.year, shown, self._axes):
            self._new[cell].discard(strategy_id)
            self._counts[cell] -= 1
            if 0 < self._counts[cell] < self._k:
                self._small.append(cell)

    def _of(self, axis: str) -> list[str]:
        return [tag for tag, its in self._axes.items() if its == axis]


def _all_cells(item: Tagged, axes: Mapping[str, str]) -> Iterable[Cell]:
    for tag in item.tags:
        yield ("tag", tag)
        yield ("year", tag, str(item.year))
    stages = [tag for tag in item.tags if axes.get(tag) == STAGE]
    approaches = [tag for tag in item.tags if axes.get(tag) == APPROACH]
    yield from (("pair", stage, approach) for stage, approach in product(stages, approaches))


def _cell(tag: str, row: tuple[str, str], axis: str) -> Cell:
    """A tag's cell among the strategies of a row: a year, or a tag across."""
    kind, of = row
    if kind == "year":
        return ("year", tag, of)
    return ("pair", tag, of) if axis == STAGE else ("pair", of, tag)


def _tag_on(axis: str, cell: Cell) -> str:
    return cell[2] if cell[0] == "pair" and axis == APPROACH else cell[1]
