"""What a room is told of its answers to a scale or a poll: words and bands, never a count (P10).

**A scale** is told in the bands 0-3, 4-7 and 8-10. A band with fewer than 3 answers, none included, joins the band
next to it until each has 3 or more. Where all three would join, the room hears "mostly" and one band, if the other
two are nearly empty, and else nothing. **A poll** is told by its options with 3 or more answers. "Most" is half or
more, and more than any other; all else is "some". Under 5 answers (K_LIVE) nothing is told, and passes are no
answers; a program may ask for more than 5 (`least`).

**What must not show.** Suppose somebody knows these rules, how many answered (they may ask around), and all that was
told. Let C be every set of answers that agrees with it. The telling gives one or two phones away when some band or
option has one or two answers in *every* member of C. So each C must hold, for each band and option, one set in which
it has none, or 3 or more. That is tested for all answers of 1 to 15 phones. It is why:

- a band of none joins like a band of two: a band that is missing must not mean "one or two";
- the middle joins the end that is not hard (and never the nearer or the larger one): who joins whom tells nothing;
- "mostly" allows one answer in each other band up to 8 answers, and two from 9 on. With two allowed at 5 to 8,
  what is left untold would be sets like 2, 2 and 1 alone;
- "all" is never said: one who answered otherwise would learn what every other person answered;
- a poll's answers are "spread out" also where the options left untold could only have one or two each, as 3, 2 and 2
  of seven do. A poll of three options needs seven answers.

What one's own answer adds: a person in a told band of exactly three knows that two others are in it, as the
threshold allows; nobody learns that exactly one other person is in a band.

**Two views in time.** Answers are erased at closing, so a second run of the same scale (check-in and check-out, or
a step that was shown again) cannot be compared phone by phone. But people can: if all others stayed where they were,
a band that appears between two views is one person's move. So a later run is told anew only where it differs from
*every* set of answers that could have stood behind the earlier telling by three phones or more (moved, come or
gone); else the earlier telling stands, as "about the same as before". That holds also if it is exactly the same, so
the sentence tells nothing in between. A telling that stood may hide two moves, hence one that stood `held` times is
compared at twice `held + 1`. The rule itself must not tell: what is *not* about the same is a smaller C. With 8 or
more answers (AGAIN) that C passes the test above, with fewer it may not, so then nothing is told. After a first run
that told nothing with 5 to 8 answers, a later one needs 3 more than 8: then three phones differ whatever they say.
A poll has too many options for such a rule: once it was answered it is not opened again in that session.
Under 5 answers the words are the same for all answers, so that run gives nothing to compare with.

The exception, for the facilitator alone: `hard_day`, without a count, also under 5 answers. It says more than the
bands where they leave room for one or two at the hard end, and that is its purpose.

Limits. People who put their answers together learn more, as with any threshold. Of three runs only those next to each
other are compared. Nobody can tell a phone that sends several answers from several phones, because none is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from operator import add
from typing import Final

K_LIVE: Final = 5
ENOUGH: Final = 3
AGAIN: Final = 8
CLEAR: Final = 9  # from here on every set of answers to a scale can be told
BANDS: Final = ((0, 3), (4, 7), (8, 10))
HARD: Final = {"low": range(0, 3), "high": range(8, 11)}
FEW, SPREAD, TOLD = "few", "spread", "told"
MOST, SOME, MOSTLY = "most", "some", "mostly"

Counts = Sequence[int]
Line = tuple[int, int, str]  # from, to, word: of a scale the numbers, of a poll twice the option's place
_APART = ((0,), (1,), (2,))
_LOW_JOINS, _HIGH_JOINS = ((0, 1), (2,)), ((0,), (1, 2))
_CUTS = {"low": (_APART, _HIGH_JOINS, _LOW_JOINS), "high": (_APART, _LOW_JOINS, _HIGH_JOINS)}


@dataclass(frozen=True)
class Told:
    """What may be told. `few`: nothing, there are too few; `spread`: that it cannot be told; else `lines`, in order.

    `same`: about the same as before.
    """

    state: str
    lines: tuple[Line, ...] = ()
    same: bool = False


@dataclass(frozen=True)
class Past:
    """What was told of the same scale before in the session: the latest `lines`, and how often they stood since.

    `unclear`: a run of five or more answers told nothing.
    """

    lines: tuple[Line, ...] = ()
    held: int = 0
    unclear: bool = False


def band_counts(numbers: Iterable[int]) -> tuple[int, ...]:
    """How many of these numbers (0 to 10) are in each band."""
    kept = list(numbers)
    return tuple(sum(first <= number <= last for number in kept) for first, last in BANDS)


def option_counts(places: Iterable[int], options: int) -> tuple[int, ...]:
    """How many chose each of a poll's options, by place."""
    kept = list(places)
    return tuple(kept.count(place) for place in range(options))


def hard_day(numbers: Iterable[int], hard_end: str) -> bool:
    """Whether any answer is at the hard end: 0 to 2, or 8 to 10 (R44)."""
    return any(number in HARD[hard_end] for number in numbers)


def scale_told(counts: Counts, hard_end: str) -> Told:
    """What to tell of a scale's first run; `counts` by band, `hard_end` is low or high."""
    total = sum(counts)
    if total < K_LIVE:
        return Told(FEW)
    for cut in _CUTS[hard_end]:
        sums = [sum(counts[band] for band in bands) for bands in cut]
        if min(sums) >= ENOUGH:
            words = _words(sums, total)
            lines = ((BANDS[bands[0]][0], BANDS[bands[-1]][1], word) for bands, word in zip(cut, words, strict=True))
            return Told(TOLD, tuple(lines))
    spare = 2 if total >= CLEAR else 1
    full = [band for band in range(3) if all(n <= spare for other, n in enumerate(counts) if other != band)]
    return Told(TOLD, ((*BANDS[full[0]], MOSTLY),)) if full else Told(SPREAD)


def scale_told_again(counts: Counts, hard_end: str, past: Past, least: int = K_LIVE) -> tuple[Told, Past]:
    """What to tell of a run, after what was told before, and what a later run has to keep in mind.

    With fewer than `least` answers nothing is told: that depends on how many answered alone, and not on what.
    """
    total = sum(counts)
    if total < max(K_LIVE, least, _needed(past)):
        return Told(FEW), past
    if past.lines and _near(past.lines, counts, hard_end, 2 * (past.held + 1)):
        return Told(TOLD, past.lines, same=True), Past(past.lines, past.held + 1, past.unclear)
    told = scale_told(counts, hard_end)
    return told, Past(told.lines, 0) if told.lines else Past(past.lines, past.held, unclear=True)


def poll_told(counts: Counts, least: int = K_LIVE) -> Told:
    """What to tell of a poll; `counts` by option. With fewer than `least` answers nothing is told."""
    total, options = sum(counts), len(counts)
    if total < max(least, poll_needs(options)):
        return Told(FEW)
    shown = [place for place, count in enumerate(counts) if count >= ENOUGH]
    words = _words([counts[place] for place in shown], total)
    if not shown or (MOST not in words and _leaves_ones_and_twos(total, options, len(shown))):
        return Told(SPREAD)
    return Told(TOLD, tuple((place, place, word) for place, word in zip(shown, words, strict=True)))


def poll_needs(options: int) -> int:
    """How many answers a poll of so many options needs before anything is told."""
    return 7 if options == 3 else K_LIVE


def heavier(before: Sequence[Line], now: Sequence[Line], hard_end: str) -> bool:
    """Whether a scale was told nearer to its hard end than before. It knows what was told, and nothing else."""
    if not before or not now:
        return False
    moved = _centre(now) - _centre(before)
    return moved < 0 if hard_end == "low" else moved > 0


def _words(counts: Sequence[int], total: int) -> list[str]:
    """A word for each count. Two halves are both "some": neither is more."""
    top = max(counts, default=0)
    one_top = list(counts).count(top) == 1 and 2 * top >= total
    return [MOST if one_top and count == top else SOME for count in counts]


def _needed(past: Past) -> int:
    if past.unclear:
        return CLEAR - 1 + ENOUGH
    return AGAIN if past.lines else K_LIVE


def _near(lines: Sequence[Line], counts: Counts, hard_end: str, phones: int) -> bool:
    """Whether answers that differ from these by at most so many phones would be told in these lines."""
    around = (tuple(map(add, counts, change)) for change in _changes(phones))
    return any(min(one) >= 0 and scale_told(one, hard_end).lines == lines for one in around)


@cache
def _changes(phones: int) -> tuple[tuple[int, ...], ...]:
    """What at most so many phones that answer otherwise, come or go can do to three bands."""
    steps = product(range(-phones, phones + 1), repeat=len(BANDS))
    return tuple(change for change in steps if max(_gained(change), _gained(-n for n in change)) <= phones)


def _gained(change: Iterable[int]) -> int:
    return sum(n for n in change if n > 0)


def _leaves_ones_and_twos(total: int, options: int, shown: int) -> bool:
    """Whether the options left untold, beside `shown` ones that are all "some", could have one or two each only.

    The fewest answers they can have together is `total` with none shown, and with one shown what is left by just under
    half. None of them can be empty if that many do not fit, at two each, into one option fewer. With one shown it
    holds as well where none shown would tell: else those few sets would stand alone.
    """
    if shown == 2:
        return options == ENOUGH
    if shown > 2:
        return False
    left = (total, total // 2 + 1)
    return any((left[one] + 1) // 2 == options - one for one in {0, shown})


def _centre(lines: Sequence[Line]) -> float:
    """About where the told bands stand on the scale: "most" weighs twice as much as "some"."""
    weights = [2 if word == MOST else 1 for _, _, word in lines]
    middles = [(first + last) / 2 for first, last, _ in lines]
    return sum(weight * middle for weight, middle in zip(weights, middles, strict=True)) / sum(weights)
