"""`facilitator backup`: the database in one file, while the server runs. Never a key, never the secret.

What is still sealed stays sealed in it: the keys are files elsewhere, and a copy made while people write cannot be read
once they are destroyed. Nobody is signed in by it either: sign-ins and open links are left out.
"""

import os
import re
from argparse import Namespace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

from ..config import Config
from ..errors import Invalid, Refused
from . import folder, postgresql_backup, sqlite_backup
from .tables import DOORS

LONGEST = 30  # days that a backup may live (P30)
NAMED = re.compile(r"facilitator-(\d{4}-\d{2}-\d{2})\.backup")


def run_backup(arguments: Namespace) -> int:
    """Save the database to the file `to`; where that is a folder, under the name of the day (in UTC).

    There, backups that were made more than `days` days ago are erased. Raises Refused, Invalid, ConfigError.
    """
    config = folder.config_of(folder.folder_of(arguments))
    to = Path(arguments.to)
    if not 1 <= arguments.days <= LONGEST:
        raise Invalid("A backup lives 1 to 30 days. What people took back is in it until then.")
    file = to / name_of(datetime.now(UTC).date()) if to.is_dir() else to
    if file.exists() and file.parent != to:
        raise Refused("%(file)s is there already. Choose another name.", file=file)
    save(config, file)
    print(f"Saved to {file} ({file.stat().st_size // 1024 + 1} kB). It holds no keys and no secret.")
    if to.is_dir():
        gone = erase_old(to, arguments.days)
        print(f"Backups live {arguments.days} days here: {gone} older ones are erased.")
    return 0


def save(config: Config, file: Path) -> None:
    """Write a backup for this user alone. The file is there when it is whole and on the disk, and not before."""
    beside = file.with_name(f"{file.name}.part")
    beside.unlink(missing_ok=True)
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        way_of(config).save(config, beside, DOORS)
        _synced(beside)
        beside.replace(file)
        _synced(file.parent)
    except FileNotFoundError:
        raise Refused("There is no folder %(folder)s.", folder=file.parent) from None
    finally:
        beside.unlink(missing_ok=True)


def erase_old(place: Path, days: int, today: date | None = None) -> int:
    """Erase the backups in a folder that were made more than so many days ago, by the day in their name."""
    oldest = (today or datetime.now(UTC).date()) - timedelta(days=days)
    old = [path for path in place.iterdir() if (day := _day_of(path.name)) is not None and day < oldest]
    for path in old:
        path.unlink()
    return len(old)


def name_of(day: date) -> str:
    return f"facilitator-{day.isoformat()}.backup"


def way_of(config: Config) -> ModuleType:
    """How this installation's database is saved and put back."""
    return sqlite_backup if folder.database_file(config) else postgresql_backup


def _day_of(name: str) -> date | None:
    found = NAMED.fullmatch(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
