"""An export as a PDF to read and to print: what has to go with it first, then the texts, set as booklets are."""

from collections.abc import Iterator
from uuid import UUID

import gevent

from ..content import Tag
from .booklet import MUTED, Labels, Line, Pages, Sizes
from .collection_readings import Printed, VersionPage
from .handing_on import A_BREATH, Export, Row, Words

MOST = 500  # texts: what is longer is nothing to print
A4 = Sizes((210, 297), 12, 9.5, 22)
AT_ONCE = 10
NOBODY = UUID(int=0)


def pdf(export: Export, labels: Labels) -> Iterator[bytes]:
    """The whole of it, once it is made."""
    pages = Report(export, labels)
    pages.about()
    for number, row in enumerate(export.rows, 1):
        pages.text(number, row)
        if number % AT_ONCE == 0:
            gevent.sleep(A_BREATH)
    yield bytes(pages.pdf.output())


class Report(Pages):
    """Its pages, in the making."""

    def __init__(self, export: Export, labels: Labels) -> None:
        self.export = export
        self._beside: tuple[str, ...] = ()
        super().__init__(_as_version(export), labels, A4)

    def about(self) -> None:
        """What it is, the rule for numbers, the counts, and what each column of other files would hold."""
        export, sizes = self.export, self.sizes
        self.pdf.add_page()
        self.pdf.numbered = True
        self._put([Line(export.title, sizes.title, "B", gap=5)])
        for name, value in export.about:
            self._put([Line(name, sizes.small, "B", MUTED, gap=0.4), Line(value, sizes.words, gap=2.4)])
        self._rule()
        for axis in dict.fromkeys(axis for axis, _, _ in export.counts):
            self._put([Line(self._counts(axis), sizes.small, gap=1.2)])
        self._put(
            [Line(f"{name}: {means}", sizes.small, color=MUTED, gap=0.6) for name, means in export.columns.items()]
        )
        self.pdf.add_page()

    def text(self, number: int, row: Row) -> None:
        """One text, its tags and what must stand with it."""
        self._beside = row.show_with
        self.strategy(_printed(number, row))

    def _reminders(self, item: Printed) -> list[str]:
        return list(self._beside)

    def _counts(self, axis: str) -> str:
        told = [(value, count) for one, value, count in self.export.counts if one == axis]
        return f"{axis}: " + ", ".join(f"{value} {'–' if count is None else count}" for value, count in told)


def labels_of(translated: Words, language: str) -> Labels:
    """What a report says of its own, which is less than a booklet does."""
    return Labels(
        language=language, version="", licence="", help="", help_lines=(), copies="", made_of="", medicine={}, slip={},
        reworded=translated("reworded"), left_out=translated("One was taken out after this was published."),
        cannot_print=translated("This one is in letters that this file cannot print. Read it on the screen."),
        sign_missing=translated("A sign in it cannot be printed."),
    )  # fmt: skip


def _as_version(export: Export) -> VersionPage:
    """What the pages need to know of the whole."""
    return VersionPage(NOBODY, NOBODY, 0, export.title, "", "", "", "", export.year, "", (), False, True)


def _printed(number: int, row: Row) -> Printed:
    tags = tuple(Tag(label, label, label) for labels in row.tags.values() for label in labels)
    return Printed(
        NOBODY, number, row.text, row.language, row.year, tags, row.note, row.changed, "x" * row.pulled, False, False
    )
