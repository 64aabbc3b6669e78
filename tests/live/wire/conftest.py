"""A server on the wire, in a process of its own, and what a test may ask of it."""

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0


class Served:
    """A running server: its port, its numbers, its memory, and what it has written to its log."""

    def __init__(self, command: list[str], log: Path) -> None:
        self.log = log
        with log.open("w") as errors:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def emit(self, to: str, count: int = 1, size: int = 10) -> None:
        """Emit numbered texts to a room, in one go."""
        body = json.dumps({"to": to, "count": count, "size": size}).encode()
        self._http("/emit", body)

    def standing(self) -> dict[str, int]:
        """The counts of the wire, and how many rooms there are."""
        standing: dict[str, int] = self._http("/standing")
        return standing

    def resident_mb(self) -> float:
        """Memory of the process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()

    def _http(self, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - our own server
            return json.load(answer)


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until this holds; fail after so many seconds."""
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, "It never came true."
        threading.Event().wait(0.02)


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Starts servers with given settings (see `served`); all of them end with the tests."""
    running: list[Served] = []

    def started(**settings: Any) -> Served:
        log = tmp_path_factory.mktemp("server") / "log"
        running.append(Served([sys.executable, "-m", "tests.live.wire.served", json.dumps(settings)], log))
        return running[-1]

    yield started
    for served in running:
        served.stop()


@pytest.fixture(scope="session")
def server(start: Callable[..., Served]) -> Served:
    """One with the bounds of production, for tests that leave it as they found it."""
    return start()
