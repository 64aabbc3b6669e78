"""What an export is made of, before it is a file of some kind: its texts, and all that has to go with them.

An export holds no id at all, no date but years, and nothing that the program's pages do not show (P24).
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import gevent

from .. import content
from ..accounts.models import Program
from ..content import UnknownId
from ..errors import for_people
from ..languages import name_of
from ..library.medicine import speaks_of_medicine
from ..privacy.screen import says
from . import readings
from .collection_readings import Printed, VersionPage
from .readings import Facet, Item, Page, Query

Words = Callable[..., str]

AXES = ("approach", "situation", "stage", "life_area")
AT_ONCE = 100
A_BREATH = 0.001  # seconds: after sleep(0) the hub runs up to fifty more pieces before it looks at a socket
CARE, SLIP = "care", "slip"
PRESCRIBER = for_people("Talk with your prescriber before any change.")
TOLERANCE = for_people("After a break, the body can handle less. Carry naloxone. Do not use alone.")
RULE = for_people(
    "No number from 1 to %(most)s is told, nor one from which such a number could be worked out. 0 may be told. "
    "A tag that too few share is left out of its texts and of every number."
)
CANNOT_RECALL = for_people(
    "Whoever wrote a text can take it back at any time. Copies that were downloaded cannot be called back: look at the "
    "list of exports, and make a new one where this one is superseded."
)
NAMES_REMOVED = for_people("Names removed. People may still guess who wrote a text: handle it as if they could.")
COLUMNS = {
    "text": for_people("What helped somebody, in their words."),
    "approach": for_people("Tags: what it asks to do."),
    "situation": for_people("Tags: the kind of moment it is for."),
    "stage": for_people("Tags: the stage of recovery."),
    "life_area": for_people("Tags: the part of life."),
    "language": for_people("The language of the text, as a code."),
    "year": for_people("The year it was shared in. There is no finer date."),
    "changed": for_people("yes: a person changed words so that nobody is recognised."),
    "show_with": for_people("Lines that must stand with the text wherever it is shown."),
    "note": for_people("A note of the collection beside the text."),
    "pulled": for_people("yes: it was taken out after it was published; its text is gone."),
}


@dataclass(frozen=True)
class Row:
    """One text. `tags`: labels by axis."""

    text: str
    tags: dict[str, tuple[str, ...]]
    language: str
    year: int
    changed: bool
    show_with: tuple[str, ...]
    note: str = ""
    pulled: bool = False


@dataclass(frozen=True)
class Export:
    """An export to be written. `about`: what is said of it, line by line; `counts`: axis, label, and a number or None.

    `columns`: the data dictionary. `rows` reads the texts, a little at a time, and may be asked once; there are about
    `size` of them.
    """

    title: str
    language: str
    about: tuple[tuple[str, str], ...]
    columns: dict[str, str]
    counts: tuple[tuple[str, str, int | None], ...]
    rows: Iterator[Row]
    size: int
    edition: int
    year: int

    @property
    def withheld(self) -> int:
        """How many counts are not told."""
        return sum(count is None for _, _, count in self.counts)


def of_view(program: Program, query: Query, language: str, year: int, translated: Words) -> Export:
    """All that `query` finds in the program's view. Raises NotOpen."""
    first = readings.find(program.id, query, limit=AT_ONCE, seed=secrets.token_hex(4))
    facets = readings.facets(program.id, query)
    counts = tuple((axis, label_of(axis, one.value, language), one.count) for axis, one in _each(facets))
    told = (
        (translated("Strategies"), translated("a few") if first.count is None else str(first.count)),
        (translated("Edition"), str(first.edition)),
        (
            translated("Narrowed to"),
            narrowed(query, language, translated) or translated("Nothing: all that was released"),
        ),
    )
    title = translated("What was released")
    rows = _found(program.id, query, first, translated, language)
    return Export(
        title, language, _about(program, title, told, sum(count is None for *_, count in counts), year, translated),
        _dictionary(translated, without=("note", "pulled")), counts, rows, first.count or len(first.items),
        first.edition, year,
    )  # fmt: skip


def of_version(program: Program, page: VersionPage, language: str, year: int, translated: Words) -> Export:
    """A published version, in its own order."""
    title = page.title + ", " + translated("version %(number)s", number=page.number)
    told = (
        (translated("Strategies"), str(len(page.items))),
        (translated("What it is for"), page.purpose),
        (translated("Licence"), page.licence),
        (translated("Look at it again"), page.review_by),
        (translated("Kept by"), page.owner_name),
    )
    rows = (_of_version(one, translated, language) for one in page.items)
    return Export(
        title, language, _about(program, title, told, 0, year, translated), _dictionary(translated), (), rows,
        len(page.items), program.edition, year,
    )  # fmt: skip


def lines_for(text: str, tags: tuple[str, ...], translated: Words) -> tuple[str, ...]:
    """What must stand with a text wherever it is shown (R47, R48)."""
    medicine = CARE in tags or speaks_of_medicine(text)
    return tuple([translated(PRESCRIBER)] * medicine + [translated(TOLERANCE)] * says(text, SLIP))


def label_of(axis: str, value: str, language: str) -> str:
    """A value of an axis as a person reads it."""
    if axis == "language":
        return name_of(value)
    if axis == "year":
        return value
    try:
        return content.taxonomy(language).tag(value).label
    except UnknownId:
        return value


def narrowed(query: Query, language: str, translated: Words) -> str:
    """What a query asks for, in words; of what was searched for, only that something was."""
    axes = (*AXES, "language", "year")
    values = [label_of(axis, str(getattr(query, axis)), language) for axis in axes if getattr(query, axis)]
    return ", ".join(values + [translated("texts with certain words")] * bool(query.words.strip()))


def _found(program_id: UUID, query: Query, page: Page, translated: Words, language: str) -> Iterator[Row]:
    """The texts, from page to page; between them others get their turn."""
    while True:
        yield from (_row(item, translated, language) for item in page.items)
        if not page.more:
            return
        gevent.sleep(A_BREATH)
        page = readings.find(program_id, query, cursor=page.more, limit=AT_ONCE)


def _row(item: Item, translated: Words, language: str) -> Row:
    changed, lines = item.edited or item.reworded, lines_for(item.text, item.tags, translated)
    return Row(item.text, _by_axis(item.tags, language), item.language, item.year, changed, lines)


def _of_version(item: Printed, translated: Words, language: str) -> Row:
    lines = [translated(PRESCRIBER)] * item.medicine + [translated(TOLERANCE)] * item.slip
    tags = _by_axis(tuple(tag.id for tag in item.tags), language)
    return Row(item.text, tags, item.language, item.year, item.reworded, tuple(lines), item.note, bool(item.pulled))


def _by_axis(tags: tuple[str, ...], language: str) -> dict[str, tuple[str, ...]]:
    taxonomy = content.taxonomy(language)
    axes = zip(AXES, (taxonomy.approaches, taxonomy.situations, taxonomy.stages, taxonomy.life_areas), strict=True)
    return {axis: tuple(tag.label for tag in its if tag.id in tags) for axis, its in axes}


def _each(facets: dict[str, list[Facet]]) -> Iterator[tuple[str, Facet]]:
    return ((axis, one) for axis, found in facets.items() for one in found)


def _about(
    program: Program, title: str, told: tuple[tuple[str, str], ...], withheld: int, year: int, translated: Words
) -> tuple[tuple[str, str], ...]:
    lines = (
        (translated("Program"), program.name),
        (translated("What it is"), title),
        *told,
        (translated("Year"), str(year)),
        (translated("Names"), translated(NAMES_REMOVED)),
        (translated("Rule for numbers"), translated(RULE, most=program.k_export - 1)),
        (translated("Counts withheld"), str(withheld)),
        (translated("Taking back"), translated(CANNOT_RECALL)),
        (translated("Redisclosure"), program.redisclosure_note),
    )
    return tuple((name, value) for name, value in lines if value)


def _dictionary(translated: Words, without: tuple[str, ...] = ()) -> dict[str, str]:
    return {name: translated(means) for name, means in COLUMNS.items() if name not in without}
