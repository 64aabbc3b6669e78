"""The numbers of a process, renewed on a ten-second tick and never between.

Whatever a person could move by what they do (phones, answers to requests) is told in tens or hundreds and on the tick
alone, so that no number says who did something, and when (P9). Processes tell each other theirs by Redis, so that
whichever is asked tells all of them.
"""

import json
import logging
import re
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

import gevent
from flask import Flask

from ..config import Config
from ..live.wire import standing as wire_standing
from ..redis_link import NAMED, link_to
from .readiness import READY, Readiness

TICK = 10.0  # seconds
BELIEVED = 25.0  # seconds that what another process told is told on
EVENT = re.compile(r"[a-z_]{3,40}")
OURS = "facilitator."
STATM = Path("/proc/self/statm")
Numbers = dict[str, Any]


class Standing:
    """What this process tells of itself, and what others told."""

    def __init__(self, app: Flask, config: Config, readiness: Readiness) -> None:
        self._app = app
        self._readiness = readiness
        self._link = link_to(config.redis_url) if config.redis_url else None
        self._errors = _Errors()
        self._started = time.time()
        self._delay = 0.0
        self._name = "0"
        self._numbers: Numbers = {}

    def start(self, name: str) -> None:
        """Begin to measure; the greenlets live as long as the process."""
        self._name = name
        logging.root.addHandler(self._errors)
        self._app.extensions["measuring"] = [gevent.spawn(self._tick_for_ever), gevent.spawn(self._feel_the_hub)]

    def tick(self) -> None:
        """Renew the numbers."""
        wire, answers = wire_standing(self._app), self._app.extensions["underway"].answers
        delay, self._delay = self._delay, 0.0
        self._numbers = {
            "start_time_seconds": int(self._started),
            "resident_bytes": _resident() // 2**20 * 2**20,
            "cpu_seconds": int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])),
            "hub_delay_seconds": round(delay, 3),
            "ready": int(self._readiness.word() == READY),
            "write_seconds": round(self._readiness.write_seconds, 4),
            "disk_free_ratio": round(self._readiness.free(), 3),
            "redis_in_touch": int(self._link is None or self._link.in_touch),
            "screens": wire["sockets"] // 10 * 10,
            "answers": {f"{digit}xx": answers[digit] // 100 * 100 for digit in "2345"},
            "sockets_turned_away": {why: wire.get(why, 0) // 10 * 10 for why in ("refused", "reaped", "dropped")},
            "catch_ups": self._app.extensions["broadcasts"].caught_up,
            "errors": dict(self._errors.counts),
        }
        self._share()

    def all(self) -> dict[str, Numbers]:
        """The numbers of every process, by its name."""
        mine = {self._name: self._numbers} if self._numbers else {}
        told = self._link.ask(self._link.client.hgetall, _NAME) if self._link else None
        others = {name.decode(): json.loads(words) for name, words in (told or {}).items()}
        now = time.time()
        return {name: one["numbers"] for name, one in others.items() if one["until"] > now} | mine

    def _share(self) -> None:
        if self._link is not None:
            words = json.dumps({"until": time.time() + BELIEVED, "numbers": self._numbers})
            self._link.ask(self._link.client.hset, _NAME, self._name, words)
            self._link.ask(self._link.client.expire, _NAME, 3600)

    def _tick_for_ever(self) -> None:
        while True:
            try:
                self.tick()
            except Exception as failure:
                logging.getLogger(__name__).error("clock_failed", extra={"failure": type(failure).__name__})
            gevent.sleep(TICK)

    def _feel_the_hub(self) -> None:
        """How late a greenlet is that wants to run now: what every phone waits, too."""
        while True:
            due = time.monotonic() + 0.25
            gevent.sleep(0.25)
            self._delay = max(self._delay, time.monotonic() - due)


class _Errors(logging.Handler):
    """Counts what is logged as wrong, by the event's name as it stands in the code."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.counts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        told = record.msg if isinstance(record.msg, str) and record.name.startswith(OURS) else ""
        self.counts[told if EVENT.fullmatch(told) else "of_a_library"] += 1


_NAME = f"{NAMED}standing"


def _resident() -> int:
    """Bytes of memory in use; elsewhere than on Linux, the most that ever were."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
