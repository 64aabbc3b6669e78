"""A server of which everything is kept: what it logs, what it tells Redis, what it leaves in its temporary folder."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facilitator.config import Config
from tests.own_redis import own_redis
from tests.servers import Server, free_port, until

SERVE = """
from gevent import monkey; monkey.patch_all()
import sys
from tests.attacks.breaking import serve_breaking
serve_breaking(int(sys.argv[1]), leaky=sys.argv[2] == "leaky")
"""


class Watched(Server):
    """The server of `breaking`, writing to `folder`: `log`, and `tmp` for temporary files."""

    def __init__(self, config: Config, folder: Path, redis_url: str | None, *, leaky: bool) -> None:
        super().__init__(config, free_port(), redis_url)
        self.folder, self._leaky = folder, leaky

    def start(self) -> None:
        (self.folder / "tmp").mkdir(exist_ok=True)
        environ = os.environ | {
            "SECRET_KEY": self.config.secret_key,
            "FACILITATOR_DATA": str(self.config.data_folder),
            "DATABASE_URL": self.config.database_url,
            "REDIS_URL": self.redis_url or "",
            "PUBLIC_URL": self.address,
            "TRUSTED_PROXIES": "1",
            "TMPDIR": str(self.folder / "tmp"),
        }
        command = [sys.executable, "-c", SERVE, str(self.port), "leaky" if self._leaky else "as it is"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        until(self._answers, 60)


@contextmanager
def watched(config: Config, folder: Path, *, leaky: bool = False) -> Iterator[Watched]:
    """A watched server, with a Redis of its own where there is one to start."""
    folder.mkdir(exist_ok=True)
    with _redis(folder) as url:
        server = Watched(config, folder, url, leaky=leaky)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _redis(folder: Path) -> Iterator[str | None]:
    if shutil.which("redis-server") is None:
        yield None
        return
    with own_redis(folder) as redis, _monitored(redis.port, folder / "redis-monitor"):
        yield redis.url


@contextmanager
def _monitored(port: int, path: Path) -> Iterator[None]:
    """Write every command that Redis gets to a file."""
    with socket.create_connection(("127.0.0.1", port)) as listener, path.open("wb", buffering=0) as heard:
        listener.sendall(b"AUTH listener listener\r\nMONITOR\r\n")

        def listen() -> None:
            while said := listener.recv(65536):
                heard.write(said)

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)

