"""Sockets that say nothing, sockets that do not read, and one that never stops talking (D2, D4)."""

import resource
import threading
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field

from tests.live.wire.client import TEXT, Client, Refused, masked
from tests.live.wire.conftest import Served

EMITTED = 40_000  # characters of one announcement; nine of them are more than may wait for one phone
ROUNDS = 12


@dataclass
class Seen:
    """`left` sockets were still there after `seconds`; waits of HTTP requests meanwhile, in seconds."""

    opened: int = 0
    refused: int = 0
    left: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return sorted(self.waits)[int(len(self.waits) * 0.99)]

    @property
    def median(self) -> float:
        return sorted(self.waits)[len(self.waits) // 2]


def crowd(server: Served, idle: int, slow: int, seconds: float) -> Seen:
    """Open them all, announce until the slow ones are too far behind, and wait until they are gone, or `seconds`."""
    _room_for(idle + slow)
    seen, over = Seen(), threading.Event()
    asking = threading.Thread(target=_keep_asking, args=(server, seen, over))
    asking.start()
    held = [one for _ in range(slow) if (one := _opened(server, seen, seated=True))]
    held += [one for _ in range(idle) if (one := _opened(server, seen, seated=False))]
    started = time.monotonic()
    for _ in range(ROUNDS):
        server.emit("everybody", 1, EMITTED)
    while (left := server.standing()["sockets"]) and time.monotonic() - started < seconds:
        over.wait(0.05)
    seen.left, seen.seconds = left, time.monotonic() - started
    over.set()
    asking.join()
    for one in held:
        one.close()
    return seen


def flood(talker: Client, messages: int) -> float:
    """Send that many messages in a second or so; the seconds until the server had enough of it."""
    started = time.monotonic()
    with suppress(OSError):
        for _ in range(messages):
            talker.sock.sendall(masked(TEXT, b'42["echo","x"]'))
    return time.monotonic() - started


def _opened(server: Served, seen: Seen, *, seated: bool) -> Client | None:
    try:
        one = Client.seated(server.port, receive_bytes=2048) if seated else Client(server.port)
    except Refused:
        seen.refused += 1
        return None
    seen.opened += 1
    return one


def _keep_asking(server: Served, seen: Seen, over: threading.Event) -> None:
    while not over.wait(0.01):
        started = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/standing", timeout=10) as answer:
            answer.read()
        seen.waits.append(time.monotonic() - started)


def _room_for(sockets: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < sockets + 300:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(sockets + 300, hard), hard))
