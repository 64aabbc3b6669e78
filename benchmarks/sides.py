"""The sides of a comparison: servers, each with its loads, that are asked for one measurement after the other.

The servers have one core and the loads the other, where there are two; the sides that are not measured do nothing.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.metadata import version
from json import loads
from pathlib import Path
from platform import python_version
from statistics import median
from subprocess import PIPE, Popen, run
from typing import Any

from facilitator.bootstrap import node

SERVERS_CORE, LOADS_CORE = 0, 1
NODE_SERVER = Path(__file__).with_name("node.mjs")
NODE_LIBRARY = Path(__file__).parents[1] / "node_modules" / "socket.io" / "package.json"
LIBRARIES = ["flask", "flask-socketio", "gevent", "python-engineio", "python-socketio", "simple-websocket", "wsproto"]

Figures = dict[str, Any]
Rounds = dict[str, list[Figures]]


class Load:
    """One load, connected. `first` holds what it said when it was ready."""

    def __init__(self, process: Popen[str], guests: str) -> None:
        self._process = process
        self.ask(guests)
        self.first = self.answer()

    def ask(self, line: str) -> None:
        """Give a command; `answer` waits for what comes of it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line.rstrip()}\n")
        self._process.stdin.flush()

    def answer(self) -> Figures:
        """The figures of the oldest command not yet answered."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("The load gave up; its reason stands above.")
        found: Figures = loads(line)
        return found

    def told(self, line: str) -> Figures:
        """One command and its figures."""
        self.ask(line)
        return self.answer()


@contextmanager
def side(name: str, *arguments: str, kinds: Iterable[str] = ("load",)) -> Iterator[list[Load]]:
    """The server `benchmarks.NAME`, or Node's for "node", with one load of each kind."""
    command = [*node(), str(NODE_SERVER)] if name == "node" else [sys.executable, "-m", f"benchmarks.{name}"]
    with ExitStack() as all_of_it:
        server = all_of_it.enter_context(_running(SERVERS_CORE, [*command, *arguments]))
        assert server.stdout is not None
        ready = server.stdout.readline()
        if not ready:
            raise SystemExit(f"The server {name} did not start.")
        orders_port, guests = ready.split(" ", 1)
        processes = [
            all_of_it.enter_context(
                _running(LOADS_CORE, [sys.executable, "-m", f"benchmarks.{kind}", orders_port, str(server.pid)])
            )
            for kind in kinds
        ]
        yield [Load(process, guests) for process in processes]


@contextmanager
def _running(core: int, command: list[str]) -> Iterator[Popen[str]]:
    """A process, on a core of its own kind where there are two."""
    cores = sorted(os.sched_getaffinity(0))
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        if len(cores) > 1:
            os.sched_setaffinity(process.pid, {cores[core]})
        try:
            yield process
        finally:
            process.kill()


@cache
def node_version() -> str | None:
    """Node's version, where it is found with its socket.io server; else None."""
    if not NODE_LIBRARY.exists():
        return None
    try:
        return run([*node(), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    except OSError:
        return None


def ratios(found: Rounds, figure: str, ours: str = "application", theirs: str = "bare") -> list[float]:
    """One side's figure divided by another's, round by round; empty where a side is missing."""
    return [one[figure] / other[figure] for one, other in zip(found.get(ours, []), found.get(theirs, []), strict=False)]


def told(name: str, values: list[float]) -> Figures:
    """The median of ratios and how far they spread, under `name` and `name_spread`; null where there are none."""
    if not values:
        return {name: None, f"{name}_spread": None}
    return {name: rounded(median(values)), f"{name}_spread": [rounded(min(values)), rounded(max(values))]}


def medians(rounds: list[Figures]) -> Figures:
    """Each figure's median over the rounds."""
    return {name: rounded(median(one[name] for one in rounds)) for name in rounds[0]}


def rounded(value: float) -> float:
    return round(value, 3 if value < 1000 else 0)


def surroundings() -> Figures:
    """What else the figures hang on: cores, how busy the machine was, versions."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "load_average": round(os.getloadavg()[0], 1),
        "versions": {"python": python_version(), "node": node_version(), **{name: version(name) for name in LIBRARIES}},
    }
