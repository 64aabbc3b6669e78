"""When something may have been lost: shut the doors, say what was held, and practise both (P38)."""

import contextlib
import io
import os
import sqlite3
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, inspect, select

from .. import db
from ..config import Config
from ..engines import writing_engine
from ..errors import Refused
from ..models import Base
from . import folder
from .init import run_init
from .tables import DOORS

SECRET_IN_ENVIRONMENT = "SECRET_KEY is set in the environment: change it there, then run this again."  # noqa: S105
DRILL = {
    "program": "Drill",
    "pack": "us",
    "emergency": None,
    "timezone": "Etc/UTC",
    "admin": "Drill Admin",
    "yes": True,
}


def run_lockdown(arguments: Namespace) -> int:
    """End every sign-in and every open link, and replace the secret. Raises Refused, ConfigError."""
    config = folder.config_of(folder.folder_of(arguments))
    if os.environ.get("SECRET_KEY"):
        raise Refused(SECRET_IN_ENVIRONMENT)
    ended = shut_the_doors(config)
    print(f"{ended} sign-ins and links are ended, and the secret is new: every cookie, seat and link is dead.")
    print("Start the server again. Everybody signs in anew, and phones join again.")
    print("A second step was sealed with the old secret. For whoever has one, run: facilitator account second-step-off")
    return 0


def run_held(arguments: Namespace) -> int:
    """Print how many rows of each kind there are, and none of them. Raises ConfigError."""
    config = folder.config_of(folder.folder_of(arguments))
    for name, rows in held(config).items():
        print(f"{rows:>8}  {name}")
    print(f"{len(_keys(config)):>8}  key files of sealed writing")
    return 0


def run_drill(_: Namespace) -> int:
    """Practise the runbook on a throw-away installation; 1 when a step did not do what it should."""
    with _practice() as config:
        steps = {
            "Every sign-in is ended, and the secret is new": _doors_shut(config),
            "What is held can be counted": held(config).get("account") == 1,
            "The copy for evidence opens, and holds no key": _copied(config),
        }
    for words, done in steps.items():
        print(f"  {'ok    ' if done else 'FAILED'}  {words}")
    return 0 if all(steps.values()) else 1


def shut_the_doors(config: Config) -> int:
    """End what lets somebody in; returns how many rows that were."""
    with _connection(config) as connection:
        ended = sum(connection.execute(Base.metadata.tables[door].delete()).rowcount for door in DOORS)
    (config.data_folder / folder.SECRET).unlink(missing_ok=True)
    folder.make_secret(config.data_folder)
    return ended


def held(config: Config) -> dict[str, int]:
    """How many rows each table has."""
    with _connection(config) as connection:
        there = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        return {
            name: connection.scalar(select(func.count()).select_from(Base.metadata.tables[name])) or 0
            for name in sorted(there)
        }


def evidence(config: Config, copy: Path) -> None:
    """Copy a SQLite database as it is now, without stopping its server, and nothing else."""
    with (
        contextlib.closing(sqlite3.connect(str(folder.database_file(config)))) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    copy.chmod(0o600)


@contextmanager
def _practice() -> Iterator[Config]:
    """A throw-away installation with one account, which is signed in."""
    with tempfile.TemporaryDirectory(prefix="facilitator-drill-") as place:
        with contextlib.redirect_stdout(io.StringIO()):
            run_init(Namespace(data=str(Path(place) / "data"), **DRILL))
        config = folder.config_of(Path(place) / "data")
        with _connection(config) as connection:
            accounts, sign_ins = (Base.metadata.tables[name] for name in ("account", "sign_in"))
            account = connection.scalar(select(accounts.c.id))
            connection.execute(insert(sign_ins).values(id=db.new_id(), account_id=account, **_far_off(sign_ins)))
        yield config


def _doors_shut(config: Config) -> bool:
    before = (config.data_folder / folder.SECRET).read_bytes()
    ended = shut_the_doors(config)
    return ended == 1 and held(config)["sign_in"] == 0 and (config.data_folder / folder.SECRET).read_bytes() != before


def _copied(config: Config) -> bool:
    copy = config.data_folder.parent / "evidence.db"
    evidence(config, copy)
    with contextlib.closing(sqlite3.connect(copy)) as opened:
        return bool(opened.execute("SELECT count(*) FROM account").fetchone() == (1,))


def _far_off(table: Table) -> dict[str, int]:
    """Moments far ahead, for every column that has to be filled beside the ids."""
    needed = [one for one in table.columns if not one.nullable and one.default is None]
    return {one.name: 2**31 - 1 for one in needed if one.name != "account_id"}


def _keys(config: Config) -> list[Path]:
    return list(config.key_folder.iterdir()) if config.key_folder.is_dir() else []


@contextmanager
def _connection(config: Config) -> Iterator[Connection]:
    """The database, in one transaction of its own."""
    engine = writing_engine(config.database_url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
