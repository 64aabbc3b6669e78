"""An export as a file: CSV in a ZIP, XLSX, JSON. Each is made while it is sent, a little at a time.

Every field of a table is guarded, so that no spreadsheet runs what somebody wrote (`privacy.cells`); JSON holds the
words as they are. No file knows the time or the machine it was made on.
"""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import IO, Any, TypeVar

import gevent
from xlsxwriter import Workbook

from ..privacy.cells import plain_cell
from .handing_on import A_BREATH, AXES, Export, Row

AT_ONCE = 50  # rows, until others get their turn
A_PIECE = 64 * 1024
BOM = "\ufeff"  # without it a spreadsheet takes UTF-8 for something else
WITHHELD = "withheld"
WIDTHS = {"strategies": 60, "counts": 24, "dictionary": 18, "about": 24}
SETTINGS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

T = TypeVar("T")
Table = tuple[str, Iterable[list[str]]]


def csv_in_zip(export: Export) -> Iterator[bytes]:
    """strategies.csv, counts.csv, dictionary.csv and about.csv in one ZIP."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in _tables(export):
            entry = zipfile.ZipInfo(f"{name}.csv")  # its day is the first that a ZIP knows
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                file.write(BOM.encode())
                for some in _slices(rows):
                    file.write(_lines(some))
                    yield pipe.taken()
    yield pipe.taken()


def xlsx(export: Export) -> Iterator[bytes]:
    """A workbook with a sheet for each of these tables. It can be sent only when it is whole."""
    with tempfile.TemporaryFile() as file:
        with tempfile.TemporaryDirectory() as folder:
            _write_workbook(export, file, folder)
        file.seek(0)
        yield from iter(lambda: file.read(A_PIECE), b"")


def in_json(export: Export) -> Iterator[bytes]:
    """One object: title, about, dictionary, counts, strategies."""
    counts = [{"axis": axis, "value": value, "count": count} for axis, value, count in export.counts]
    head = {"title": export.title, "about": dict(export.about), "dictionary": export.columns, "counts": counts}
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "strategies": ['
    before = "\n"
    for some in _slices(export.rows):
        objects = (json.dumps(_as_object(row, export), ensure_ascii=False) for row in some)
        yield (before + ",\n".join(objects)).encode()
        before = ",\n"
    yield b"\n]}\n"


def _write_workbook(export: Export, file: IO[bytes], folder: str) -> None:
    workbook = Workbook(file, SETTINGS | {"tmpdir": folder})
    workbook.set_properties({"title": export.title, "created": datetime(export.year, 1, 1)})
    head = workbook.add_format({"bold": True})
    for name, rows in _tables(export):
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, WIDTHS[name])
        for at, row in enumerate(chain.from_iterable(_slices(rows))):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell, None if at else head)
    workbook.close()


def _tables(export: Export) -> Iterator[Table]:
    """The tables by name, each with its headings first, each field guarded."""
    columns = list(export.columns)
    yield "strategies", _guarded(columns, (_as_cells(row, export) for row in export.rows))
    if export.counts:
        told = ([axis, value, WITHHELD if count is None else str(count)] for axis, value, count in export.counts)
        yield "counts", _guarded(["axis", "value", "count"], told)
    yield "dictionary", _guarded(["column", "means"], map(list, export.columns.items()))
    yield "about", _guarded(["about", "text"], map(list, export.about))


def _guarded(head: list[str], rows: Iterable[list[str]]) -> Iterator[list[str]]:
    return ([plain_cell(cell) for cell in row] for row in chain([head], rows))


def _as_object(row: Row, export: Export) -> dict[str, Any]:
    """What of a row this export has, by column."""
    whole = {axis: list(row.tags[axis]) for axis in AXES} | {
        "text": row.text, "language": row.language, "year": row.year, "changed": row.changed,
        "show_with": list(row.show_with), "note": row.note, "pulled": row.pulled,
    }  # fmt: skip
    return {name: whole[name] for name in export.columns}


def _as_cells(row: Row, export: Export) -> list[str]:
    return [_as_text(value) for value in _as_object(row, export).values()]


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "; ".join(value) if isinstance(value, list) else str(value)


def _lines(rows: Iterable[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def _slices(rows: Iterable[T]) -> Iterator[list[T]]:
    """Some of them at a time; between them others get their turn."""
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some
        gevent.sleep(A_BREATH)


class _Pipe(io.RawIOBase):
    """Where a ZIP is written to, that is sent away as it comes: it cannot be gone back in."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._kept += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        piece, self._kept = bytes(self._kept), bytearray()
        return piece
