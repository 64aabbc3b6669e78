"""A published version as a pocket booklet: A6 pages in fours, to print as they are or as a folded booklet.

Large print is A5. The same version gives the same bytes: the file knows its year, and no time, name or machine.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gevent
from fontTools.ttLib import TTFont
from fpdf import FPDF, XPos, YPos
from fpdf.enums import MethodReturnValue

from .collection_readings import Printed, VersionPage

BOOK = "book"
FACES = {"": "SourceSerifPro-Regular.ttf", "I": "SourceSerifPro-It.ttf", "B": "SourceSerifPro-Semibold.ttf"}
INK, MUTED, RULE = (29, 42, 44), (86, 99, 101), (200, 194, 182)
MARGIN, AIR, SHEET = 12, 3.6, 4  # millimetres at the edges and after a text; pages in a folded sheet
POINT, LEADING = 0.3528, 1.38  # a point in millimetres; a line's height by its type's
SELECTORS = "\ufe0e\ufe0f"  # they only say how a sign looks


@dataclass(frozen=True)
class Labels:
    """The booklet's own words, in the language it is printed in. Values go where they say `{…}`."""

    language: str
    version: str
    licence: str
    help: str
    help_lines: tuple[str, ...]
    copies: str
    made_of: str
    medicine: dict[str, str]
    slip: dict[str, str]
    reworded: str
    left_out: str
    cannot_print: str
    sign_missing: str


@dataclass(frozen=True)
class Sizes:
    """Of a page in millimetres, and of type in points."""

    page: tuple[float, float]
    words: float
    small: float
    title: float


NORMAL = Sizes((105, 148), 12, 8.5, 20)
LARGE = Sizes((148, 210), 18, 14, 28)


def booklet(version: VersionPage, labels: Labels, *, large: bool = False) -> bytes:
    """The version as a PDF."""
    pages = Pages(version, labels, LARGE if large else NORMAL)
    pages.cover()
    for item in version.items:
        pages.strategy(item)
        gevent.sleep(0)  # a live session elsewhere is not kept waiting
    pages.last()
    return bytes(pages.pdf.output())


class Pages:
    """The pages of one booklet, in the making."""

    def __init__(self, version: VersionPage, labels: Labels, sizes: Sizes) -> None:
        self.version, self.labels, self.sizes = version, labels, sizes
        self.pdf = pdf = _Booklet(unit="mm", format=sizes.page)
        for style, file in FACES.items():
            pdf.add_font(BOOK, style, _fonts() / file)
        pdf.set_margins(MARGIN, MARGIN, MARGIN)
        pdf.c_margin = 0
        pdf.number_size = sizes.small
        pdf.set_auto_page_break(True, MARGIN + 4)
        pdf.set_title(_printable(version.title)[0])
        pdf.set_lang(labels.language)
        pdf.set_creator("")
        pdf.set_producer("")
        pdf.set_creation_date(datetime(version.year, 1, 1, tzinfo=UTC))

    def cover(self) -> None:
        version, sizes, labels = self.version, self.sizes, self.labels
        self.pdf.add_page()
        self.pdf.set_y(sizes.page[1] * 0.2)
        self._put([Line(version.title, sizes.title, "B", gap=3), Line(version.purpose, sizes.words, gap=4)])
        self._rule()
        licence = f"{labels.licence} {version.licence}" if version.licence else ""
        small = (labels.version, licence, labels.made_of)
        self._put([Line(version.program, sizes.words, gap=1)])
        self._put([Line(line, sizes.small, color=MUTED, gap=1) for line in small])
        self.pdf.add_page()
        self.pdf.numbered = True

    def strategy(self, item: Printed) -> None:
        """One text with its lines; it is not torn across pages, unless it is longer than one."""
        lines = self._taken_out() if item.pulled else self._lines(item)
        room = self.pdf.eph
        if self.pdf.will_page_break(min(sum(map(self._height, lines)) + AIR, room)) and self.pdf.get_y() > MARGIN + 1:
            self.pdf.add_page()
        self._put(lines)
        self._rule()

    def last(self) -> None:
        """Where to turn to, on the back: the booklet is filled up to whole sheets before it."""
        while (self.pdf.page_no() + 1) % SHEET:
            self.pdf.add_page()
            self.pdf.numbered = False
        self.pdf.add_page()
        self.pdf.numbered = False
        sizes, labels = self.sizes, self.labels
        self._put([Line(labels.help, sizes.words * 1.25, "B", gap=3)])
        self._put([Line(line, sizes.words * 0.92, gap=2) for line in labels.help_lines])
        self._put([Line(labels.copies, sizes.small, color=MUTED)])

    def _taken_out(self) -> list["Line"]:
        return [Line(self.labels.left_out, self.sizes.small, "I", MUTED, gap=2.2)]

    def _lines(self, item: Printed) -> list["Line"]:
        sizes, labels = self.sizes, self.labels
        words, missing = _printable(item.text)
        tags = " · ".join((*(tag.label for tag in item.tags), str(item.year), *([labels.reworded] * item.reworded)))
        return [
            Line(words, sizes.words, gap=1.2) if words else Line(labels.cannot_print, sizes.words, "I", gap=1.2),
            *(Line(line, sizes.small * 1.08, "B", gap=0.8) for line in self._reminders(item)),
            Line(item.note, sizes.small * 1.08, "I", gap=0.8 if item.note else 0),
            *([Line(labels.sign_missing, sizes.small, "I", MUTED, gap=0.8)] if words and missing else ()),
            Line(tags, sizes.small, color=MUTED, gap=2.2),
        ]

    def _reminders(self, item: Printed) -> list[str]:
        """What belongs under a text (R47, R48), in its own language."""
        own = item.language if item.language in self.labels.medicine else self.labels.language
        return [self.labels.medicine[own]] * item.medicine + [self.labels.slip[own]] * item.slip

    def _height(self, line: "Line") -> float:
        """How much room it takes, tried out without printing it."""
        return float(self._cell(line, dry=True)) + line.gap if line.text else 0

    def _put(self, lines: Iterable["Line"]) -> None:
        for line in lines:
            if line.text:
                self._cell(line)
                self.pdf.ln(line.gap)

    def _cell(self, line: "Line", *, dry: bool = False) -> Any:
        pdf, height = self.pdf, line.size * POINT * LEADING
        pdf.set_font(BOOK, line.style, line.size)
        pdf.set_text_color(*line.color)
        shown, _ = _printable(line.text, line.style)
        where: Any = {"dry_run": True, "output": MethodReturnValue.HEIGHT} if dry else {}
        return pdf.multi_cell(0, height, shown, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT, **where)

    def _rule(self) -> None:
        pdf = self.pdf
        pdf.set_draw_color(*RULE)
        pdf.set_line_width(0.2)
        pdf.line(MARGIN, pdf.get_y(), MARGIN + 14, pdf.get_y())
        pdf.ln(AIR)


@dataclass(frozen=True)
class Line:
    """A paragraph of one kind. `gap`: millimetres below it."""

    text: str
    size: float
    style: str = ""
    color: tuple[int, int, int] = INK
    gap: float = 0


class _Booklet(FPDF):
    """Pages, with a number at their foot once they are `numbered`."""

    numbered = False
    number_size = 8.5

    def footer(self) -> None:
        if not self.numbered:
            return
        self.set_y(-MARGIN + 2)
        self.set_font(BOOK, "", self.number_size)
        self.set_text_color(*MUTED)
        self.cell(0, 4, str(self.page_no()), align="C")


def _printable(text: str, style: str = "") -> tuple[str, bool]:
    """`text` as a face can print it, and whether something is missing; empty where a whole letter would be."""
    shown, missing = [], False
    for mark in text:
        if mark in "\n " or ord(mark) in _marks(style):
            shown.append(mark)
        elif unicodedata.category(mark)[0] in "LNM" and mark not in SELECTORS:
            return "", True
        else:
            missing = True
    return re.sub(" {2,}", " ", "".join(shown)).strip(), missing


@cache
def _marks(style: str) -> frozenset[int]:
    """What a face can print."""
    return frozenset(TTFont(_fonts() / FACES[style]).getBestCmap())


@cache
def _fonts() -> Path:
    spec = find_spec("font_source_serif_pro")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package font-source-serif-pro is missing")
    return Path(spec.submodule_search_locations[0]) / "files"
