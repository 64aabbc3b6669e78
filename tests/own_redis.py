"""A Redis of a test's own, with the settings and the user of deploy/: it may be stopped, frozen and emptied."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.servers import free_port, until

SHIPPED = Path(__file__).parents[1] / "deploy"
NOT_HERE = ("dir ", "port ", "bind ", "include ")  # paths and addresses of a real host
LISTENER = "user listener on >listener allcommands allkeys allchannels"


@dataclass
class OwnRedis:
    """A Redis on its port. Its user can do what the application asks, and no more."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://facilitator:CHANGE-THIS-PASSWORD@127.0.0.1:{self.port}/0"

    @property
    def all_powers(self) -> str:
        """For the test, which may look at everything."""
        return f"redis://listener:listener@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        home = self.folder / "redis"
        home.mkdir(exist_ok=True)
        kept = [line for line in (SHIPPED / "redis.conf").read_text().splitlines() if not line.startswith(NOT_HERE)]
        user = (SHIPPED / "redis-user.conf.example").read_text()
        here = [f"port {self.port}", "bind 127.0.0.1", f"dir {home}", user, LISTENER, ""]
        (home / "redis.conf").write_text("\n".join([*kept, *here]))
        with (self.folder / "redis-log").open("ab") as log:
            self.process = subprocess.Popen(["redis-server", str(home / "redis.conf")], stdout=log, stderr=log)
        until(self._reached)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(10)

    def freeze(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def empty(self) -> None:
        """Take everything away that it holds."""
        with redis.Redis.from_url(self.all_powers) as client:
            client.flushall()

    def _reached(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "Redis did not start with the settings of deploy/"
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@contextmanager
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    """A Redis that keeps its settings and its log in `folder`, and nothing else."""
    redis = OwnRedis(free_port(), folder)
    redis.start()
    try:
        yield redis
    finally:
        redis.stop()
