"""Exports that reviewers make: each leaves a line in the program's list and in the log, and no file stays here.

The line is written before the first byte leaves, and gets its checksum with the last one: what has none was broken off.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import db
from ..accounts import Action, audit
from ..accounts.models import Account, Program
from ..errors import Invalid
from ..privacy.withholding import told
from . import collection_readings, export_files, export_pdf, handing_on
from .collection_models import CollectionVersion
from .export_models import Export
from .handing_on import Row, Words
from .keepers import reviewer
from .readings import Query

KINDS = ("csv", "xlsx", "json", "pdf")
ENDINGS = {"csv": "zip", "xlsx": "xlsx", "json": "json", "pdf": "pdf"}
TYPES = {
    "csv": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
}
LISTED = 100


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to have: a published version, or what `query` finds in the program's view."""

    kind: str
    query: Query
    version_id: UUID | None = None


@dataclass(frozen=True)
class Card:
    """An export in the list. `rows`: None stands for "a few"; `checksum`: empty where it was broken off."""

    id: UUID
    day: date
    kind: str
    of: str
    query: Query
    with_words: bool
    rows: int | None
    withheld: int
    checksum: str
    by: str
    edition: int
    superseded: bool


@dataclass(frozen=True)
class Made:
    """An export on its way: its name, its type, and its bytes as they are made."""

    name: str
    type: str
    pieces: Iterator[bytes]


def make(wanted: Wanted, by: UUID, language: str, translated: Words) -> Made:
    """Begin an export. Raises NotOpen, Invalid, NotFound.

    `translated` is asked before the first piece and while it is made, so it must need no request.
    """
    if wanted.kind not in KINDS:
        raise Invalid("Choose what kind of file.")
    with db.reading() as tx:
        program = tx.get_one(Program, reviewer(tx, by).program_id)
        year = datetime.now(UTC).year
        export = (
            handing_on.of_view(program, wanted.query, language, year, translated)
            if wanted.version_id is None
            else handing_on.of_version(
                program, collection_readings.version_of(wanted.version_id, by, language), language, year, translated
            )
        )
    if wanted.kind == "pdf" and export.size > export_pdf.MOST:
        raise Invalid("A PDF holds 500 texts at most. Narrow it, or take another kind of file.")
    export_id = _note(wanted, by, export)
    name = f"{'collection' if wanted.version_id else 'strategies'}-{year}.{ENDINGS[wanted.kind]}"
    return Made(name, TYPES[wanted.kind], _sent(export_id, wanted.kind, export, translated))


def exports_of(by: UUID) -> list[Card]:
    """The exports of the program that `by` reviews for, the latest first. Raises NotFound."""
    with db.reading() as tx:
        program = tx.get_one(Program, reviewer(tx, by).program_id)
        rows = tx.execute(
            select(Export, Account.name, CollectionVersion)
            .outerjoin(Account, Account.id == Export.by_id)
            .outerjoin(CollectionVersion, CollectionVersion.id == Export.version_id)
            .where(Export.program_id == program.id)
            .order_by(Export.day.desc(), Export.id)
            .limit(LISTED)
        )
        return [_card(row, maker or "", version, program.k_export) for row, maker, version in rows]


def _note(wanted: Wanted, by: UUID, export: handing_on.Export) -> UUID:
    """Its line in the list and in the log: not a word that somebody searched for is in either."""
    query = wanted.query
    filters = {name: value for name, value in vars(replace(query, words="")).items() if value}
    filters |= {"words": True} if query.words.strip() else {}

    def work(tx: Session) -> UUID:
        program_id = reviewer(tx, by).program_id
        row = Export(
            id=db.new_id(), program_id=program_id, version_id=wanted.version_id, by_id=by, kind=wanted.kind,
            filters=filters, edition=export.edition, rows=export.size, withheld=export.withheld, checksum="",
            day=datetime.now(UTC).toordinal(),
        )  # fmt: skip
        tx.add(row)
        audit.record(tx, program_id, by, Action.EXPORTED)
        return row.id

    return db.write(work)


def _sent(export_id: UUID, kind: str, export: handing_on.Export, translated: Words) -> Iterator[bytes]:
    """The bytes, and with the last of them what they were is written down."""
    counted = _Counted(export.rows)
    whole = replace(export, rows=counted)
    made: dict[str, Callable[[], Iterator[bytes]]] = {
        "csv": lambda: export_files.csv_in_zip(whole),
        "xlsx": lambda: export_files.xlsx(whole),
        "json": lambda: export_files.in_json(whole),
        "pdf": lambda: export_pdf.pdf(whole, export_pdf.labels_of(translated, export.language)),
    }
    digest = hashlib.sha256()
    for piece in made[kind]():
        digest.update(piece)
        yield piece
    _finish(export_id, counted.count, digest.hexdigest())


def _finish(export_id: UUID, rows: int, checksum: str) -> None:
    def work(tx: Session) -> None:
        row = tx.get(Export, export_id)
        if row is not None:
            row.rows, row.checksum = rows, checksum

    db.write(work)


def _card(row: Export, maker: str, version: CollectionVersion | None, least: int) -> Card:
    filters = {name: value for name, value in row.filters.items() if name != "words"}
    of = f"{version.title}, {version.number}" if version else ""
    return Card(
        row.id, date.fromordinal(row.day), row.kind, of, Query(**filters), "words" in row.filters,
        row.rows if version else told(row.rows, least), row.withheld, row.checksum, maker, row.edition, row.superseded,
    )  # fmt: skip


class _Counted:
    """Rows on their way, counted."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self.count += 1
        return row
