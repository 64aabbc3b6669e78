"""A long evening: phones come, go and write for an hour, and the server is afterwards as it was before (S1)."""

import random
import signal
import threading
import time
from collections.abc import Sequence
from statistics import linear_regression

from tests.servers import Console, until

from .database_down import standing
from .phones import Sender
from .screens import Screen
from .worlds import Goals, World

CHURN = 0.1  # of the phones go, and as many come, in a minute
STEEPEST = 0.1  # MB a minute that memory may grow
SPARE = 2  # files, threads and greenlets that may be left over
SETTLES = 60.0  # seconds until what is left over is counted
WINDOW = 60.0  # seconds until writing is closed and opened again
PACE = 2.0  # seconds between two moves of the facilitator
LOOKS = 0.5  # seconds between two looks at the memory
TAKES_LONG = 300.0  # seconds of an evening from which the slope says something


class Evening:
    """The phones of a room that come and go."""

    def __init__(self, world: World, phones: int) -> None:
        self._world = world
        self._size = phones
        self.here: list[tuple[Sender, Screen]] = []
        self._gone: list[tuple[Sender, Screen]] = []
        self.came = 0
        self.written = 0

    def fill(self) -> None:
        while len(self.here) < self._size:
            self._come()

    def churn(self) -> None:
        """One goes for good, another comes; one writes."""
        gone = self.here.pop(random.randrange(len(self.here)))
        gone[1].leave()
        self._gone.append(gone)
        self._come()

    def write(self) -> None:
        phone, _ = random.choice(self.here)
        assert phone.send(self._world.step, f"I count to {self.written}.", until=time.monotonic() + 20)
        self.written += 1

    def empty(self) -> None:
        for _, screen in self.here:
            screen.leave()
        for _, screen in (*self.here, *self._gone):
            screen.stop()
        self.here.clear()

    def new_window(self) -> None:
        for phone, _ in self.here:
            phone.new_window()

    def _come(self) -> None:
        (phone,) = self._world.phones(1)
        screen = Screen(phone.socket, 2.0)
        screen.start()
        self.here.append((phone, screen))
        self.came += 1


def attack(world: World, phones: int, seconds: float) -> Goals:
    """Let them come and go; the slope of the memory after the first fifth, and what is left when all have gone."""
    console = world.console()
    _evening(world, console, Evening(world, min(phones, 20)), 3.0)  # what a first room loads and keeps
    before = _settled(world, None)
    memory = _evening(world, console, evening := Evening(world, phones), seconds)
    after = _settled(world, before)
    late = memory[len(memory) // 5 :]
    slope = linear_regression([at / 60 for at, _ in late], [size for _, size in late]).slope
    more = {name: after[name] - before[name] for name in ("files", "threads", "greenlets")}
    return {
        "seconds": (round(seconds), True),
        "phones that came": (evening.came, evening.came >= phones),
        "texts": (evening.written, evening.written > 0),
        "resident before and after, MB": ([round(one["resident"] / 1024, 1) for one in (before, after)], True),
        "memory, MB a minute": (round(slope, 3), slope < STEEPEST or seconds < TAKES_LONG),
        **{f"{name} left over": (number, number <= SPARE) for name, number in more.items()},
    }


def _evening(world: World, console: Console, evening: Evening, seconds: float) -> Sequence[tuple[float, float]]:
    """One evening; the memory in MB, by the seconds since it began."""
    evening.fill()
    size = len(evening.here)
    memory: list[tuple[float, float]] = []
    began = opened = moved = churned = time.monotonic()
    while (now := time.monotonic()) < began + seconds:
        if now - churned > 60 / (CHURN * size):
            evening.churn()
            churned = now
        if now - moved > PACE:
            _move(world, console)
            evening.write()
            moved = now
        if now - began > len(memory) * LOOKS:
            memory.append((now - began, standing(world.servers[0])["resident"] / 1024))
        if now - opened > WINDOW:
            _open_again(world, console, evening)
            opened = now
        threading.Event().wait(0.05)  # the pace of the evening
    evening.empty()
    return memory


def _move(world: World, console: Console) -> None:
    path = f"{world.path}/steps/{world.step}/timer"
    assert console.command(path, turn=world.room.turn, do="set", minutes=5)["status"] == 200


def _open_again(world: World, console: Console, evening: Evening) -> None:
    """Close writing, decline all of it, and open it once more."""
    for move in ("closing", "writing"):
        assert console.command(f"{world.path}/steps/{world.step}/{move}", turn=world.room.turn)["status"] == 200
    for item in world.room.queue():
        console.command(f"{world.path}/items/{item.id}/declining")
    evening.new_window()


def _settled(world: World, before: dict[str, int] | None) -> dict[str, int]:
    """What the server's process has, once it is down to what it had before, or goes down no more, or after a minute."""
    limit = time.monotonic() + SETTLES
    last: dict[str, int] = {}
    while True:
        now = standing(world.servers[0]) | {"greenlets": _greenlets(world)}
        like = before or last
        if time.monotonic() > limit or (like and all(now[one] <= like[one] for one in now if one != "resident")):
            return now
        last = now
        threading.Event().wait(1.0)


def _greenlets(world: World) -> int:
    place = world.config.data_folder / "greenlets"
    place.unlink(missing_ok=True)
    process = world.servers[0].process
    assert process is not None
    process.send_signal(signal.SIGUSR1)
    until(place.exists, 10)
    return int(place.read_text())
