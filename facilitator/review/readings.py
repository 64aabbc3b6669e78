"""What a program sees of what was released to it: the one place that reads it for people, exports and the API.

Whatever rests or is withheld is in no answer (see `withholding`), so that no page can be played against another.
Everything raises NotOpen while the program's view is not open.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from .. import content, db
from ..accounts.models import Program
from ..errors import NotFound, Refused, for_people
from ..privacy.withholding import hidden_of, told
from . import search
from .editions import Bits, Edition, edition_of, left, some, start
from .models import Released
from .search_models import Place

A_PAGE = 40
MOST = 500
AXES = ("approach", "situation", "stage", "life_area")


class NotOpen(Refused):
    """The program's view has not opened: too few people stand behind what it would show."""

    def __init__(self) -> None:
        super().__init__(for_people("Not enough yet to share safely."))


@dataclass(frozen=True)
class Query:
    """What a reader looks for: tag ids, a language code, a year, and words that must all be in the text."""

    stage: str = ""
    situation: str = ""
    approach: str = ""
    life_area: str = ""
    language: str = ""
    year: int | None = None
    words: str = ""

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.approach, self.situation, self.stage, self.life_area)))

    @property
    def narrows(self) -> int:
        """How many of them narrow the list."""
        return len(self.tags) + bool(self.language) + (self.year is not None) + bool(self.words.strip())


@dataclass(frozen=True)
class Item:
    """A strategy as its program sees it (P24). `tags`: the ids of those shown, in the taxonomy's order."""

    id: UUID
    text: str
    tags: tuple[str, ...]
    year: int
    language: str
    reworded: bool
    edited: bool


@dataclass(frozen=True)
class Page:
    """Some of what was found, in a random order. `more`: the cursor of the next page, "" at the end.

    `count`: how many were found in all, 0 or `k_export` and more; None stands for "a few".
    """

    items: list[Item]
    more: str
    count: int | None
    edition: int
    least: int  # k_export


@dataclass(frozen=True)
class Facet:
    """One value to narrow by, and how many would be left, told as in `Page`."""

    value: str
    count: int | None


@dataclass(frozen=True)
class Cells:
    """The published counts: 0 or `k_export` and more, each. Where 0 stands, there may be a few."""

    tags: dict[str, int]
    pairs: dict[tuple[str, str], int]  # (stage, approach)
    years: dict[tuple[str, int], int]  # (tag, year)
    by_year: list[tuple[int, int | None]]  # None: a few
    count: int | None
    edition: int
    least: int  # k_export


def is_open(program_id: UUID) -> bool:
    """Whether the program's view is open."""
    with db.reading() as tx:
        program = tx.get(Program, program_id)
        return program is not None and program.view_open


def find(program_id: UUID, query: Query, *, cursor: str = "", limit: int = A_PAGE, seed: str = "") -> Page:
    """What `query` finds, at most `limit` (500) at a time, in an order that `seed` and the edition fix alone.

    A cursor holds its order, also into the next edition; one that is no cursor begins anew. Raises NotOpen.
    """
    with db.reading() as tx:
        program, edition = _opened(tx, program_id)
        found = _found(tx, edition, query)
        first, after = start(edition, cursor, seed, search.PLACES)
        bits = some(edition, found, first, after, min(max(limit, 1), MOST))
        places = [edition.places[bit] for bit in bits]
        more = f"{first:x}.{places[-1]:x}" if places and left(edition, found, first, places[-1]) else ""
        return Page(
            _items(tx, places), more, told(found.bit_count(), program.k_export), edition.number, program.k_export
        )


def one(program_id: UUID, strategy_id: UUID) -> Item:
    """One released strategy. Raises NotFound, NotOpen."""
    with db.reading() as tx:
        _opened(tx, program_id)
        place = tx.scalar(select(Place.place).where(Place.strategy_id == strategy_id))
        items = _items(tx, [place], program_id) if place is not None else []
        if not items:
            raise NotFound
        return items[0]


def those(tx: Session, program_id: UUID, strategy_ids: Collection[UUID]) -> dict[UUID, Item]:
    """Those of these strategies that the program sees, by id. Raises NotOpen."""
    if not strategy_ids:
        return {}
    _opened(tx, program_id)
    places = select(Place.place).where(Place.strategy_id.in_(strategy_ids))
    return {item.id: item for item in _items(tx, list(tx.scalars(places)), program_id)}


def facets(program_id: UUID, query: Query) -> dict[str, list[Facet]]:
    """For each axis, "year" and "language": the values in what `query` finds, and how many. Raises NotOpen."""
    with db.reading() as tx:
        program, edition = _opened(tx, program_id)
        found, k = _found(tx, edition, query), program.k_export
    axes = {axis: [(tag, edition.tags.get(tag, 0)) for tag in _axis(axis)] for axis in AXES}
    axes["year"] = [(str(year), bits) for year, bits in sorted(edition.years.items(), reverse=True)]
    axes["language"] = sorted(edition.languages.items())
    return {axis: _facet(values, found, k) for axis, values in axes.items()}


def cells(program_id: UUID) -> Cells:
    """All published counts. Raises NotOpen."""
    with db.reading() as tx:
        program, edition = _opened(tx, program_id)
    stages, approaches = _axis("stage"), _axis("approach")
    return Cells(
        {tag: bits.bit_count() for tag, bits in edition.tags.items()},
        {
            (stage, approach): (edition.tags.get(stage, 0) & edition.tags.get(approach, 0)).bit_count()
            for stage in stages
            for approach in approaches
        },
        {
            (tag, year): (bits & those).bit_count()
            for tag, bits in edition.tags.items()
            for year, those in edition.years.items()
        },
        _by_year(edition, program.k_export),
        told(len(edition.places), program.k_export),
        edition.number,
        program.k_export,
    )


def _opened(tx: Session, program_id: UUID) -> tuple[Program, Edition]:
    program = tx.get(Program, program_id)
    if program is None or not program.view_open:
        raise NotOpen
    return program, edition_of(tx, program_id, program.edition)


def _found(tx: Session, edition: Edition, query: Query) -> Bits:
    found = edition.all
    for tag in query.tags:
        found &= edition.tags.get(tag, 0)
    if query.language:
        found &= edition.languages.get(query.language, 0)
    if query.year is not None:
        found &= edition.years.get(query.year, 0)
    return found & edition.said(query.words, lambda: _matching(tx, edition, query.words)) if found else found


def _matching(tx: Session, edition: Edition, words: str) -> Bits:
    places = search.matching(tx, words)
    return edition.all if places is None else edition.of(places)


def _items(tx: Session, places: Sequence[int], program_id: UUID | None = None) -> list[Item]:
    """These strategies in this order, as far as they are seen."""
    if not places:
        return []
    rows = (
        select(Place.place, Released)
        .join_from(Place, Released)
        .where(Place.place.in_(places), Released.resting.is_(False))
        .options(selectinload(Released.tags))
    )
    if program_id is not None:
        rows = rows.where(Released.program_id == program_id)
    by_place = {place: _item(released) for place, released in tx.execute(rows)}
    return [by_place[place] for place in places if place in by_place]


def _item(released: Released) -> Item:
    shown = {tag.tag for tag in released.tags if not tag.withheld}
    order = [tag.id for tag in content.taxonomy("en").tags]
    return Item(
        released.id, released.text, tuple(tag for tag in order if tag in shown), released.year, released.language,
        released.reworded, released.edited,
    )  # fmt: skip


def _facet(values: Sequence[tuple[str, Bits]], found: Bits, k: int) -> list[Facet]:
    counts = [(value, (bits & found).bit_count()) for value, bits in values]
    present = [(value, count) for value, count in counts if count]
    hidden = hidden_of([count for _, count in present], k)
    return [Facet(value, None if at in hidden else count) for at, (value, count) in enumerate(present)]


def _by_year(edition: Edition, k: int) -> list[tuple[int, int | None]]:
    counts = [(year, bits.bit_count()) for year, bits in sorted(edition.years.items())]
    hidden = hidden_of([count for _, count in counts], k)
    return [(year, None if at in hidden else count) for at, (year, count) in enumerate(counts)]


def _axis(axis: str) -> list[str]:
    taxonomy = content.taxonomy("en")
    tags = {"approach": taxonomy.approaches, "situation": taxonomy.situations}
    return [tag.id for tag in (tags | {"stage": taxonomy.stages, "life_area": taxonomy.life_areas})[axis]]
