"""Every set of answers that 1 to 15 phones can give: what is told never gives one or two phones away (P10).

An observer knows the rules, how many answered, and what was told. `given_away` puts all answers that look the same to
that observer side by side: a band or option that has one or two answers in each of them is given away. The controls
are tellings that people would think harmless; the same search finds what they give away.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as drawn

from facilitator.privacy.suppress import (
    FEW,
    SPREAD,
    TOLD,
    Past,
    Told,
    band_counts,
    hard_day,
    heavier,
    option_counts,
    poll_needs,
    poll_told,
    scale_told,
    scale_told_again,
)

Counts = tuple[int, ...]
PHONES = range(1, 16)
ENDS = ("low", "high")
both_ends = pytest.mark.parametrize("hard_end", ENDS)


@cache
def all_answers(places: int, phones: int) -> tuple[Counts, ...]:
    """All ways in which so many phones can answer a question with so many bands or options."""
    if places == 1:
        return ((phones,),)
    return tuple((n, *rest) for n in range(phones + 1) for rest in all_answers(places - 1, phones - n))


def everything(places: int) -> Iterator[Counts]:
    return (counts for phones in PHONES for counts in all_answers(places, phones))


def alike(tell: Callable[[Counts], Hashable], answers: Iterable[Counts]) -> list[list[Counts]]:
    """The answers in groups that look the same to who knows how many answered."""
    groups = defaultdict(list)
    for counts in answers:
        groups[sum(counts), tell(counts)].append(counts)
    return list(groups.values())


def given_away(tell: Callable[[Counts], Hashable], answers: Iterable[Counts]) -> list[tuple[int, Counts]]:
    """Each band or option that surely has one or two answers, with an example."""
    return [
        (place, group[0])
        for group in alike(tell, answers)
        for place in range(len(group[0]))
        if all(counts[place] in (1, 2) for counts in group)
    ]


def given_away_to_a_member(tell: Callable[[Counts], Hashable], answers: Iterable[Counts]) -> list[Counts]:
    """Where somebody who adds their own answer learns that exactly one other person is in a band."""
    found = []
    for group in alike(tell, answers):
        for own, place in product(range(len(group[0])), repeat=2):
            mine = [counts for counts in group if counts[own]]
            if mine and all(counts[place] - (place == own) == 1 for counts in mine):
                found.append(mine[0])
    return found


# What is told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((4, 0, 0), FEW),
        ((2, 2, 1), SPREAD),
        ((2, 4, 2), SPREAD),
        ((5, 0, 0), "mostly 0-3"),
        ((1, 1, 6), "mostly 8-10"),
        ((2, 6, 2), "mostly 4-7"),
        ((3, 3, 3), "some 0-3, some 4-7, some 8-10"),
        ((3, 6, 3), "some 0-3, most 4-7, some 8-10"),
        ((5, 3, 1), "most 0-3, some 4-10"),
        ((3, 0, 3), "some 0-7, some 8-10"),
        ((5, 2, 5), "most 0-7, some 8-10"),
        ((0, 3, 9), "some 0-7, most 8-10"),
        ((12, 0, 0), "mostly 0-3"),
    ],
)
def test_a_scale_is_told_in_bands_and_words(counts: Counts, told: str) -> None:
    assert spoken(scale_told(counts, "high")) == told


def test_the_middle_leaves_the_hard_end_alone() -> None:
    assert spoken(scale_told((5, 1, 4), "high")) == "most 0-7, some 8-10"
    assert spoken(scale_told((4, 1, 5), "low")) == "some 0-3, most 4-10"


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((2, 2, 0, 0), FEW),
        ((5, 0, 0, 0), "most 0-0"),
        ((3, 3, 4, 0), "some 0-0, some 1-1, some 2-2"),
        ((4, 4, 0, 0), "some 0-0, some 1-1"),
        ((2, 2, 1, 0), SPREAD),
        ((2, 0, 5, 3), "most 2-2, some 3-3"),
        ((2, 2, 1), FEW),
        ((3, 2, 2), SPREAD),
        ((3, 2, 0, 0, 2, 1, 2, 0), "some 0-0"),
    ],
)
def test_a_poll_is_told_by_its_options_in_their_own_order(counts: Counts, told: str) -> None:
    assert spoken(poll_told(counts)) == told


def spoken(told: Told) -> str:
    return ", ".join(f"{word} {first}-{last}" for first, last, word in told.lines) or told.state


def test_answers_are_counted_by_band_and_by_option() -> None:
    assert band_counts([0, 3, 4, 7, 7, 8, 10]) == (2, 3, 2)
    assert option_counts([2, 0, 2], 4) == (1, 0, 2, 0)


@pytest.mark.proves("R44", "P10")
def test_one_answer_at_the_hard_end_is_a_hard_day_and_no_other_is() -> None:
    assert [number for number in range(11) if hard_day([5, number], "low")] == [0, 1, 2]
    assert [number for number in range(11) if hard_day([5, number], "high")] == [8, 9, 10]
    assert not hard_day([], "high")


# One view


@pytest.mark.proves("P10")
@both_ends
def test_no_view_of_a_scale_gives_one_or_two_phones_away(hard_end: str) -> None:
    assert given_away(lambda counts: scale_told(counts, hard_end), everything(3)) == []


@pytest.mark.proves("P10")
@pytest.mark.parametrize("options", [2, 3, 4, 5, 6])
def test_no_view_of_a_poll_gives_one_or_two_phones_away(options: int) -> None:
    assert given_away(poll_told, everything(options)) == []


@pytest.mark.proves("P10")
@given(answers=drawn.integers(7, 12).flatmap(lambda options: drawn.tuples(*[drawn.integers(0, 4)] * options)))
@settings(max_examples=400, deadline=None)
def test_no_view_of_a_poll_of_many_options_does_either(answers: Counts) -> None:
    for place, count in enumerate(answers):
        if count in (1, 2) and sum(answers) in PHONES:
            assert looks_the_same_with_none_or_three(answers, place), (answers, place)


def looks_the_same_with_none_or_three(counts: Counts, place: int) -> bool:
    """Whether moving one or two answers to or from an option changes nothing of what is told."""
    others = [other for other in range(len(counts)) if other != place]
    wanted = ((counts[place], -1), (3 - counts[place], 1))
    return any(
        poll_told(after) == poll_told(counts)
        for number, way in wanted
        for moved in product(others, repeat=number)
        if min(after := shifted(counts, place, moved, way)) >= 0
    )


def shifted(counts: Counts, place: int, others: Iterable[int], way: int) -> Counts:
    after = list(counts)
    for other in others:
        after[place] += way
        after[other] -= way
    return tuple(after)


@pytest.mark.proves("P10")
@both_ends
def test_nobody_learns_by_their_own_answer_that_exactly_one_other_is_in_a_band(hard_end: str) -> None:
    assert given_away_to_a_member(lambda counts: scale_told(counts, hard_end), everything(3)) == []
    for options in (2, 3, 4, 5):
        assert given_away_to_a_member(poll_told, everything(options)) == []


@pytest.mark.proves("P10")
def test_nothing_is_told_under_five_answers() -> None:
    few = [counts for phones in range(5) for counts in all_answers(3, phones)]
    assert {scale_told(counts, end) for counts in few for end in ENDS} == {Told(FEW)}
    assert {poll_told(counts) for counts in few} == {Told(FEW)}
    assert [poll_needs(options) for options in range(2, 10)] == [5, 7, 5, 5, 5, 5, 5, 5]


def test_from_nine_answers_on_a_scale_always_tells_something() -> None:
    for phones in range(9, 31):
        assert {scale_told(counts, end).state for counts in all_answers(3, phones) for end in ENDS} == {TOLD}


# The controls: the same search finds what these give away


def not_merged(counts: Counts) -> Hashable:
    """Words for each band that has answers."""
    return tuple("most" if 2 * n >= sum(counts) else "some" if n else "none" for n in counts)


def none_not_merged(counts: Counts) -> Hashable:
    """A band of one or two joins its neighbour; a band of none is simply left out."""
    bands = [(place, n) for place, n in enumerate(counts) if n]
    return tuple(place for place, n in bands if n >= 3), any(n < 3 for _, n in bands)


def three_of_seven(counts: Counts) -> Hashable:
    """A poll that always names the options with three or more."""
    return tuple(n >= 3 and ("most" if 2 * n >= sum(counts) else "some") for n in counts)


@pytest.mark.parametrize("tell", [tuple, not_merged, none_not_merged, three_of_seven])
def test_the_search_finds_what_a_careless_telling_gives_away(tell: Callable[[Counts], Hashable]) -> None:
    assert given_away(tell, (counts for counts in everything(3) if sum(counts) >= 5))


# Two views in time


@cache
def again(counts: Counts, hard_end: str, past: Past) -> tuple[Told, Past]:
    return scale_told_again(counts, hard_end, past)


def pasts(hard_end: str) -> dict[Counts, Past]:
    """What each first run leaves behind."""
    return {counts: again(counts, hard_end, Past())[1] for counts in everything(3)}


def told_after(past: Past, hard_end: str) -> Callable[[Counts], Told]:
    return lambda counts: again(counts, hard_end, past)[0]


def apart(some: Counts, others: Counts) -> int:
    changes = [one - other for one, other in zip(some, others, strict=True)]
    return max(sum(max(0, change) for change in changes), sum(max(0, -change) for change in changes))


@pytest.mark.proves("P10")
@both_ends
def test_what_changes_between_two_views_is_the_doing_of_three_phones(hard_end: str) -> None:
    for first, past in pasts(hard_end).items():
        before, _ = again(first, hard_end, Past())
        for second in everything(3):
            now, _ = again(second, hard_end, past)
            if FEW not in (before.state, now.state) and before.lines != now.lines:
                assert apart(first, second) >= 3, (first, second)


@pytest.mark.proves("P10")
@both_ends
def test_not_even_the_third_view_shows_two_phones_moving(hard_end: str) -> None:
    small = [counts for phones in (8, 9) for counts in all_answers(3, phones)]
    for first, second in product(all_answers(3, 8), small):
        before, past = again(second, hard_end, again(first, hard_end, Past())[1])
        for third in small if before.same else ():
            now, _ = again(third, hard_end, past)
            assert now.lines == before.lines or apart(second, third) >= 3, (first, second, third)


@pytest.mark.proves("P10")
@both_ends
def test_a_second_view_gives_one_or_two_phones_away_as_little_as_the_first(hard_end: str) -> None:
    for past in set(pasts(hard_end).values()):
        for kept in (past, Past(past.lines, held=1) if past.lines else past):
            assert given_away(told_after(kept, hard_end), everything(3)) == [], kept


def test_the_same_comparison_finds_one_phone_where_each_run_is_told_by_itself() -> None:
    nine = all_answers(3, 9)
    told_apart = [
        (first, second)
        for first, second in product(nine, nine)
        if scale_told(first, "high") != scale_told(second, "high") and apart(first, second) == 1
    ]
    assert ((4, 3, 2), (3, 3, 3)) in told_apart


def test_a_second_run_that_is_exactly_the_same_is_told_like_one_that_is_nearly_the_same() -> None:
    _, past = scale_told_again((7, 4, 2), "high", Past())
    told = {scale_told_again(counts, "high", past)[0] for counts in [(6, 4, 2), (5, 5, 2), (5, 4, 3), (6, 3, 2)]}
    assert [(spoken(one), one.same) for one in told] == [("most 0-3, some 4-10", True)]


def test_a_room_that_clearly_moved_is_told_so() -> None:
    _, past = scale_told_again((8, 2, 1), "high", Past())
    told, _ = scale_told_again((1, 3, 7), "high", past)
    assert (spoken(told), told.same) == ("some 0-7, most 8-10", False)


def test_after_a_run_too_small_to_tell_the_next_one_is_a_first_one() -> None:
    _, past = scale_told_again((1, 1, 2), "high", Past())
    assert past == Past()


def test_after_a_run_that_told_nothing_a_later_one_needs_three_more() -> None:
    told, past = scale_told_again((2, 4, 2), "high", Past())
    assert told.state == SPREAD
    assert scale_told_again((0, 1, 9), "high", past)[0] == Told(FEW)
    assert scale_told_again((0, 1, 10), "high", past)[0].state == TOLD


# Leaving heavier


@pytest.mark.parametrize(
    ("before", "now", "hard_end", "heavy"),
    [
        ((9, 1, 1), (1, 1, 9), "high", True),
        ((9, 1, 1), (1, 1, 9), "low", False),
        ((1, 3, 7), (8, 2, 1), "low", True),
        ((1, 3, 7), (8, 2, 1), "high", False),
        ((3, 3, 6), (3, 3, 6), "high", False),
        ((2, 2, 1), (0, 0, 9), "high", False),
    ],
)
def test_a_room_that_leaves_heavier_than_it_came_is_noticed(
    before: Counts, now: Counts, hard_end: str, heavy: bool
) -> None:
    assert heavier(scale_told(before, hard_end).lines, scale_told(now, hard_end).lines, hard_end) is heavy
