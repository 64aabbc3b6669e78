"""The linkage attack: can files and screens tell that two texts come from one person?

The attacker has labelled sessions of their own to learn from, and is tested on fresh ones. Beside the real thing two
broken variants run, which the same attacker must see through; otherwise the attack proves nothing.
"""

import json
import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from facilitator import create_app, db
from facilitator.accounts import passwords
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from tests.cast import assemble

from . import broken
from .clusters import cluster
from .copies import Disk, PostgresqlDisk, SqliteDisk
from .guessing import Verdict, judge
from .loot import Loot, Pace
from .meetings import Meeting
from .traces import Batch, naive_batches, sealed_batches, unsealed_batches

SQLITE, POSTGRESQL = DATABASES = ("sqlite", "postgresql")
MOST = 0.55
CONTROL = 0.95
SHORT_CONTROL = 0.9
AGAIN = 1000  # one rerun with new seeds: chance itself crosses its 99.5 % quantile once in two hundred runs
VARIANTS: dict[str, Callable[[Loot], list[Batch]]] = {
    "sealed": sealed_batches,
    "naive": naive_batches,
    "unsealed": unsealed_batches,
}
Found = dict[str, list[Batch]]  # of one session, by variant


@dataclass(frozen=True)
class Outcome:
    """What one run of the attack gave, on `sessions` fresh sessions; see `guessing.Verdict`."""

    database: str
    auc: float
    null_995: float
    control_auc: float
    unsealed_auc: float
    sessions: int
    pairs: int
    top1: float
    top1_by_chance: float
    seed: int
    tries: int

    def held(self, most: float = MOST, control: float = CONTROL) -> bool:
        """Whether the attacker did no better than chance, and saw through the control."""
        return self.auc < self.null_995 and self.auc < most and self.control_auc > control

    def as_json(self) -> str:
        told = {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}
        return json.dumps(told | {"held": self.held()})


def attack(database: str, sessions: int, seed: int) -> Outcome:
    """Run it on `sessions` sessions to learn from and as many fresh ones; once more with new seeds where it won."""
    outcome = _once(database, sessions, seed, 1)
    return outcome if outcome.held() else _once(database, sessions, seed + AGAIN, 2)


def attack_in_short(database: str, sessions: int, seed: int) -> Outcome:
    """The same on few sessions, where chance scatters more: it is held against its own quantile alone.

    There the attacker may also miss by chance what shuffling alone gives away; that is another reason to try again.
    """
    outcome = _once(database, sessions, seed, 1)
    told = outcome.held(1.0, SHORT_CONTROL) and outcome.unsealed_auc > outcome.null_995
    return outcome if told else _once(database, sessions, seed + AGAIN, 2)


def _once(database: str, sessions: int, seed: int, tried: int) -> Outcome:
    found = _gathered(database, 2 * sessions, seed)

    def against(variant: str) -> Verdict:
        learned = [batch for one in found[:sessions] for batch in one[variant]]
        fresh = [batch for one in found[sessions:] for batch in one[variant]]
        return judge(learned, fresh, seed)

    real = against("sealed")
    return Outcome(
        database=database,
        auc=real.auc,
        null_995=real.null,
        control_auc=against("naive").auc,
        unsealed_auc=against("unsealed").auc,
        sessions=sessions,
        pairs=real.pairs,
        top1=real.top1,
        top1_by_chance=real.top1_by_chance,
        seed=seed,
        tries=tried,
    )


def _gathered(database: str, sessions: int, seed: int) -> list[Found]:
    chance, pace = random.Random(seed), Pace()
    with tempfile.TemporaryDirectory(prefix="facilitator-attack-") as name, _installed(database, Path(name)) as held:
        config, disk = held
        app = create_app(config)
        logging.root.handlers[0].setStream(disk.log.open("a"))  # type: ignore[attr-defined]
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        cast = assemble()
        broken.make_tables()
        try:
            return [_sifted(Meeting(app, cast, disk, pace, chance).run()) for _ in range(sessions)]
        finally:
            db.database().close()
            logging.root.handlers[:] = []


def _sifted(loot: Loot) -> Found:
    """What the files say, without the files: they are large."""
    return {name: batches_of(loot) for name, batches_of in VARIANTS.items()}


@contextmanager
def _installed(database: str, folder: Path) -> Iterator[tuple[Config, Disk]]:
    """An empty installation in `folder`, and its disk."""
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    log = folder / "log"
    log.touch()
    config = Config(secret_key="s" * 40, data_folder=folder, public_url="http://localhost")
    if database == SQLITE:
        upgrade(config.database_url)
        yield config, SqliteDisk(folder, log)
        return
    with cluster() as made:
        config = Config("s" * 40, folder, "http://localhost", made.url)
        upgrade(made.url)
        yield config, PostgresqlDisk(made, log)
