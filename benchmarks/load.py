"""The load generator: `python3 -m benchmarks.load ORDERS_PORT SERVER_PID`, the guests on stdin, then commands.

It connects every phone, then does one command a line and prints one JSON object for each:

saturate SECONDS    closed loop: each room has one announcement in flight, ordered anew as soon as all its phones
                    have the last one
pace SECONDS RATE   open loop: RATE announcements a second, room after room, each timed from when it was due to
                    when the last phone of its room has it
"""

import json
import os
import resource
import select
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from .guests import Guests
from .orders import HOST, orders_for
from .phones import Phone, connected, hear_all

_SETTLED_SECONDS = 4.0  # longer than the application's own catching up, every 3 s
_QUIET_SECONDS = 0.5
_WARM_SECONDS = 0.3
_PATIENCE_SECONDS = 20.0
_ATTENTION_SECONDS = 0.05


class Process:
    """What the kernel tells of the server's process."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")

    def resident_kb(self) -> int:
        """Memory."""
        lines = (self._folder / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def cpu_seconds(self) -> float:
        """Processor time of all its threads."""
        after_name = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


class Load:
    """Phones, the connection that carries orders, and what has been counted."""

    def __init__(self, guests: Guests, orders_port: int, pid: int) -> None:
        self.server = Process(pid)
        self.orders = socket.create_connection((HOST, orders_port))
        self.orders.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        empty_kb = self.server.resident_kb()
        phones = connected(guests)
        hear_all(phones, _SETTLED_SECONDS)
        self.kb_a_phone = (self.server.resident_kb() - empty_kb) / len(phones)
        self.members = [len(room) for room in guests.rooms]
        self.missing = [0] * len(self.members)
        self.orders_given = [0] * len(self.members)
        self.delivered = 0
        self.strays = 0
        self.phones = {phone.sock.fileno(): phone for phone in phones}
        self.receive = {fd: phone.sock.recv_into for fd, phone in self.phones.items()}
        self.buffer = memoryview(bytearray(1 << 16))
        self.poll = select.epoll()
        for fd in self.phones:
            self.poll.register(fd, select.EPOLLIN)

    def sample(self) -> str:
        """The data of one announcement, as JSON: what a server beside this one has to send, to be fair."""
        self.orders.sendall(orders_for([0]))
        heard = hear_all(list(self.phones.values()), _QUIET_SECONDS)
        if len(heard) != self.members[0]:
            raise ConnectionError(f"{self.members[0]} phones got {len(heard)} packets of one announcement.")
        return json.dumps(json.loads(heard[0][2:])[1])

    def next_line(self) -> str:
        """The next command; pings are answered while there is none, or a server would hang up."""
        while not select.select([sys.stdin], [], [], 0)[0]:
            self._hear_once(_ATTENTION_SECONDS)
        return sys.stdin.readline()

    def saturate(self, seconds: float) -> dict[str, float]:
        """Deliveries a second; the processor time of the server for one, in microseconds; how busy this process was.

        At `load_busy` 1.0 this process would be the bottleneck; `load_ceiling_per_s` is what it could take.
        """
        self._order(range(len(self.members)))
        self._turn_over(perf_counter() + _WARM_SECONDS)
        before = self._counts()
        self._turn_over(perf_counter() + seconds)
        delivered, took, server, mine = (now - then for now, then in zip(self._counts(), before, strict=True))
        self._drain()
        return {
            "deliveries_per_s": delivered / took,
            "server_us_a_delivery": server / delivered * 1e6,
            "server_busy": server / took,
            "load_busy": mine / took,
            "load_ceiling_per_s": delivered / mine,
            "strays": self.strays,
        }

    def pace(self, seconds: float, rate: float) -> dict[str, float]:
        """Milliseconds from when an announcement was due to the last phone of its room."""
        start = perf_counter()
        due = [start + number / rate for number in range(int(seconds * rate))]
        waiting: dict[int, float] = {}
        took: list[float] = []
        ordered = 0
        while len(took) < len(due) and perf_counter() < due[-1] + _PATIENCE_SECONDS:
            if ordered < len(due) and perf_counter() >= due[ordered]:
                room = ordered % len(self.members)
                waiting[room] = due[ordered]
                self._order([room])
                ordered += 1
            took += [perf_counter() - waiting.pop(room) for room in self._hear_once(0)]
        self._drain()
        return in_milliseconds(took)

    def _counts(self) -> tuple[float, float, float, float]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return self.delivered, perf_counter(), self.server.cpu_seconds(), used.ru_utime + used.ru_stime

    def _drain(self) -> None:
        limit = perf_counter() + _PATIENCE_SECONDS
        while any(self.missing):
            self._hear_once(1.0)
            if perf_counter() > limit:
                raise ConnectionError(f"{sum(self.missing)} phones never heard what was ordered.")

    def _turn_over(self, until: float) -> None:
        while perf_counter() < until:
            self._order(self._hear_once(0.1))

    def _order(self, rooms: Any) -> None:
        for room in rooms:
            self.missing[room] = self.members[room]
            self.orders_given[room] += 1
        if rooms:
            self.orders.sendall(orders_for(rooms))

    def _hear_once(self, seconds: float) -> list[int]:
        """Read every socket that is ready, once; the rooms that are now complete."""
        complete, buffer, missing = [], self.buffer, self.missing
        for fd, _ in self.poll.poll(seconds):
            phone = self.phones[fd]
            size = self.receive[fd](buffer)
            heard = 1 if _is_one_event(buffer, size) and not phone.buffer else self._hear_slowly(phone, size)
            if heard and self._is_awaited(phone, heard):
                missing[phone.room] -= 1
                if not missing[phone.room]:
                    complete.append(phone.room)
        return complete

    def _is_awaited(self, phone: Phone, heard: int) -> bool:
        """Whether this is the phone's first event since its room's order; any other is a stray, told at the end."""
        awaited = phone.orders_heard < self.orders_given[phone.room]
        phone.orders_heard = self.orders_given[phone.room]
        self.delivered += awaited
        self.strays += heard - awaited
        return awaited

    def _hear_slowly(self, phone: Phone, size: int) -> int:
        if not size:
            raise ConnectionError("A server closed a connection of the load.")
        return len(phone.hear(self.buffer[:size]))


def main() -> None:
    """Connect, then obey until stdin ends."""
    most_files()
    orders_port, pid = int(sys.argv[1]), int(sys.argv[2])
    guests = Guests.from_json(sys.stdin.readline())
    load = Load(guests, orders_port, pid)
    tell({"kb_a_phone": load.kb_a_phone, "sample": load.sample()})
    commands: dict[str, Callable[..., dict[str, float]]] = {"saturate": load.saturate, "pace": load.pace}
    while line := load.next_line():
        command, *arguments = line.split()
        tell(commands[command](*map(float, arguments)))


def most_files() -> None:
    """As many connections as this process may have at all."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def tell(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def _is_one_event(buffer: memoryview, size: int) -> bool:
    """Whether exactly one middle-sized event frame has arrived: the case to be quick about."""
    return (
        size > 130
        and buffer[1] == 126
        and size == 4 + (buffer[2] << 8 | buffer[3])
        and buffer[4] == 0x34
        and buffer[5] == 0x32
    )


def in_milliseconds(took: list[float]) -> dict[str, float]:
    cuts = quantiles([seconds * 1000 for seconds in took], n=100)
    return {"p50_ms": cuts[49], "p90_ms": cuts[89], "p99_ms": cuts[98]}


if __name__ == "__main__":
    main()
