"""The attack by attendance: does the day on which a strategy reaches the program tell who wrote it?

Fifty weeks of three groups, through the real services with the clock moved: twelve regulars, most in more than one
group, each there about three times in four. What they share beyond their group is offered on the evening itself, and
reviewed on the day it comes to the desk, which is the worst for them. The attacker has every sign-in sheet, knows all
days on which something was mixed, and knows how holds are drawn; so for each strategy they know with what likelihood
it comes from each session, and take everybody there to be its writer with the same likelihood.

Before they look at days, somebody's likelihood to have written a strategy is their share of all seats. No posterior
may be above twice that. The control has no hold and no mixing, and must be above.
"""

import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from facilitator import create_app, db
from facilitator.accounts import passwords
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.review import days, edge, mixing, offers
from facilitator.review.days import LONGEST_HOLD, SHORTEST_HOLD
from tests.cast import POINTS, assemble
from tests.review import stage as stages

WEEKS, REGULARS, MOST = 50, 12, 2.0
LEAST_SOURCES = 3  # sessions that a strategy may come from
BEGIN = datetime(2026, 1, 5, 20, tzinfo=UTC)
EVENINGS = (1, 3, 5)  # days of the week, of the three groups


@dataclass(frozen=True)
class Outcome:
    """`ratio`: the highest posterior over its prior. `sources`: the fewest sessions a strategy may come from."""

    weeks: int
    released: int
    ratio: float
    sources: int
    control_released: int
    control_ratio: float

    def held(self) -> bool:
        return self.ratio <= MOST < self.control_ratio and self.sources >= LEAST_SOURCES and self.released > 0

    def as_json(self) -> str:
        return json.dumps(asdict(self) | {"held": self.held()})


@dataclass
class Year:
    """What the attacker has: who was at which session, on what day; and when how much reached the program."""

    sheets: list[tuple[int, frozenset[int]]] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)
    released: Counter[int] = field(default_factory=Counter)

    def worst(self, holds: range) -> tuple[float, int]:
        """The highest posterior over its prior, and the fewest sessions that a strategy may come from."""
        prior = _shares(self.sheets, [1.0] * len(self.sheets))
        ratio, fewest = 0.0, len(self.sheets)
        for day in self.released:
            last = max(mixed for mixed in self.mixed if mixed < day)
            before = max((mixed for mixed in self.mixed if mixed < last), default=-1)
            weights = [float(sum(before < met + hold <= last for hold in holds)) for met, _ in self.sheets]
            posterior = _shares(self.sheets, weights)
            ratio = max(ratio, max(posterior[one] / prior[one] for one in posterior))
            fewest = min(fewest, sum(weight > 0 for weight in weights))
        return ratio, fewest


def attack(seed: int = 1, weeks: int = WEEKS) -> Outcome:
    """Run it as it is, and without hold and mixing."""
    real, bare = _lived(seed, weeks, bare=False), _lived(seed, weeks, bare=True)
    ratio, sources = real.worst(range(SHORTEST_HOLD, LONGEST_HOLD + 1))
    control, _ = bare.worst(range(1))
    return Outcome(
        weeks, real.released.total(), round(ratio, 3), sources, bare.released.total(), round(control, 3)
    )  # fmt: skip


def _lived(seed: int, weeks: int, *, bare: bool) -> Year:
    with ExitStack() as around, _installed() as clock:
        around.enter_context(patch.object(days, "time", clock))
        around.enter_context(patch.object(days, "secrets", Lots(seed)))
        if bare:
            days.use(0)
            around.callback(days.use, None)
            for module in (mixing, edge):
                around.enter_context(patch.object(module, "enough", lambda sources: bool(list(sources))))
        return Living(clock, random.Random(seed)).run(weeks)


class Clock:
    """The time of a made-up year, for code that asks the module `time`."""

    day = 0

    def time(self) -> float:
        return (BEGIN + timedelta(days=self.day)).timestamp()


class Lots:
    """Holds drawn from a seed, so that a run can be repeated."""

    def __init__(self, seed: int) -> None:
        self.randbelow = random.Random(seed).randrange


class Living:
    """Three groups and their program, day by day."""

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock, self._chance, self._year = clock, chance, Year()
        self._stage = stages.set_up(assemble(), meetings=0)
        self._members: list[list[int]] = [[], [], []]
        for one in range(REGULARS):
            for group in chance.sample(range(3), chance.choice((1, 2, 2, 3))):
                self._members[group].append(one)

    def run(self, weeks: int) -> Year:
        for day in range(7 * weeks + LONGEST_HOLD + 7):
            self._clock.day = day
            self._morning(day)
            if day < 7 * weeks and day % 7 in EVENINGS:
                self._meet(day, EVENINGS.index(day % 7))
        return self._year

    def _morning(self, day: int) -> None:
        turned = edge.daily(self._clock.time())
        if any(one.mixed for one in turned):
            self._year.mixed.append(day)
            stages.accept_all(self._stage)
        if came := sum(one.released for one in turned):
            self._year.released[day] += came

    def _meet(self, day: int, place: int) -> None:
        there = frozenset(one for one in self._members[place] if self._chance.random() < 0.75)
        if len(there) < 3:
            return
        group_id = self._stage.groups[place]
        session_id = stages.meeting(group_id, k_est=len(there))
        self._year.sheets.append((day, there))
        for number in range(self._chance.randint(0, 3)):
            text = f"I wait ({'abc'[place]}{chr(97 + number)}, {_in_letters(day)})."
            made = stages.approved(session_id, text, ("wait", "stage1"))
            offers.offer(group_id, [made], POINTS, self._stage.leader_of(group_id))


def _in_letters(day: int) -> str:
    """A day without digits, which a text must not hold."""
    return "".join(chr(97 + int(digit)) for digit in str(day))


def _shares(sheets: list[tuple[int, frozenset[int]]], weights: list[float]) -> dict[int, float]:
    """Everybody's likelihood to be the writer, where sessions have these weights."""
    shares: defaultdict[int, float] = defaultdict(float)
    total = sum(weights)
    for (_, there), weight in zip(sheets, weights, strict=True):
        for one in there if weight else ():
            shares[one] += weight / total / len(there)
    return dict(shares)


@contextmanager
def _installed() -> Iterator[Clock]:
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    with tempfile.TemporaryDirectory(prefix="facilitator-attendance-") as name:
        config = Config(secret_key="s" * 40, data_folder=Path(name), public_url="http://localhost")
        upgrade(config.database_url)
        create_app(config)
        try:
            yield Clock()
        finally:
            db.database().close()
