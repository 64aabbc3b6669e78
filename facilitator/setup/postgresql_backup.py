"""A backup of a PostgreSQL database by its own tools, and putting one back in one transaction.

What the tools say can hold rows, so nothing of it is passed on but a message of pg_dump and the code of an error.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url, text

from ..config import Config
from ..engines import writing_engine
from ..errors import Refused
from . import folder
from .tables import OURS

BEGINS = b"PGDMP"
OTHERS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
DUMP = ("--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--lock-wait-timeout=10s")
LOAD = ("--no-owner", "--no-privileges", "--no-comments", "--file=-")
QUIETLY = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=sqlstate")


def save(config: Config, file: Path, doors: tuple[str, ...]) -> None:
    """Dump our tables as they are in one moment into `file`, without the rows of `doors`. Raises Refused."""
    tables = [f"--table={name}" for name in sorted(OURS)]
    without = [f"--exclude-table-data={door}" for door in doors]
    command = [_program("pg_dump"), *DUMP, *tables, *without, f"--file={file}"]
    done = subprocess.run(command, env=_environ(config), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["pg_dump failed"]
        raise Refused("No backup was made. %(said)s", said=said[0])


def revision_of(config: Config, file: Path) -> str | None:
    """Which shape of the database the backup has; None when it is no backup of ours. Raises Refused when damaged."""
    command = [_program("pg_restore"), "--data-only", "--table=alembic_version", "--file=-", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise Refused("That backup is damaged, or made by a newer PostgreSQL. Nothing was changed.")
    found = re.search(r"^COPY \S*alembic_version .*\n(\S+)$", done.stdout, re.MULTILINE)
    return found[1] if found and found[1] != "\\." else None


def expect_unused(config: Config) -> None:
    """Raises Refused while somebody else is connected to the database."""
    engine = writing_engine(config.database_url)
    try:
        with engine.connect() as connection:
            others = connection.scalar(text(OTHERS + "and backend_type = 'client backend'"))
    finally:
        engine.dispose()
    if others:
        raise Refused(folder.IN_USE)


@contextmanager
def put_back(config: Config, file: Path) -> Iterator[Config]:
    """Our tables as they are in the backup. Until all that follows is done too, no server starts on them."""
    config.unfinished.touch(mode=0o600)
    _load(config, file)
    yield config
    config.unfinished.unlink()


def _load(config: Config, file: Path) -> None:
    """Drop our tables and fill them from the file, in one transaction that is only committed once all was read."""
    drop = f"DROP TABLE IF EXISTS {', '.join(sorted(OURS))} CASCADE"
    reading = [_program("pg_restore"), *LOAD, str(file)]
    writing = [_program("psql"), *QUIETLY, f"--command={drop}", "--file=-"]
    with (
        subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as read,  # noqa: S603
        subprocess.Popen(  # noqa: S603
            writing, env=_environ(config), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as written,
    ):
        if not (read.stdout and written.stdin and written.stderr):
            raise RuntimeError("The pipes that were asked for are not there.")
        with suppress(BrokenPipeError):
            shutil.copyfileobj(read.stdout, written.stdin)
        if read.wait() != 0 and written.poll() is None:
            written.kill()  # before it could commit a part
        with suppress(BrokenPipeError):
            written.stdin.close()
        said = written.stderr.read().decode(errors="replace")
        if written.wait() != 0:
            found = re.search(r"\b[0-9A-Z]{5}$", said.strip())
            raise Refused("PostgreSQL did not take the backup (%(code)s). Nothing was changed.", code=_code(found))


def _code(found: "re.Match[str] | None") -> str:
    return found[0] if found else "it was not whole"


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise Refused(
            "%(name)s is not here. Install PostgreSQL's own tools: apt-get install postgresql-client", name=name
        )
    return path


def _environ(config: Config) -> dict[str, str]:
    """The environment that PostgreSQL's tools read: a password never stands in a list of processes."""
    url = make_url(config.database_url)
    told: dict[str, object] = {"host": url.host, "port": url.port, "user": url.username, "password": url.password}
    told |= {"database": url.database, **dict(url.query)}
    named = {f"PG{name.upper()}": str(value) for name, value in told.items() if value}
    return os.environ | named
