"""Which tags are not shown: no count of a few, and none that can be told from the rest, whatever somebody tries."""

import random
from itertools import combinations_with_replacement, product
from math import comb, prod

import pytest

from facilitator.privacy.withholding import Cell, Tagged, cells, hidden_of, told, withheld

AXES = {
    "early": "stage",
    "late": "stage",
    "walk": "approach",
    "call": "approach",
    "wait": "approach",
    "plan": "approach",
}
STAGES = [tag for tag, axis in AXES.items() if axis == "stage"]
APPROACHES = [tag for tag, axis in AXES.items() if axis == "approach"]
K = 3
Page = dict[object, frozenset[str]]


def shown(items: list[Tagged], *, second: bool = True) -> Page:
    hidden = withheld(items, {}, AXES, K, second=second)
    return {item.id: frozenset(tag for tag in item.tags if (item.id, tag) not in hidden) for item in items}


def drawn(chance: random.Random) -> list[Tagged]:
    likely = [chance.random() ** 2 for _ in APPROACHES]
    return [
        Tagged(number, 2026, frozenset((chance.choice(STAGES), chance.choices(APPROACHES, likely)[0])))
        for number in range(chance.randint(6, 12))
    ]


def worlds(items: list[Tagged], page: Page) -> list[list[Tagged]] | None:
    """All that could stand behind a page, one stage and one approach each; None where that is too much to try."""
    alike: dict[frozenset[str], list[Tagged]] = {}
    for item in items:
        alike.setdefault(page[item.id], []).append(item)
    ways = {tags: list(product(tags & set(STAGES) or STAGES, tags & set(APPROACHES) or APPROACHES)) for tags in alike}
    if prod(comb(len(ways[tags]) + len(its) - 1, len(its)) for tags, its in alike.items()) > 150:
        return None
    choices = [
        [list(zip(its, way, strict=True)) for way in combinations_with_replacement(ways[tags], len(its))]
        for tags, its in alike.items()
    ]
    return [
        [Tagged(item.id, 2026, frozenset(way)) for chosen in one for item, way in chosen] for one in product(*choices)
    ]


def told_cells(items: list[Tagged], *, second: bool) -> tuple[int, int]:
    """How many cells are suppressed, and how many of them are told by trying everything that gives the same page."""
    page = shown(items, second=second)
    possible = worlds(items, page)
    if possible is None:
        return 0, 0
    true, seen = cells(items, AXES), cells([Tagged(one, 2026, tags) for one, tags in page.items()], AXES)
    small = [cell for cell, count in true.items() if seen[cell] != count and 0 < count < K]
    values: dict[Cell, set[int]] = {cell: set() for cell in small}
    for world in possible:
        if shown(world, second=second) == page:
            counts = cells(world, AXES)
            for cell in small:
                values[cell].add(counts[cell])
    return len(small), sum(len(found) == 1 for found in values.values())


@pytest.mark.proves("P25")
def test_whoever_knows_the_rule_and_tries_everything_learns_no_small_count_and_without_second_cells_does() -> None:
    for second in (True, False):
        results = [told_cells(drawn(random.Random(seed)), second=second) for seed in range(40)]
        suppressed, learned = (sum(column) for column in zip(*results, strict=True))
        assert suppressed > 30
        assert (learned == 0) is second, f"{learned} of {suppressed}"


@pytest.mark.proves("P25")
def test_every_cell_is_none_or_enough_in_each_edition_also_with_earlier_ones() -> None:
    for seed in range(30):
        chance = random.Random(seed)
        before: list[Tagged] = []
        for edition in range(3):
            new = [Tagged((edition, item.id), chance.choice((2025, 2026)), item.tags) for item in drawn(chance) * 3]
            new = [Tagged((*item.id, at), item.year, item.tags) for at, item in enumerate(new)]  # type: ignore[misc]
            hidden = withheld(new, cells(before, AXES), AXES, K)
            before += [Tagged(i.id, i.year, frozenset(t for t in i.tags if (i.id, t) not in hidden)) for i in new]
            assert all(count >= K for count in cells(before, AXES).values() if count)


def test_where_all_are_many_nothing_is_withheld() -> None:
    many = [Tagged((pair, n), 2026, frozenset(pair)) for pair in product(STAGES, APPROACHES) for n in range(K)]
    assert not withheld(many, {}, AXES, K)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([0, 20, 11], set()),
        ([20, 4, 12], {1, 2}),
        ([5, 4, 30], {0, 1, 2}),
        ([6, 7, 30], {0, 1}),
        ([3], {0}),
        ([], set()),
    ],
)
@pytest.mark.proves("P25")
def test_of_numbers_with_a_sum_the_small_ones_are_hidden_and_one_more_where_it_would_tell(
    counts: list[int], hidden: set[int]
) -> None:
    assert hidden_of(counts, 11) == hidden
    assert [told(count, 11) for count in (0, 1, 10, 11)] == [0, None, None, 11]
