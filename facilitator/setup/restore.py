"""`facilitator restore`: a backup becomes the installation's database, and is brought to where it has to be.

What was taken back after the backup was made goes again; what has lived its time since is erased; nobody is signed in;
screens that are still open take a new picture. What the facilitators and admins undid since then is told.
"""

import os
from argparse import Namespace
from pathlib import Path
from types import ModuleType

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from .. import db, db_migrations, retention
from ..config import Config
from ..errors import Refused
from ..privacy import keys, lives
from ..retention import proof
from ..review.models import DeskItem, Released
from ..strategies import TakeBack, gone, restored
from ..strategies.restored import Resumed
from . import folder, postgresql_backup, sqlite_backup
from .backup import way_of

DONE = """\
The backup is in place{again}.

Everybody signs in anew. Look at these before a group uses it: what was changed after the backup is as it was before.
  - People who were switched off or added, new passwords and roles: see People.
  - Links to a library and keys for tools that were ended: end them again.
  - Texts and groups that were erased by hand: erase them again.
  - Whoever took something back may do so again: the words still work.{under_way}
Next: start the server. Then make a new backup.
"""
AGAIN = ", and {count} texts that were taken back since then are gone again"
UNDER_WAY = """
  - {count} sessions were under way, and some of what phones had sent cannot be read any more.
    Phones that are still in the room send the open step again by themselves; what was not approved before is gone."""
NEW_MACHINE = """
  - The secret is new. Who has a second step at sign-in cannot use it: put the old file `secret` back, or run
    facilitator account second-step-off for each."""


def run_restore(arguments: Namespace) -> int:
    """Put the backup `file` back; over a database that is not empty only with `replace`.

    Raises Refused, ConfigError.
    """
    place = folder.folder_of(arguments)
    new = not os.environ.get("SECRET_KEY") and not (place.is_dir() and any(place.iterdir()))
    if new:
        folder.make(place)  # a new machine: the installation begins with its backup
    resumed = restore(folder.config_of(place), Path(arguments.file), replace=arguments.replace)
    again = AGAIN.format(count=resumed.taken_back) if resumed.taken_back else ""
    under_way = UNDER_WAY.format(count=resumed.without_keys) if resumed.without_keys else ""
    print(DONE.format(again=again, under_way=under_way + (NEW_MACHINE if new else "")))
    return 0


def restore(config: Config, file: Path, *, replace: bool = False) -> Resumed:
    """Make the backup this installation's database, of the present version. Raises Refused and changes nothing then."""
    way = _way_for(config, file)
    revision = way.revision_of(config, file)
    if revision is None:
        raise Refused("%(file)s is no backup of Facilitator.", file=file)
    if not db_migrations.knows(revision):
        raise Refused("This backup comes from a newer version of Facilitator. Update the program first.")
    config.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    gone.use(config.data_folder)
    way.expect_unused(config)
    if not replace and not _is_empty(config):
        raise Refused(
            "There is a database here. What is in it is lost if you add --replace, and the backup takes over."
        )
    _remember_wishes(config)
    with way.put_back(config, file) as there:
        db_migrations.upgrade(there.database_url)
        resumed = _settle(there)
    folder.keep_private(config)
    return resumed


def _way_for(config: Config, file: Path) -> ModuleType:
    """Raises Refused for a file that is of the other kind of database, or of none."""
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(sqlite_backup.BEGINS))
    except OSError:
        raise Refused("%(file)s cannot be read.", file=file) from None
    way = way_of(config)
    other = postgresql_backup if way is sqlite_backup else sqlite_backup
    if begins.startswith(other.BEGINS):
        raise Refused("That backup is of another kind of database: see DATABASE_URL in docs/running.md.")
    if not begins.startswith(way.BEGINS):
        raise Refused("%(file)s is no backup of Facilitator.", file=file)
    return way


def _is_empty(config: Config) -> bool:
    """Whether nothing is set up. A database that cannot be read is not empty."""
    try:
        with folder.connected(config) as database:
            return folder.program_in(database) is None
    except (Refused, SQLAlchemyError):
        return False


def _remember_wishes(config: Config) -> None:
    """Take-backs that wait in the database that is to go are remembered, if it can be read."""
    try:
        with folder.connected(config), db.reading() as tx:
            gone.note(tx.scalars(select(TakeBack.mark)).all())
    except SQLAlchemyError:
        return


def _settle(config: Config) -> Resumed:
    keys.use(config.key_folder)
    lives.use(lives.Lives(config.review_hours, config.kept_months))
    proof.use(config.data_folder)
    with folder.connected(config):
        with db.reading() as tx:
            beyond = {*tx.scalars(select(DeskItem.take_back)), *tx.scalars(select(Released.take_back))}
        resumed = restored.resume(mark for mark in beyond if mark)
        retention.purge()
    return resumed
