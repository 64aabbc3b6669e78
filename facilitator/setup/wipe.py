"""`facilitator wipe`: everything of an installation erased, and a look at whether anything is left (P33)."""

from argparse import Namespace
from pathlib import Path

from sqlalchemy import MetaData, inspect

from ..config import Config
from ..engines import writing_engine
from ..errors import Refused
from ..retention import proof
from ..strategies import gone
from . import folder
from .tables import OURS

BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")


def run_wipe(arguments: Namespace) -> int:
    """Erase database, keys and secret once the program's name was typed. Raises Refused, ConfigError."""
    config = folder.config_of(folder.folder_of(arguments))
    name = _name_to_type(config)
    print(
        f"This erases every group, strategy, account and key of {config.data_folder}, for good.\n"
        f"Stop the server first. To go on, type: {name}"
    )
    if input("> ").strip() != name:
        raise Refused("That was something else. Nothing was erased.")
    erase(config)
    if left := what_is_left(config):
        raise Refused(f"Not everything is gone. Still there: {', '.join(left)}")
    print("Everything is erased: nothing is left here. Backups are yours to erase.")
    if not folder.database_file(config):
        print("PostgreSQL keeps erased rows in its write-ahead log until that is recycled.")
    return 0


def erase(config: Config) -> None:
    """Erase the database, then the keys, then the secret. Raises Refused while a server uses the database."""
    if database := folder.database_file(config):
        folder.take_alone(database)
    else:
        _drop_tables(config)
    for path in _files(config):
        path.unlink(missing_ok=True)
    if config.key_folder.is_dir():
        config.key_folder.rmdir()


def what_is_left(config: Config) -> list[str]:
    """The files and tables of the installation that are still there."""
    files = [str(path) for path in _files(config)]
    return files if folder.database_file(config) else files + _tables(config)


def _name_to_type(config: Config) -> str:
    """The program's name; where set-up never came so far, a plain word."""
    with folder.connected(config) as database:
        program = folder.program_in(database)
        return program.name if program else "wipe"


def _drop_tables(config: Config) -> None:
    """Drop our tables, also those of an older or newer version, and leave what is not ours alone."""
    engine = writing_engine(config.database_url)
    found = MetaData()
    with engine.begin() as connection:
        found.reflect(connection, only=lambda name, _: name in OURS)
        found.drop_all(connection)
    engine.dispose()


def _tables(config: Config) -> list[str]:
    engine = writing_engine(config.database_url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
    engine.dispose()
    return [f"table {name}" for name in names if name in OURS]


def _files(config: Config) -> list[Path]:
    """What there is of the installation in its folder, the secret last."""
    keys = sorted(config.key_folder.iterdir()) if config.key_folder.is_dir() else []
    database = folder.database_file(config)
    beside = [database.with_name(database.name + end) for end in BESIDE_SQLITE] if database else []
    notes = [config.data_folder / proof.NAME, config.data_folder / gone.NAME, config.unfinished]
    return [path for path in (*beside, *keys, *notes, config.data_folder / folder.SECRET) if path.exists()]
