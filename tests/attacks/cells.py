"""The attack on counts: can whoever keeps every page of a program tell a count that was withheld?

A made-up program of 100 groups releases five editions through the real tables and the real daily rule, with additions
and take-backs. The attacker keeps all that each edition answers: the texts with their tags, the counts of all cells,
the facets of every tag, year and language, what a filter or two leave, and the same from exports and the API. They
know the rule, and that facilitators gave each strategy exactly one stage and one approach: more than anybody can know.

A strategy with a tag withheld can have those tags that none of its new neighbours shows. Strategies that look alike
make a class; a class shares nothing with another but the cells, so the exact bounds of a cell, those of the linear
program, are the sums of its classes' bounds. What vanished was taken back or rests. A cell of 1 to 10 (or with 1 to 10
withheld from it) is recovered when its bounds meet.

The controls leave out one part of the rule each, and must be broken: no second cells; tags shown once more have them;
and no rest beside what was taken back.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from facilitator import content, db
from facilitator.accounts.models import Program
from facilitator.db_migrations import upgrade
from facilitator.privacy.withholding import APPROACH, STAGE, Cell, Tagged, cells
from facilitator.privacy.withholding import withheld as whole
from facilitator.review import editions, readings, withdrawing, withholding
from facilitator.review.models import Released, ReleasedTag
from facilitator.review.readings import MOST, Query

from . import handed_on
from .bounds import K, Kept, bounds, completions, left_of_fallen, may_rest
from .bounds import known as known_of

YEARS = (2025, 2026)
GROUPS, A_GROUP = 100, 60  # strategies of a group, in all editions together
SHARES = (0.6, 0.1, 0.1, 0.1, 0.1)  # of all, in each edition: the first holds what came before the view opened
RULES = ("whole", "no second cells", "shown later", "no rest")


@dataclass(frozen=True)
class Outcome:
    """`recovered` of `suppressed` cells; `narrowest`: the least distance between a cell's bounds."""

    rule: str
    editions: int
    strategies: int
    suppressed: int
    recovered: int
    narrowest: int
    contradictions: int
    tables_off: int


def attack(seed: int = 1, groups: int = GROUPS, rules: tuple[str, ...] = RULES) -> list[Outcome]:
    """Run it under the whole rule and without its parts, one after the other."""
    return [_against(rule, seed, groups) for rule in rules]


def held(outcomes: list[Outcome]) -> bool:
    """Whether nothing was recovered, and everything was tried on a rule with a hole, and found it."""
    whole, *broken = outcomes
    sound = whole.recovered == whole.contradictions == whole.tables_off == 0
    return sound and whole.suppressed > 0 and all(one.recovered > 0 for one in broken)


def as_json(outcomes: list[Outcome]) -> str:
    return json.dumps({"held": held(outcomes), "rules": [asdict(one) for one in outcomes]})


def _against(rule: str, seed: int, groups: int) -> Outcome:
    with installed() as program_id:
        made = Releases(program_id, random.Random(seed), rule)
        kept = [made.next(int(groups * A_GROUP * share)) for share in SHARES]
    return _solve(rule, kept)


class Releases:
    """A program that releases an edition at a time."""

    def __init__(self, program_id: UUID, chance: random.Random, rule: str) -> None:
        self._program, self._chance, self._rule = program_id, chance, rule
        self._truth: dict[UUID, Tagged] = {}
        self._axis_of = withholding.axes_of_tags()
        taxonomy = content.taxonomy("en")
        self._axes = {STAGE: [tag.id for tag in taxonomy.stages], APPROACH: [tag.id for tag in taxonomy.approaches]}
        self._weights = {axis: _uneven(tags, chance) for axis, tags in self._axes.items()}

    def next(self, count: int) -> Kept:
        """Release `count` more; some of the earlier are taken back."""
        number = db.write(lambda tx: tx.get_one(Program, self._program).edition) + 1
        new = {UUID(bytes=self._chance.randbytes(16)): self._drawn(number) for _ in range(count)}
        gone = self._taken_back()
        if self._rule == "no rest":
            with patch.object(withholding, "fallen", lambda *_: []):
                db.write(lambda tx: self._turn(tx, number, new, gone))
        else:
            db.write(lambda tx: self._turn(tx, number, new, gone))
        self._truth |= new
        for one in gone:
            del self._truth[one]
        truth = cells(self._truth.values(), self._axis_of)
        return Kept(self._seen(), truth, frozenset(self._truth), self._off())

    def _taken_back(self) -> list[UUID]:
        """A hundredth, and of the smallest cell that is shown so many that it falls under k."""
        shown = self._seen() if self._truth else {}
        counts = cells(shown.values(), self._axis_of)
        if not counts:
            return []
        small = min(sorted(counts), key=lambda cell: counts[cell])
        in_it = sorted(one for one, item in shown.items() if small in cells([item], self._axis_of))
        few = self._chance.sample(in_it, counts[small] - K + 1)
        return sorted({*few, *self._chance.sample(sorted(shown), len(shown) // 100)})

    def _drawn(self, number: int) -> Tagged:
        tags = {self._chance.choices(tags, self._weights[axis])[0] for axis, tags in self._axes.items()}
        return Tagged(0, YEARS[0] if number < 3 else self._chance.choice(YEARS), frozenset(tags))

    def _turn(self, tx: Session, number: int, new: dict[UUID, Tagged], gone: list[UUID]) -> None:
        leaving = list(tx.scalars(select(Released).where(Released.id.in_(gone))))
        withdrawing.clear(tx, leaving, "")
        for one in leaving:
            tx.delete(one)
        some = {"program_id": self._program, "text": "I wait.", "language": "en", "edition": number, "edited": False}
        some |= {"reworded": False, "resting": False}
        tx.execute(insert(Released), [{"id": one, "year": drawn.year, **some} for one, drawn in new.items()])
        tags = [(one, tag) for one, drawn in new.items() for tag in sorted(drawn.tags)]
        tx.execute(insert(ReleasedTag), [{"strategy_id": one, "tag": tag, "withheld": False} for one, tag in tags])
        tx.flush()
        if self._rule == "shown later":
            tx.execute(update(Released).values(edition=number))
            tx.execute(update(ReleasedTag).values(withheld=False))
        self._withhold(tx, number)
        program = tx.get_one(Program, self._program)
        program.edition, program.view_open = number, True

    def _withhold(self, tx: Session, number: int) -> None:
        if self._rule != "no second cells":
            withholding.withhold_new(tx, self._program, number)
            return
        with patch.object(withholding, "withheld", lambda *of: whole(*of, second=False)):
            withholding.withhold_new(tx, self._program, number)

    def _seen(self) -> dict[UUID, Tagged]:
        return {item.id: Tagged(item.id, item.year, frozenset(item.tags)) for item in _all(self._program)}

    def _off(self) -> int:
        """How much of pages, files and answers is not the published strategies and counts, or a number of 1 to 10."""
        axes, seen = withholding.axes_of_tags(), self._seen()
        counts, told = cells(seen.values(), axes), readings.cells(self._program)
        flat: dict[Cell, int] = {("tag", tag): count for tag, count in told.tags.items()}
        flat |= {("pair", *pair): count for pair, count in told.pairs.items()}
        flat |= {("year", tag, str(year)): count for (tag, year), count in told.years.items()}
        numbers = [facet.count for query in self._queries() for of in _facets(self._program, query) for facet in of]
        small = [count for count in (*flat.values(), *numbers) if count is not None and 0 < count < K]
        others = handed_on.off(self._program, seen, self._queries(), K)
        return sum(counts[cell] != count for cell, count in flat.items()) + len(small) + others

    def _queries(self) -> Iterator[Query]:
        yield Query()
        yield from (Query(year=year) for year in YEARS)
        yield from (Query(stage=tag) for tag in self._axes[STAGE])
        yield from (Query(approach=tag) for tag in self._axes[APPROACH])
        yield from (Query(stage=tag, year=year) for tag in self._axes[STAGE] for year in YEARS)


def _solve(rule: str, kept: list[Kept]) -> Outcome:
    """Bounds of every suppressed cell of every edition, from all that was kept of all of them."""
    known, axes = known_of(kept), withholding.axes_of_tags()
    rests = set() if rule == "no rest" else may_rest(kept, axes)
    may_be = completions(known, kept, axes)
    found: list[tuple[int, int, int]] = []
    for number, edition in enumerate(kept):
        here = cells(edition.items.values(), axes)
        for cell, (low, high) in bounds(known, may_be, rests, number, edition).items():
            true, shown = edition.truth[cell], here[cell]
            if true != shown and (0 < true < K or 0 < true - shown < K):
                found.append((low, true, high))
        found += left_of_fallen(known, rests, kept[: number + 1], here)
    widths = [high - low for low, _, high in found]
    wrong = sum(not low <= true <= high for low, true, high in found)
    off = sum(edition.off for edition in kept)
    return Outcome(rule, len(kept), len(known), len(found), widths.count(0), min(widths, default=0), wrong, off)


def _all(program_id: UUID) -> Iterator[readings.Item]:
    page = readings.find(program_id, Query(), limit=MOST)
    yield from page.items
    while page.more:
        page = readings.find(program_id, Query(), cursor=page.more, limit=MOST)
        yield from page.items


def _facets(program_id: UUID, query: Query) -> list[list[readings.Facet]]:
    return list(readings.facets(program_id, query).values())


def _uneven(tags: list[str], chance: random.Random) -> list[float]:
    """Most tags are common, and one or two are rare."""
    weights = [chance.uniform(0.8, 1.2) for _ in tags]
    for rare in chance.sample(range(len(tags)), 1 + len(tags) // 8):
        weights[rare] = 0.06
    return weights


@contextmanager
def installed() -> Iterator[UUID]:
    """An empty database with one program."""
    with tempfile.TemporaryDirectory(prefix="facilitator-cells-") as folder:
        url = f"sqlite:///{Path(folder) / 'facilitator.db'}"
        upgrade(url)
        db.connect(url)
        editions.forget_all()
        program = Program(id=db.new_id(), name="Made up", resource_pack="us", timezone="UTC", k_export=K)
        program_id = program.id
        db.write(lambda tx: tx.add(program))
        try:
            yield program_id
        finally:
            db.database().close()
