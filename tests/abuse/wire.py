"""Broken frames, packets and requests over loopback, against the real server (F2)."""

import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from facilitator.config import Config
from tests import prepared
from tests.abuse.fuzzing import mutated
from tests.live.wire.client import Client, Refused, masked
from tests.servers import SERVE, free_port, until

CANARY = "canary-7f3a"
_FORM = "Content-Type: application/x-www-form-urlencoded"
_PATHS = (
    "/join",
    "/room/envelopes",
    "/take-back",
    "/sign-in",
    "/room/find-me",
    f"/{CANARY}",
    "/room/language",
    "/socket.io/",
)
_FRAMES = [
    masked(1, packet.encode()) for packet in (f'42["{CANARY}",1]', f'40{{"as":"{CANARY}"}}', "3", "2probe", "41")
]
_FRAMES += [
    masked(2, CANARY.encode()),
    masked(9, b"x" * 120),
    masked(1, b"4", 0),
    masked(8, b"\3\xe8"),
    masked(0, b"x"),
]

# What broke a server once, each of them.
KNOWN = (
    b"GET /help HTTP/1\r\nHost: H\r\n\r\n",
    b"GET /sign-in?next=\xff HTTP/1.1\r\nHost: H\r\n\r\n",
    f"GET /{CANARY} HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n".encode(),
)
_FAILURES = ("request_failed", "greenlet_failed")


@dataclass
class Seen:
    """How many were sent, and how long somebody else waited for a page meanwhile, in seconds."""

    sent: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return sorted(self.waits)[int(len(self.waits) * 0.99)]

    @property
    def median(self) -> float:
        return sorted(self.waits)[len(self.waits) // 2]


@dataclass
class Logged:
    """The real server; `log` is all it writes."""

    port: int
    log: Path
    process: "prepared.Process | subprocess.Popen[bytes]"

    def alive(self) -> bool:
        return self.process.poll() is None and b"200 OK" in asked(self.port, b"GET /help HTTP/1.1\r\nHost: H\r\n\r\n")


@contextmanager
def logged(config: Config, script: str = SERVE) -> Iterator[Logged]:
    """A server in a process of its own, that ends with the block."""
    port, log = free_port(), config.data_folder / "log"
    environ = os.environ | {"SECRET_KEY": config.secret_key, "FACILITATOR_DATA": str(config.data_folder)}
    environ |= {"PUBLIC_URL": f"http://127.0.0.1:{port}", "DATABASE_URL": config.database_url}
    process = prepared.start(script, str(port), environ=environ, log=log)
    try:
        until(lambda: _listens(port), 60)
        yield Logged(port, log, process)
    finally:
        process.terminate()
        process.wait(15)


def throw(server: Logged, frames: int, seed: int) -> Seen:
    """Half of them at sockets, half as requests; every fiftieth, somebody asks for a page."""
    rng, seen = random.Random(seed), Seen()
    while seen.sent < frames:
        _at_a_socket(server.port, rng)
        asked(server.port, _request(rng))
        seen.sent += 2
        if seen.sent % 50 == 0:
            started = time.monotonic()
            asked(server.port, f"GET /help HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
            seen.waits.append(time.monotonic() - started)
    return seen


def asked(port: int, request: bytes) -> bytes:
    """The beginning of the answer; nothing when the server hung up or waits for more."""
    request = request.replace(b"Host: H\r\n", f"Host: 127.0.0.1:{port}\r\n".encode())
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.5) as one:
        one.sendall(request)
        one.shutdown(socket.SHUT_WR)
        return one.recv(4096)
    return b""


def unhandled(said: str) -> int:
    """How many exceptions a log tells of that nothing had foreseen."""
    return sum(map(said.count, _FAILURES))


def _at_a_socket(port: int, rng: random.Random) -> None:
    with suppress(Refused, OSError, EOFError):
        one = Client(port, {"Origin": f"http://127.0.0.1:{port}"})
        one.sock.sendall(mutated(rng, _FRAMES))
        one.close()


def _request(rng: random.Random) -> bytes:
    path = rng.choice(_PATHS)
    body = mutated(rng, [f"code={CANARY}&words={CANARY}&name={CANARY}".encode(), f'{{"text": "{CANARY}"}}'.encode()])
    length = rng.choice([str(len(body)), "-1", "9" * 30, "x", str(len(body) + 5), "4096"])
    kind = rng.choice(
        [_FORM, "Content-Type: application/json", f"Content-Type: multipart/form-data; boundary={CANARY}"]
    )
    method = rng.choice(["POST", "GET", "PUT", CANARY, "POST"])
    head = f"{method} {path}?q={CANARY} HTTP/1.1\r\nHost: H\r\n{kind}\r\nContent-Length: {length}\r\n"
    head += f"Cookie: seat={CANARY}; account={CANARY}\r\nX-Thing: {CANARY}\r\n\r\n"
    made = head.encode() + body
    return mutated(rng, [made]) if rng.random() < 0.5 else made


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
