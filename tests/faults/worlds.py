"""A room with its servers, for a fault to befall: made by a test from its fixtures, or whole for a full form."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, text

from facilitator import db
from facilitator.accounts import passwords
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.privacy import keys
from facilitator.sessions.models import GroupSession, Step
from facilitator.strategies.models import Envelope
from tests.attacks.clusters import Cluster, cluster
from tests.cast import Cast, Room, assemble
from tests.own_redis import OwnRedis, own_redis
from tests.servers import SERVE, Console, Server, free_port

from .phones import Sender

Goals = dict[str, tuple[object, bool]]  # what was found, and whether it is as it should be
DATABASES = ("sqlite", "postgresql")


@dataclass
class World:
    """A room that is open, and the servers that serve it."""

    config: Config
    cast: Cast
    servers: list[Server]
    room: Room
    redis: OwnRedis | None = None
    cluster: Cluster | None = None
    front: str = ""  # where phones find the servers, when that is not the servers themselves

    @property
    def step(self) -> UUID:
        """The step that the room writes in."""
        return self.room.steps("collect")[0]

    @property
    def path(self) -> str:
        return f"/sessions/{self.room.session_id}"

    @property
    def addresses(self) -> list[str]:
        return [self.front] if self.front else [server.address for server in self.servers]

    def phones(self, count: int, addresses: Sequence[str] = ()) -> list[Sender]:
        """Phones with a seat, spread over the servers."""
        at = list(addresses) or self.addresses
        phones = [Sender([*at[number % len(at) :], *at[: number % len(at)]]) for number in range(count)]
        for phone in phones:
            phone.join(self.room.code)
        return phones

    def console(self, server: int = 0) -> Console:
        console = Console(self.servers[server].address)
        console.sign_in("Ana")
        return console

    def revision(self) -> int:
        with db.reading() as tx:
            return tx.get_one(GroupSession, self.room.session_id).revision

    def sealed(self) -> int:
        """How many envelopes are in the window that is open."""
        with db.reading() as tx:
            window = select(Step.window_key).where(Step.id == self.step).scalar_subquery()
            return tx.scalar(select(func.count()).where(Envelope.key_name == window)) or 0

    def whole(self) -> bool:
        """Whether the database finds nothing wrong with itself."""
        if not db.database().sqlite:
            return True
        with db.reading() as tx:
            broken = tx.execute(text("PRAGMA foreign_key_check")).all()
            return tx.scalar(text("PRAGMA integrity_check")) == "ok" and not broken

    def balance(self, texts: Sequence[str], saved: Sequence[str]) -> Goals:
        """Close writing, and hold what is there against what was acknowledged: lost, doubled, invented, whole.

        The envelopes are counted before they are opened: opening takes two of one receipt for one.
        """
        sealed = self.sealed()
        self.room.close_writing(self.step)
        there = Counter(self.room.texts())
        lost, phantom = Counter(saved) - there, there - Counter(texts)
        return {
            "texts": (len(texts), True),
            "saved": (len(saved), len(saved) == len(texts)),
            "lost": (lost.total(), not lost),
            "doubled": (sealed - len(there), sealed == len(there)),
            "phantom": (phantom.total(), not phantom),
            "database whole": (whole := self.whole(), whole),
        }


@contextmanager
def standing(
    config: Config,
    cast: Cast,
    *,
    processes: int = 1,
    redis: OwnRedis | None = None,
    script: str = SERVE,
    front: str = "",
) -> Iterator[World]:
    """Servers on a database that is connected and holds the cast; the room is open, and so is its writing."""
    url = redis.url if redis else None
    servers = [Server(config, free_port(), url, front, script=script) for _ in range(processes)]
    room = Room.opened(cast)
    world = World(config, cast, servers, room, redis, front=front)
    room.open_writing(world.step)
    try:
        for server in servers:
            server.start()
        yield world
    finally:
        for server in servers:
            server.stop()


@contextmanager
def a_world(
    database: str, *, processes: int = 1, script: str = SERVE, place: Path | None = None, front: str = ""
) -> Iterator[World]:
    """Everything of its own: a folder (in `place`), PostgreSQL and Redis where asked for, the cast, the room."""
    folder = Path(tempfile.mkdtemp(prefix="facilitator-fault-", dir=place))
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    with ExitStack() as running:
        running.callback(shutil.rmtree, folder, ignore_errors=True)
        base = running.enter_context(cluster()) if database == "postgresql" else None
        redis = running.enter_context(own_redis(folder)) if processes > 1 else None
        (folder / "data").mkdir(mode=0o700)
        config = Config("s" * 40, folder / "data", "http://localhost", base.url if base else "")
        upgrade(config.database_url)
        db.connect(config.database_url)
        running.callback(lambda: db.database().close())
        keys.use(config.key_folder)
        world = running.enter_context(
            standing(config, assemble(), processes=processes, redis=redis, script=script, front=front)
        )
        world.cluster = base
        yield world


def missed(goals: Goals) -> Goals:
    """The goals that were missed."""
    return {name: found for name, found in goals.items() if not found[1]}
