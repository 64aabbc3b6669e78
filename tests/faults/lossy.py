"""A link that drops, delays, doubles and cuts off what goes over it, and the room behind it (R3)."""

import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.servers import until

from .phones import Crowd, numbered
from .screens import Watch, screens_of
from .worlds import Goals, World

BEFALLS = 0.3  # of the requests
KINDS = ("refused", "request lost", "answer lost", "answer cut off", "delayed", "doubled")
LIVES = (0.5, 4.0)  # seconds a socket lives on a bad link
BACK = 5.0  # seconds after the link is well until every screen shows what is on
PATIENCE = 10
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST


class Link:
    """A TCP proxy before one server, one thread a connection."""

    def __init__(self, seed: int) -> None:
        self.to = 0  # the server's port
        self.well = True
        self.befell: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        self.well = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        kind = self._chance.choice(KINDS) if not self.well and self._chance.random() < BEFALLS else "well"
        phone.settimeout(PATIENCE)
        with phone, suppress(OSError):
            request = _whole(phone)
            if b"\r\nupgrade: websocket" in request.lower():
                self._keep(phone, request)
                return
            self.befell[kind] += 1
            self._befall(kind, phone, request)

    def _befall(self, kind: str, phone: socket.socket, request: bytes) -> None:
        if kind in ("refused", "request lost"):
            if kind == "request lost":
                phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return
        if kind == "delayed":
            time.sleep(self._chance.uniform(0.02, 0.3))
        if kind == "doubled":
            _answer_to(self.to, request)
        answer = _answer_to(self.to, request)
        if kind == "answer lost":
            phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return
        phone.sendall(answer[: len(answer) // 2] if kind == "answer cut off" else answer)
        phone.shutdown(socket.SHUT_WR)

    def _keep(self, phone: socket.socket, request: bytes) -> None:
        """Carry a socket both ways; on a bad link for some seconds."""
        life = self._chance.uniform(*LIVES)
        ends = time.monotonic() + life
        with socket.create_connection(("127.0.0.1", self.to), PATIENCE) as server:
            server.sendall(request)
            threading.Thread(target=_pour, args=(phone, server), daemon=True).start()
            server.settimeout(0.1)
            while time.monotonic() < ends:
                ends = time.monotonic() + life if self.well else ends
                with suppress(TimeoutError):
                    if not (said := server.recv(65_536)):
                        return
                    phone.sendall(said)
            self.befell["socket cut"] += 1
            phone.shutdown(socket.SHUT_RDWR)


def attack(world: World, link: Link, texts: int, phones: int) -> Goals:
    """Phones write and look on over the bad link, while the facilitator moves on; then the link is well again."""
    words = numbered(texts)
    console = world.console()
    writers = world.phones(8)
    with screens_of(world, phones, consoles=False) as screens:
        link.well = False
        crowd = Crowd(writers, world.step, words, seconds=60 + texts / 10)
        crowd.start()
        while not crowd.done:
            path = f"{world.path}/steps/{world.step}/timer"
            assert console.command(path, turn=world.room.turn, do="set", minutes=5)["status"] == 200
            time.sleep(0.5)  # the facilitator's pace
        crowd.finish(5)
        link.well = True
        began = time.monotonic()
        until(Watch(world.revision, screens).level, 30)
        back = time.monotonic() - began
        cut = sum(screen.sockets - 1 for screen in screens)
    befell = {kind: link.befell[kind] for kind in KINDS}
    return {
        **{kind: (count, count > 0) for kind, count in befell.items()},
        "sockets opened anew": (cut, cut > 0),
        "answers 500": (crowd.told()[500], crowd.told()[500] == 0),
        "level after the link was well, s": (round(back, 2), back <= BACK),
        **world.balance(words, crowd.saved),
    }


@contextmanager
def lossy_link(seed: int = 1) -> Iterator[Link]:
    link = Link(seed)
    try:
        yield link
    finally:
        link.close()


def _whole(phone: socket.socket) -> bytes:
    """One request, with its body."""
    said = b""
    while b"\r\n\r\n" not in said:
        if not (more := phone.recv(65_536)):
            return said
        said += more
    head, _, body = said.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]):
        body += phone.recv(65_536)
    return head + b"\r\n\r\n" + body


def _answer_to(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as server:
        server.sendall(request)
        return b"".join(iter(lambda: server.recv(65_536), b""))


def _pour(phone: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while said := phone.recv(65_536):
            server.sendall(said)
    with suppress(OSError):
        server.shutdown(socket.SHUT_RDWR)
