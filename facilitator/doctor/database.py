"""The database: there, of a version that fits, up to date, writable, and told to keep what it acknowledged."""

import time
from collections.abc import Iterator
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from .. import db_migrations
from ..config import Config
from ..engines import writing_engine
from ..setup import folder
from .finding import BROKEN, LOOK, OK, Finding

NAME = "database"
OLDEST = {"sqlite": (3, 35), "postgresql": (14,)}
LONG_LOG = 256 * 2**20  # bytes of SQLite's write-ahead log: somebody has been reading for long
OFF_BY, WRONG_BY = 1.0, 10.0  # seconds between this machine's clock and the database's
# What deploy/postgresql.conf settles: what else would lose what was acknowledged, or write down what people wrote.
KEEPS = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on", "remote_write", "remote_apply")}
SILENT: dict[str, tuple[str, ...]] = {
    "log_statement": ("none",),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_min_error_statement": ("panic",),
    "log_parameter_max_length_on_error": ("0",),
    "archive_mode": ("off",),
}


def database(config: Config) -> Iterator[Finding]:
    file = folder.database_file(config)
    if file is not None and not file.exists():
        yield Finding(NAME, BROKEN, f"{file} is not there.", "Run 'facilitator init', or 'facilitator restore FILE'.")
        return
    engine = writing_engine(config.database_url)
    try:
        with engine.connect() as connection:
            yield from _looked_at(connection, file)
    except SQLAlchemyError as failure:
        yield Finding(
            NAME, BROKEN, f"It cannot be reached or written ({type(failure).__name__}).",
            "Is it running, is DATABASE_URL right, and may this user write?",
        )  # fmt: skip
    finally:
        engine.dispose()


def _looked_at(connection: Connection, file: Path | None) -> Iterator[Finding]:
    found = [*_version(connection), *_shape(connection), *_clock(connection)]
    found += _of_sqlite(connection, file) if file is not None else _of_postgresql(connection)
    _write_nothing(connection)
    yield from found


def _write_nothing(connection: Connection) -> None:
    """Raises SQLAlchemyError where no write gets through."""
    if MigrationContext.configure(connection).get_current_revision() is not None:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num WHERE 1 = 0"))
    connection.rollback()


def _version(connection: Connection) -> Iterator[Finding]:
    kind = connection.dialect.name
    found = connection.dialect.server_version_info or (0,)
    told = f"{'PostgreSQL' if kind == 'postgresql' else 'SQLite'} {'.'.join(map(str, found))}"
    oldest = OLDEST[kind]
    if found < oldest:
        yield Finding(NAME, BROKEN, f"{told} is too old.", f"Use {'.'.join(map(str, oldest))} or newer.")
    else:
        yield Finding(NAME, OK, f"{told}.")


def _shape(connection: Connection) -> Iterator[Finding]:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision == db_migrations.newest():
        yield Finding(NAME, OK, f"Up to date ({revision}).")
    elif revision is None:
        yield Finding(NAME, LOOK, "It has no tables yet.", "Run 'facilitator init', or start 'facilitator serve'.")
    elif not db_migrations.knows(revision):
        yield Finding(NAME, BROKEN, f"A newer version made it ({revision}).", "Install that version of Facilitator.")
    else:
        yield Finding(NAME, LOOK, f"It is of an older version ({revision}).", "The server brings it up to date.")


def _clock(connection: Connection) -> Iterator[Finding]:
    """Codes of the second step, tickets and ends of links go by this machine's clock."""
    if connection.dialect.name == "sqlite":
        yield Finding("clock", OK, "The database has this machine's own.")
        return
    before = time.time()
    there = float(connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())")) or 0)
    off = abs(there - (before + time.time()) / 2)
    state = BROKEN if off > WRONG_BY else LOOK if off > OFF_BY else OK
    do = "Let both machines set their clocks by the network (chrony, systemd-timesyncd)." if state != OK else ""
    yield Finding("clock", state, f"{off:.1f} s off the database's.", do)


def _of_sqlite(connection: Connection, file: Path | None) -> Iterator[Finding]:
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if mode != "wal":
        yield Finding(NAME, BROKEN, f"Its log is in mode '{mode}' and not WAL.", "Move it to a disk of this machine.")
    sound = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if sound != "ok":
        yield Finding(NAME, BROKEN, "Its file is damaged.", "Stop the server, and put the last backup back.")
    else:
        yield Finding(NAME, OK, "Its file is sound, and it can be written.")
    log = file.with_name(f"{file.name}-wal") if file is not None else None
    if log is not None and log.exists() and log.stat().st_size > LONG_LOG:
        yield Finding(NAME, LOOK, f"Its log has {log.stat().st_size // 2**20} MiB.", "Start the server anew.")


def _of_postgresql(connection: Connection) -> Iterator[Finding]:
    loses = _differing(connection, KEEPS)
    if loses:
        yield Finding(
            NAME, BROKEN, f"What was acknowledged as saved can be lost: {loses}.",
            "Take these settings out of PostgreSQL's configuration.",
        )  # fmt: skip
    else:
        yield Finding(NAME, OK, "It keeps what it acknowledges, and it can be written.")
    if tells := _differing(connection, SILENT):
        yield Finding(
            NAME, LOOK, f"Its log or archive may hold what people write: {tells}.",
            "Include deploy/postgresql.conf in PostgreSQL's configuration.",
        )  # fmt: skip


def _differing(connection: Connection, wanted: dict[str, tuple[str, ...]]) -> str:
    """The settings that are otherwise, as they are. One that this version does not have is left out."""
    told = []
    for name, values in wanted.items():
        try:
            found = connection.scalar(text("SELECT current_setting(:name, true)"), {"name": name})
        except DBAPIError:
            continue
        if found is not None and found not in values:
            told.append(f"{name} = {found}")
    return ", ".join(told)
