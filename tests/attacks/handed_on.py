"""Whether a program's exports and API answer what its pages answer, and no number from 1 to 10."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from facilitator import content, db
from facilitator.accounts.models import Program
from facilitator.privacy.withholding import Tagged
from facilitator.review import api, handing_on
from facilitator.review import api_shapes as shapes
from facilitator.review.readings import Query

SECRET = "s" * 40
A_PAGE = 200
Texts = Counter[tuple[int, frozenset[str]]]  # by year and tags


def off(program_id: UUID, seen: Mapping[UUID, Tagged], queries: Iterable[Query], least: int) -> int:
    """How many texts differ from those `seen` on the pages, and how many numbers there are below `least`."""
    with db.reading() as tx:
        program = tx.get_one(Program, program_id)
    view = api.view_of(program_id, SECRET, "en", _plain)
    on_pages: Texts = Counter((item.year, item.tags) for item in seen.values())
    differ = _apart(on_pages, _in_file(program)) + _apart(on_pages, _from_api(view))
    numbers = chain.from_iterable(chain(_file_counts(program, one), _api_counts(view, one)) for one in queries)
    return differ + sum(number is not None and 0 < number < least for number in numbers)


def _in_file(program: Program) -> Texts:
    taxonomy = content.taxonomy("en")
    axes = (taxonomy.approaches, taxonomy.situations, taxonomy.stages, taxonomy.life_areas)
    ids = {(axis, tag.label): tag.id for axis, its in zip(handing_on.AXES, axes, strict=True) for tag in its}
    rows = handing_on.of_view(program, Query(), "en", 2026, _plain).rows
    return Counter(
        (row.year, frozenset(ids[axis, label] for axis, labels in row.tags.items() for label in labels)) for row in rows
    )


def _from_api(view: api.View) -> Texts:
    return Counter((item.year, frozenset(item.tags)) for item in _items(view))


def _items(view: api.View) -> Iterator[shapes.Strategy]:
    page = api.strategies(view, shapes.StrategiesAsked(limit=A_PAGE))
    yield from page.items
    while page.next:
        page = api.strategies(view, shapes.StrategiesAsked(limit=A_PAGE, cursor=page.next))
        yield from page.items


def _file_counts(program: Program, query: Query) -> list[int | None]:
    return [count for *_, count in handing_on.of_view(program, query, "en", 2026, _plain).counts]


def _api_counts(view: api.View, query: Query) -> list[int | None]:
    asked = {"stage": query.stage, "approach": query.approach, "year": query.year}
    told = api.counts(view, shapes.Filters.model_validate({name: value for name, value in asked.items() if value}))
    return [told.total, *(value.count for axis in told.axes for value in axis.values)]


def _apart(some: Texts, others: Texts) -> int:
    return ((some - others) + (others - some)).total()


def _plain(words: str, **values: Any) -> str:
    return words % values if values else words
