"""What the read-only interface tells: the same as the program's own pages, through the same readings, and no more."""

from dataclasses import dataclass
from uuid import UUID

from .. import db
from ..accounts.models import Program
from . import api_shapes as shapes
from . import readings
from .api_filters import query_of
from .api_names import Names
from .handing_on import RULE, Words, label_of, lines_for
from .readings import Facet, Item

SEED = "api"  # readings' order, which the edition turns


@dataclass(frozen=True)
class View:
    """A program's view as one request meets it. `in_words` translates for whoever asks."""

    program_id: UUID
    is_open: bool
    least: int
    note: str
    names: Names
    language: str
    in_words: Words

    @property
    def rule(self) -> shapes.Rule:
        return shapes.Rule(least=self.least, words=self.in_words(RULE, most=self.least - 1))


def view_of(program_id: UUID, secret: str, language: str, in_words: Words) -> View:
    with db.reading() as tx:
        program = tx.get_one(Program, program_id)
        names = Names(secret, program_id, program.edition)
        return View(
            program_id, program.view_open, program.k_export, program.redisclosure_note, names, language, in_words
        )


def about(view: View, scopes: frozenset[str]) -> shapes.About:
    """What goes with everything that is read. There is no number in it before the view is open."""
    edition = view.names.edition if view.is_open else None
    return shapes.About(open=view.is_open, edition=edition, rule=view.rule, note=view.note, scopes=sorted(scopes))


def strategies(view: View, asked: shapes.StrategiesAsked) -> shapes.Strategies:
    """A page of what `asked` finds. Raises NotOpen, Invalid, and Ended where its cursor is of an edition before."""
    query, place = query_of(asked), view.names.place(asked.cursor) if asked.cursor else ""
    page = readings.find(view.program_id, query, cursor=place, limit=asked.limit, seed=SEED)
    items = [_strategy(view, item) for item in page.items]
    following = view.names.cursor(page.more) if page.more else None
    return shapes.Strategies(edition=page.edition, items=items, next=following)


def strategy(view: View, name: UUID) -> shapes.OneStrategy:
    """The strategy of this name in this edition. Raises NotOpen, NotFound."""
    item = readings.one(view.program_id, view.names.meant(name))
    return shapes.OneStrategy(edition=view.names.edition, item=_strategy(view, item))


def counts(view: View, asked: shapes.Filters) -> shapes.Counts:
    """How many of what `asked` finds carry each tag. Raises NotOpen, Invalid."""
    query = query_of(asked)
    facets = readings.facets(view.program_id, query)
    page = readings.find(view.program_id, query, limit=1)
    axes = [
        shapes.Axis(id=axis, values=[_value(axis, one, view.language) for one in found])  # type: ignore[arg-type]
        for axis, found in facets.items()
    ]
    withheld = withheld_in(facets) + (page.count is None)
    return shapes.Counts(edition=page.edition, total=page.count, axes=axes, rule=view.rule, withheld=withheld)


def withheld_in(facets: dict[str, list[Facet]]) -> int:
    """How many numbers are not told."""
    return sum(one.count is None for found in facets.values() for one in found)


def _strategy(view: View, item: Item) -> shapes.Strategy:
    return shapes.Strategy(
        id=view.names.given(item.id), text=item.text, language=item.language, year=item.year, tags=list(item.tags),
        edited=item.edited or item.reworded, show_with=list(lines_for(item.text, item.tags, view.in_words)),
    )  # fmt: skip


def _value(axis: str, facet: Facet, language: str) -> shapes.ValueCount:
    return shapes.ValueCount(id=facet.value, label=label_of(axis, facet.value, language), count=facet.count)
