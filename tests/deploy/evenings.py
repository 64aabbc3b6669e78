"""What runs on a host of an evening: nginx, two processes, PostgreSQL, Redis, each real and with shipped settings."""

import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from simple_websocket import Client, ConnectionClosed, ConnectionError

from facilitator import db
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.privacy import keys
from facilitator.rehearsal import PretendPhone, Turned, padded
from tests.attacks.clusters import Cluster, cluster
from tests.cast import Cast, assemble
from tests.certificates import Certificate
from tests.own_redis import own_redis
from tests.servers import Console, Server, connect, free_port, until

from .fronts import Front, front

AGAIN = (0, 502, 503, 504)  # no answer, or one of the front's: the same envelope goes once more
PATIENCE = 20  # seconds until a phone is back


@dataclass
class Evening:
    """Everything that runs. `folder` holds what any of it writes."""

    folder: Path
    config: Config
    cluster: Cluster
    front: Front
    servers: list[Server]
    cast: Cast

    def wait(self) -> None:
        """Until the front passes on what is asked: a process it found gone is left out for a second."""
        until(lambda: Console(self.front.address).ask("/about")[0] == 200, PATIENCE)

    def console(self) -> Console:
        """Ana's browser, signed in through the front."""
        console = Console(self.front.address)
        console.sign_in("Ana")
        return console

    def fresh(self) -> Config:
        """A database and a data folder with nothing in them, for the same address and secret."""
        with psycopg.connect(self.cluster.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CREATE DATABASE fresh")
        (self.folder / "fresh").mkdir(mode=0o700)
        url = self.cluster.url.rsplit("/", 1)[0] + "/fresh"
        return replace(self.config, database_url=url, data_folder=self.folder / "fresh")

    def sockets(self) -> list[int]:
        """How many connections each process has just now: the front keeps none but sockets."""
        table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        here = [int(line[1].rsplit(":", 1)[1], 16) for line in table if line[3] == "01"]
        return [here.count(server.port) for server in self.servers]


@contextmanager
def an_evening(nginx: str, folder: Path, files: Certificate) -> Iterator[Evening]:
    """Start it all, with the cast in the database, and end it all."""
    for name in ("data", "nginx"):
        (folder / name).mkdir(mode=0o700)
    with ExitStack() as running:
        base, redis = running.enter_context(cluster()), running.enter_context(own_redis(folder))
        upgrade(base.url)
        db.connect(base.url)
        running.callback(lambda: db.database().close())
        ports = [free_port(), free_port()]
        made = running.enter_context(front(nginx, folder / "nginx", files, ports))
        config = Config("s" * 40, folder / "data", made.address, base.url)
        keys.use(config.key_folder)
        servers = [Server(config, port, redis.url, made.address) for port in ports]
        cast = assemble()
        for server in servers:
            running.callback(server.stop)
            server.start()
        evening = Evening(folder, config, base, made, servers, cast)
        evening.wait()
        yield evening


class SteadyPhone(PretendPhone):
    """A phone that sends until it is told "saved", and comes back: as the member page does."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.saved: list[str] = []
        self.tries = 0
        self.way = ""

    def join(self, code: str) -> None:
        super().join(code)
        found = re.search(r'data-way="([0-9a-f]{2})"', self._ask("/room"))
        assert found
        self.way = found[1]

    def socket(self) -> Client:
        """A new socket, on the way that the page names."""
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)
        return connect(self.address, {"as": "member"}, cookies, way=self.way)

    def write(self, step: str, texts: list[str]) -> None:
        """Send one after the other, each with one receipt for all its tries."""
        for number, text in enumerate(texts):
            body = padded({
                "v": 1, "receipt": secrets.token_hex(16), "step": step, "kind": "strategy", "first": number == 0,
                "text": text, "share_beyond": False, "of": "", "value": None,
            })  # fmt: skip
            while not self._saved(body):
                assert self.tries < 1000
            self.saved.append(text)

    def come_back(self) -> None:
        """A socket stands, and has shown what is on."""
        until(self._connected, PATIENCE)

    def hears(self, words: str) -> bool:
        """Whether the socket says the words within some seconds."""
        return any(words in (self.listen(0.5) or "") for _ in range(20))

    def shown(self) -> tuple[int, str]:
        """The revision and the words of what is on."""
        (frame,) = self.frames()
        return frame["revision"], frame["html"]

    def _saved(self, body: bytes) -> bool:
        self.tries += 1
        try:
            self._post("/room/envelopes", body)
        except Turned as refusal:
            if refusal.status not in AGAIN:
                raise
            return False
        return True

    def _connected(self) -> bool:
        try:
            self.connect()
            return self.hears("fragment")
        except (OSError, ConnectionClosed, ConnectionError):
            return False
