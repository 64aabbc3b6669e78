"""What the attacker takes: every file, at several moments while all is running; the keys alone are not in reach."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg

from .clusters import Cluster

Copy = dict[str, bytes]  # the database's own files, its write-ahead log, the logs


class Disk(Protocol):
    """The disk of one installation."""

    def begin(self) -> None:
        """A session begins: what was written before is of no interest."""

    def copy(self) -> Copy:
        """All files as they are now."""

    def versions(self) -> dict[str, tuple[float, float]]:
        """The transaction and the place in its table of each strategy, by id, where the database keeps them."""


@dataclass
class SqliteDisk:
    """The data folder, and what the process wrote to its log."""

    folder: Path
    log: Path

    def begin(self) -> None:
        """The files are small: they are taken whole."""

    def copy(self) -> Copy:
        return {
            "db": (self.folder / "facilitator.db").read_bytes(),
            "wal": (self.folder / "facilitator.db-wal").read_bytes(),
            "log": self.log.read_bytes(),
        }

    def versions(self) -> dict[str, tuple[float, float]]:
        return {}


@dataclass
class PostgresqlDisk:
    """The cluster's data directory, its server log, and what the process wrote to its own."""

    cluster: Cluster
    log: Path
    _since: tuple[str, int] = field(default=("", 0), init=False)

    def begin(self) -> None:
        self._since = self._position()

    def copy(self) -> Copy:
        self._ask("CHECKPOINT")
        return {"db": self._tables(), "wal": self._wal(), "log": self.cluster.log.read_bytes() + self.log.read_bytes()}

    def versions(self) -> dict[str, tuple[float, float]]:
        rows = self._ask("SELECT id, xmin::text::bigint, ctid::text FROM strategy")
        return {row[0].hex: (float(row[1]), _number(row[2])) for row in rows}

    def _tables(self) -> bytes:
        rows = self._ask(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't')"
            " AND relname ~ '^(strategy|review_item|envelope|attack|pg_toast_[0-9]+$|(pk|ix|uq)_(strategy|review))'"
            " ORDER BY oid"
        )
        paths = [self.cluster.data / row[0] for row in rows]
        return b"".join(path.read_bytes() for path in paths if path.exists())

    def _wal(self) -> bytes:
        first, offset = self._since
        last, end = self._position()
        segments = sorted(path for path in (self.cluster.data / "pg_wal").iterdir() if first <= path.name <= last)
        written = [path.read_bytes() for path in segments if path.is_file()]
        written[-1] = written[-1][:end]
        written[0] = written[0][offset:]
        return b"".join(written)

    def _position(self) -> tuple[str, int]:
        [row] = self._ask("SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())")
        return str(row[0]), int(row[1])

    def _ask(self, statement: str) -> list[tuple[Any, ...]]:
        url = self.cluster.url.replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return list(cursor.fetchall()) if cursor.description else []


def _number(place: str) -> float:
    """A tuple's place, "(page,line)", as one number."""
    page, line = place.strip("()").split(",")
    return int(page) * 1000.0 + int(line)
