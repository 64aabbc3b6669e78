"""Screens that keep a socket, come back when it breaks, and are held against the revision in the database."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from simple_websocket import Client, ConnectionClosed, ConnectionError

from tests.servers import events

from .worlds import World

COMES_BACK = 0.5  # seconds a screen waits before it opens a new socket


class Screen:
    """One screen. It shows a picture if that is not older than what it shows, as phones do."""

    def __init__(self, opened: Callable[[], Client], slice_: float = 0.5) -> None:
        self._opened = opened
        self._slice = slice_  # seconds it listens before it asks whether it is to stop
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._stay, daemon=True)
        self.shown = 0
        self.pictures: dict[int, dict[str, str]] = {}  # by revision, then by name
        self.order: list[int] = []  # revisions as they were shown
        self.stale = 0  # pictures that came after newer ones
        self.sockets = 0
        self.sent_away = 0

    def start(self) -> None:
        self._thread.start()

    def leave(self) -> None:
        """Begin to go; `stop` waits until it has gone."""
        self._over.set()

    def stop(self) -> None:
        self._over.set()
        self._thread.join(10)

    def _stay(self) -> None:
        while not self._over.is_set():
            with suppress(OSError, ConnectionClosed, ConnectionError, AssertionError):
                self._listen(self._opened())
            self._over.wait(COMES_BACK)

    def _listen(self, client: Client) -> None:
        self.sockets += 1
        try:
            while not self._over.is_set():
                for name, told in events(client, self._slice):
                    self._hear(name, told)
                if not client.connected:
                    return
        finally:
            with suppress(OSError, ConnectionClosed):
                client.close()

    def _hear(self, name: str, told: Any) -> None:
        self.sent_away += name == "going_away"
        if name != "fragment":
            return
        revision = int(told["revision"])
        if revision < self.shown:
            self.stale += 1
            return
        self.pictures.setdefault(revision, {})[told["name"]] = told["html"]
        if revision > self.shown:
            self.order.append(revision)
        self.shown = revision


class Watch:
    """How far screens are behind the database, looked at ten times a second."""

    def __init__(self, revision: Callable[[], int], screens: Sequence[Screen]) -> None:
        self.screens = screens
        self._revision = revision
        self._known: dict[int, float] = {}  # when a revision was first seen in the database
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self.longest = 0.0

    def behind(self) -> float:
        """Seconds that the last of the screens is behind now."""
        now, revision = time.monotonic(), self._revision()
        for one in range(max(self._known, default=revision - 1) + 1, revision + 1):
            self._known[one] = now
        return max((now - self._known[one.shown + 1] for one in self.screens if one.shown < revision), default=0.0)

    def level(self) -> bool:
        """Whether every screen shows what the database holds, and those of one kind the very same."""
        revision = self._revision()
        if any(one.shown != revision for one in self.screens):
            return False
        stages = {one.pictures[revision]["stage"] for one in self.screens if "stage" in one.pictures[revision]}
        return len(stages) <= 1

    def _look_on(self) -> None:
        while not self._over.wait(0.1):
            self.longest = max(self.longest, self.behind())

    @contextmanager
    def looking(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._over.set()
            self._thread.join(10)


@contextmanager
def screens_of(world: World, phones: int, *, consoles: bool = True) -> Iterator[list[Screen]]:
    """Phones spread over the servers, and a console at each; all of them have a first picture."""
    made = [Screen(phone.socket) for phone in world.phones(phones)]
    if consoles:
        made += [_console(world, number) for number in range(len(world.servers))]
    for screen in made:
        screen.start()
    until_shown = time.monotonic() + 20
    while any(screen.shown == 0 for screen in made):
        assert time.monotonic() < until_shown, "a screen shows nothing"
        threading.Event().wait(0.02)
    try:
        yield made
    finally:
        for screen in made:
            screen.stop()


def _console(world: World, number: int) -> Screen:
    console = world.console(number)
    return Screen(lambda: console.socket({"as": "console", "session": str(world.room.session_id)}))
