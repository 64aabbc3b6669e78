"""The data folder of one installation, and the configuration that goes with it."""

import os
import secrets
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect, make_url, select

from .. import db
from ..accounts import Program
from ..config import Config, ConfigError
from ..errors import Refused

SECRET = "secret"  # noqa: S105 - the name of a file
SECRET_BYTES = 48
IN_USE = "The database is in use. Stop the server, then run this again."


def folder_of(arguments: Namespace) -> Path:
    """The folder that was named: --data, else FACILITATOR_DATA, else `data` here."""
    return Path(arguments.data or os.environ.get("FACILITATOR_DATA") or "data").resolve()


def config_of(folder: Path) -> Config:
    """The configuration of the installation in `folder`. Raises ConfigError."""
    return Config.from_env({**os.environ, "FACILITATOR_DATA": str(folder)})


def make(folder: Path) -> None:
    """Make the folder, for its owner alone, and the secret in it, unless they are there."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / SECRET).exists():
        raise ConfigError(f"{folder} has other things in it. Choose a new or an empty folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if not (folder / SECRET).exists():
        make_secret(folder)


def make_secret(folder: Path) -> None:
    """Write a new secret where there is none, for this user alone."""
    file = os.open(folder / SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, secrets.token_urlsafe(SECRET_BYTES).encode() + b"\n")
        os.fsync(file)
    finally:
        os.close(file)


def keep_private(config: Config) -> None:
    """A SQLite database is for its owner alone, and its log beside it follows."""
    if (file := database_file(config)) is not None:
        file.chmod(0o600)


def database_file(config: Config) -> Path | None:
    """The file of a SQLite database; None on PostgreSQL."""
    url = make_url(config.database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def take_alone(database: Path) -> None:
    """Raises Refused unless nobody else has the database open: only then does SQLite give up its log."""
    connection = sqlite3.connect(database, timeout=1)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise Refused(IN_USE) from None
    finally:
        connection.close()


@contextmanager
def connected(config: Config) -> Iterator[db.Database]:
    """The installation's database, for one command."""
    database = db.connect(config.database_url)
    try:
        yield database
    finally:
        database.close()


def program_in(database: db.Database) -> Program | None:
    """The program of this installation, if the database has been set up. Raises Refused for several."""
    if not inspect(database.reader).has_table(Program.__tablename__):
        return None
    with db.reading() as tx:
        programs = tx.scalars(select(Program).limit(2)).all()
    if len(programs) > 1:
        raise Refused("There are several programs here, and this command knows one.")
    return programs[0] if programs else None
