"""A copy of a SQLite database while it is in use; and putting one back: the old one stays until the new is whole."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from ..config import Config
from ..errors import Refused
from . import folder

BEGINS = b"SQLite format 3\0"
SIZE = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
BESIDE = ("-wal", "-shm", "-journal")
DAMAGED = "That backup is damaged, and nothing was changed. Take another one."


def save(config: Config, file: Path, doors: tuple[str, ...]) -> None:
    """Copy the database as it is in one moment into `file`, without the rows of `doors`, and look it over.

    `file` is there and empty. Raises Refused where there is nothing to copy, or no whole copy can be made.
    """
    if not _database(config).exists():
        raise Refused("Nothing is set up there yet.")
    try:
        with (
            closing(sqlite3.connect(f"file:{_database(config)}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(file, isolation_level=None)) as copy,
        ):
            source.backup(copy)
            whole = _without(copy, doors)
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise Refused("No whole copy can be made: the database is damaged, or the disk is full.")


def revision_of(_: Config, file: Path) -> str | None:
    """Which shape of the database the backup has; None when it is no backup of ours. Raises Refused when damaged."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as copy:
            whole = copy.execute("PRAGMA quick_check").fetchone() == ("ok",)
            if not whole or copy.execute(SIZE).fetchone() != (file.stat().st_size,):
                raise Refused(DAMAGED)
            row = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError:
        raise Refused(DAMAGED) from None
    return str(row[0]) if row else None


def expect_unused(config: Config) -> None:
    """Raises Refused while a server has the database open. One that cannot be read any more is in nobody's use."""
    database = _database(config)
    if not database.exists():
        return
    try:
        folder.take_alone(database)
    except sqlite3.DatabaseError:
        return


@contextmanager
def put_back(config: Config, file: Path) -> Iterator[Config]:
    """The backup as a database beside the old one; when all went well it takes the old one's place, in one step."""
    database = _database(config)
    beside = database.with_name(f"{database.name}.restoring")
    _erase(beside)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as copy, file.open("rb") as source:
            while part := source.read(1 << 20):
                copy.write(part)
        yield replace(config, database_url=f"sqlite:///{beside}")
        folder.take_alone(beside)  # its log is in the file now
        _synced(beside)
        for end in BESIDE:  # a log of the old database must never meet the new one
            database.with_name(database.name + end).unlink(missing_ok=True)
        beside.replace(database)
        _synced(database.parent)
    finally:
        _erase(beside)


def _database(config: Config) -> Path:
    database = folder.database_file(config)
    assert database is not None  # noqa: S101 - the caller knows that it is SQLite
    return database


def _without(copy: sqlite3.Connection, doors: tuple[str, ...]) -> bool:
    """Take the rows of `doors` out of the copy, and every trace of them; whether all of it can be read."""
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.execute("PRAGMA secure_delete=ON")
    for door in doors:
        copy.execute(f"DELETE FROM {door}")  # noqa: S608 - our own names of tables
    copy.execute("VACUUM")
    return bool(copy.execute("PRAGMA quick_check").fetchone() == ("ok",))


def _erase(database: Path) -> None:
    for path in (database, *(database.with_name(database.name + end) for end in BESIDE)):
        with suppress(FileNotFoundError):
            path.unlink()


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
