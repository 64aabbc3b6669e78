"""A load that submits: `python3 -m benchmarks.senders ORDERS_PORT SERVER_PID`, the guests on stdin, then commands.

Every submission is a new one, on a connection that stays open, by the next phone in turn; anything but 201 is told as
refused. It prints one JSON object for each command:

submit SECONDS SENDERS   closed loop: so many senders, each with one submission under way
single COUNT             one submission at a time, timed
rate SECONDS RATE        open loop: RATE submissions a second, each timed from when it was due
"""

import select
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterator
from itertools import cycle
from time import perf_counter
from typing import Any

from facilitator.rehearsal import padded

from .guests import Guests
from .load import Process, in_milliseconds, tell
from .orders import HOST

_WARM_SECONDS = 0.5
_SPARE = 64  # connections of the open loop
_REQUEST = (
    "POST /room/envelopes HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nCookie: {cookie}\r\nX-CSRFToken: {csrf}\r\n"
    "Content-Type: application/json\r\nContent-Length: 4096\r\n\r\n"
)
_RECEIPT = "0" * 32
_TEXT = "I walk to the lake, and call somebody on the way."


class Sender:
    """One connection. `begun` is when the submission under way was due."""

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection((HOST, port), timeout=20)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.begun = 0.0
        self._buffer = b""

    def send(self, request: bytes, due: float) -> None:
        self.begun = due
        self.sock.sendall(request)

    def hear(self) -> int:
        """The status of the answer, once it is all there; else 0."""
        more = self.sock.recv(1 << 16)
        if not more:
            raise ConnectionError("The server closed a connection of the load.")
        self._buffer += more
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        if not mark or len(body) < _length(head):
            return 0
        self._buffer = b""
        return int(head[9:12])


class Senders:
    """All connections, and what has been counted."""

    def __init__(self, guests: Guests, pid: int) -> None:
        self.server = Process(pid)
        self._port = guests.port
        self._requests = _requests(guests)
        self._senders: dict[int, Sender] = {}
        self._poll = select.epoll()
        self.refused = 0

    def submit(self, seconds: float, senders: float) -> dict[str, float]:
        """Acknowledged a second, and the server's processor time for one, in microseconds."""
        self._connect(int(senders))
        for sender in self._senders.values():
            self._send(sender, perf_counter())
        self._turn_over(perf_counter() + _WARM_SECONDS)
        start, cpu = perf_counter(), self.server.cpu_seconds()
        took = self._turn_over(start + seconds)
        lasted, cpu = perf_counter() - start, self.server.cpu_seconds() - cpu
        self._finish()
        return {
            "acknowledged_per_s": len(took) / lasted,
            "server_us_a_submission": cpu / max(1, len(took)) * 1e6,
            "refused": self.refused,
            **in_milliseconds(took),
        }

    def single(self, count: float) -> dict[str, float]:
        """Milliseconds of one submission while nothing else goes on."""
        self._connect(1)
        (sender,) = self._senders.values()
        took: list[float] = []
        while len(took) < count:
            self._send(sender, perf_counter())
            took += self._finish()
        return {"refused": self.refused, **in_milliseconds(took)}

    def rate(self, seconds: float, rate: float) -> dict[str, float]:
        """Milliseconds from when each was due; `acknowledged_per_s` shows whether the rate was held."""
        self._connect(_SPARE)
        idle, waiting, took = deque(self._senders.values()), deque[float](), list[float]()
        start = perf_counter()
        due = iter([start + number / rate for number in range(int(seconds * rate))])
        coming = next(due, None)
        while coming is not None or waiting:
            while coming is not None and perf_counter() >= coming:
                waiting.append(coming)
                coming = next(due, None)
            while waiting and idle:
                self._send(idle.popleft(), waiting.popleft())
            took += self._hear(0.0005, idle)
        lasted = perf_counter() - start
        took += self._finish()
        return {"acknowledged_per_s": len(took) / lasted, "refused": self.refused, **in_milliseconds(took)}

    def _connect(self, count: int) -> None:
        for fd, sender in self._senders.items():
            self._poll.unregister(fd)
            sender.sock.close()
        made = [Sender(self._port) for _ in range(count)]
        self._senders = {sender.sock.fileno(): sender for sender in made}
        for fd in self._senders:
            self._poll.register(fd, select.EPOLLIN)

    def _send(self, sender: Sender, due: float) -> None:
        sender.send(next(self._requests), due)

    def _turn_over(self, until: float) -> list[float]:
        """Every sender that is answered sends again."""
        took, answered = list[float](), deque[Sender]()
        while perf_counter() < until:
            took += self._hear(0.05, answered)
            while answered:
                self._send(answered.popleft(), perf_counter())
        return took

    def _hear(self, seconds: float, answered: "deque[Sender] | None" = None) -> list[float]:
        """How long each took that is answered now, in seconds."""
        took = []
        for fd, _ in self._poll.poll(seconds):
            sender = self._senders[fd]
            if status := sender.hear():
                self.refused += status != 201
                took.append(perf_counter() - sender.begun)
                sender.begun = 0.0
                if answered is not None:
                    answered.append(sender)
        return took

    def _finish(self) -> list[float]:
        took: list[float] = []
        while any(sender.begun for sender in self._senders.values()):
            took += self._hear(1.0)
        return took


def _requests(guests: Guests) -> Iterator[bytes]:
    """A submission by each phone in turn, without end: rendered once, with a receipt of its own each time."""
    patterns = [_pattern(guests, phone) for room in zip(*guests.rooms, strict=False) for phone in room]
    for number, (before, after) in enumerate(cycle(patterns)):
        yield before + f"{number:032x}".encode() + after


def _pattern(guests: Guests, phone: dict[str, str]) -> tuple[bytes, bytes]:
    content = {
        "v": 1, "receipt": _RECEIPT, "step": phone["step"], "kind": "strategy", "first": True, "text": _TEXT,
        "share_beyond": False, "of": "", "value": None,
    }  # fmt: skip
    host = guests.origin.partition("://")[2]
    head = _REQUEST.format(host=host, origin=guests.origin, cookie=phone["cookie"], csrf=phone["csrf"])
    before, _, after = padded(content).partition(_RECEIPT.encode())
    return head.encode() + before, after


def _length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"content-length:")
    return int(after.split(b"\r\n", 1)[0] or 0)


def main() -> None:
    """Obey until stdin ends."""
    senders = Senders(Guests.from_json(sys.stdin.readline()), int(sys.argv[2]))
    tell({})
    commands: dict[str, Callable[..., dict[str, Any]]] = {
        "submit": senders.submit, "single": senders.single, "rate": senders.rate,
    }  # fmt: skip
    for line in sys.stdin:
        command, *arguments = line.split()
        tell(commands[command](*map(float, arguments)))


if __name__ == "__main__":
    main()
