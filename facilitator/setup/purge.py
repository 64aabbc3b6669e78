"""`facilitator purge`: erase now what has lived its time, or say what is due."""

from argparse import Namespace

from .. import retention
from ..config import Config
from ..privacy import keys, lives
from ..retention import proof
from ..strategies import gone
from . import folder


def run_purge(arguments: Namespace) -> int:
    """Print how many of each kind were erased, or would be. Raises ConfigError."""
    config = folder.config_of(folder.folder_of(arguments))
    for kind, count in purge(config, dry_run=arguments.dry_run).items():
        print(f"{kind}: {count}")
    print("Nothing was erased: this was a dry run." if arguments.dry_run else "Erased.")
    return 0


def purge(config: Config, *, dry_run: bool = False) -> dict[str, int]:
    """Erase from the installation of `config`; its server may be running."""
    keys.use(config.key_folder)
    lives.use(lives.Lives(config.review_hours, config.kept_months))
    proof.use(config.data_folder)
    gone.use(config.data_folder)
    with folder.connected(config):
        return retention.purge(dry_run=dry_run)
