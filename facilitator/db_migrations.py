"""The database's shape, brought up to date or back by Alembic. Each move is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from .assets import assets
from .engines import writing_engine

EMPTY = "base"
MOVING = 0xFAC1  # the number of our lock in the database; any would do


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` (a SQLAlchemy URL) up to `revision`, creating what is missing.

    Of several processes that start together, one does it and the others wait for it.
    """
    with _connected(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MOVING})")
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str = EMPTY) -> None:
    """Take the database back to `revision`; what newer revisions added is lost."""
    with _connected(url) as connection:
        command.downgrade(_config(connection), revision)


def is_current(url: str) -> bool:
    """Whether the database has the shape this version of the code needs."""
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str | None:
    """The revision this version of the code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def knows(revision: str) -> bool:
    """Whether this version of the code can bring a database of that revision up to date."""
    return revision in {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(assets() / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """One connection, committed at the end. On SQLite nobody else writes meanwhile."""
    engine = writing_engine(url)
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        event.listen(engine, "connect", _let_tables_move)
    try:
        with engine.begin() as connection:
            yield connection
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("A migration left rows that refer to nothing; it was not kept.")
    finally:
        engine.dispose()


def _let_tables_move(connection: Any, _record: object) -> None:
    """SQLite changes a table by copying it and dropping the old one, which must not cascade."""
    connection.execute("PRAGMA foreign_keys=OFF")
