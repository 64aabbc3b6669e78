"""Several workers on one port: a small supervisor starts them, starts again what dies, and passes on when to stop.

They share one listening socket, and no request needs to come back to the worker that had the last one: WebSockets stay
where they were opened, and all that counts is in the database. A connection that waits when a worker dies is taken by
another.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import gevent
from gevent import signal_handler
from gevent.event import Event
from gevent.socket import wait_read
from sqlalchemy import make_url

from .config import Config, ConfigError

log = logging.getLogger(__name__)

NAME = "FACILITATOR_POST"
SETTLED = 10.0  # seconds after which a worker that ends was not a failed start
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a worker that failed is started again
COMMAND = (sys.executable, "-m", "facilitator", "serve")
HOPELESS = 5  # failed starts of every worker, one after the other
PATIENCE = 15.0  # seconds for a worker to end when it is told to
STARTS = 60.0  # seconds for a worker to be ready
LOOKS = 0.1  # seconds between two looks at the workers


@dataclass(frozen=True)
class Post:
    """Where a process stands among several workers. `listener` and `supervisor` are file numbers it was given.

    `after_crash`: the one before it on this post may have left something untold.
    """

    number: int
    listener: int
    supervisor: int
    after_crash: bool

    @classmethod
    def from_env(cls) -> "Post | None":
        """The post this process was started for; None for a process of its own."""
        told = os.environ.pop(NAME, None)
        if told is None:
            return None
        number, listener, supervisor, after_crash = (int(one) for one in told.split())
        return cls(number, listener, supervisor, bool(after_crash))

    def environ(self) -> dict[str, str]:
        told = (self.number, self.listener, self.supervisor, int(self.after_crash))
        return os.environ | {NAME: " ".join(map(str, told))}

    def socket(self) -> socket.socket:
        return socket.socket(fileno=self.listener)

    def attend(self, end: Callable[[], None]) -> None:
        """Say that this worker is ready, and `end` it when the supervisor is gone, however that went."""
        os.write(self.supervisor, b"r")
        wait_read(self.supervisor)
        end()


class Worker:
    """One post, and the process that holds it."""

    def __init__(self, number: int, listener: socket.socket, command: Sequence[str], *, after_crash: bool) -> None:
        self.number = number
        self._command = command
        self.failed = 0
        self._listener = listener
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._since = self._due = 0.0
        self._ready = self._dismissed = False
        self._after_crash = after_crash

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether it takes requests."""
        if not self._ready and self.alive and self._line is not None:
            with suppress(BlockingIOError, ConnectionError):
                self._ready = self._line.recv(1) != b""
        return self.alive and self._ready

    def start(self) -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        post = Post(self.number, self._listener.fileno(), theirs.fileno(), self._after_crash)
        given = (post.listener, post.supervisor)
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            self._command, env=post.environ(), pass_fds=given, start_new_session=True
        )
        theirs.close()
        self._line, self._since = ours, time.monotonic()
        self._ready = self._dismissed = False

    def look(self) -> None:
        """Notice that it has died, and start it again when it is time: at once, then ever later while it fails."""
        if self.alive or self._dismissed:
            return
        if self._due == 0.0:
            self._note_end()
        if time.monotonic() >= self._due:
            self._due = 0.0
            self.start()

    def dismiss(self) -> None:
        """Tell it to end; it is not started again by itself."""
        self._dismissed = True
        if self.alive and self._process is not None:
            self._process.terminate()

    def gone(self, seconds: float) -> None:
        """Wait until it has ended; after so many seconds, kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _note_end(self) -> None:
        lived = time.monotonic() - self._since
        self.failed = 0 if lived > SETTLED else self.failed + 1
        self._after_crash = True
        self._due = time.monotonic() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, self.failed - 1))
        status = self._process.returncode if self._process is not None else 0
        log.error("worker_ended", extra={"worker": self.number, "failure": _in_words(status)})


class Workers:
    """The supervisor's own loop. SIGTERM and Ctrl-C stop all of them, SIGHUP replaces one after the other."""

    def __init__(self, listener: socket.socket, count: int, command: Sequence[str] = COMMAND) -> None:
        self._listener = listener
        self._command = command
        # At the first start one of them looks after what was before.
        self.workers = [self._worker(number, after_crash=number == 1) for number in range(1, count + 1)]
        self._leaving: list[Worker] = []
        self._told = Event()
        self._renewing = False

    def run(self) -> int:
        """Until told to stop; 1 when no worker can be started."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal_handler(number, self._told.set)
        signal_handler(signal.SIGHUP, lambda: gevent.spawn(self.renew))
        for worker in self.workers:
            worker.start()
        while not self._told.wait(LOOKS):
            for worker in self.workers:
                worker.look()
            if all(worker.failed >= HOPELESS for worker in self.workers):
                log.error("workers_do_not_start")
                return self._stop() or 1
        return self._stop()

    def renew(self) -> None:
        """Replace them one after the other, each when its successor is ready: nobody is turned away.

        Where a successor does not come up, as of a version that cannot start, those that serve go on.
        """
        if self._renewing:
            return
        self._renewing = True
        try:
            for place, worker in enumerate(self.workers):
                successor = self._worker(worker.number, after_crash=False)
                self._leaving.append(successor)  # it ends with the others if it is not wanted after all
                if not self._comes_up(successor):
                    log.error("worker_not_replaced", extra={"worker": worker.number})
                    successor.dismiss()
                    return
                self._leaving = [one for one in (*self._leaving, worker) if one is not successor and one.alive]
                self.workers[place] = successor
                worker.dismiss()
        finally:
            self._renewing = False

    def _comes_up(self, worker: Worker) -> bool:
        worker.start()
        limit = time.monotonic() + STARTS
        while worker.alive and not worker.ready and not self._told.is_set() and time.monotonic() < limit:
            gevent.sleep(LOOKS)
        return worker.ready and not self._told.is_set()

    def _worker(self, number: int, *, after_crash: bool) -> Worker:
        return Worker(number, self._listener, self._command, after_crash=after_crash)

    def _stop(self) -> int:
        self._listener.close()
        until = time.monotonic() + PATIENCE
        everybody = [*self.workers, *self._leaving]
        for worker in everybody:
            worker.dismiss()
        for worker in everybody:
            worker.gone(until - time.monotonic())
        return 0


def check_shared(config: Config) -> None:
    """Raises ConfigError unless several processes can share what this configuration names."""
    if make_url(config.database_url).get_backend_name() != "postgresql" or not config.redis_url:
        raise ConfigError(
            "Several workers need PostgreSQL and Redis: set DATABASE_URL and REDIS_URL. One process on SQLite needs "
            "neither, and serves a clinic. See docs/running.md."
        )


def _in_words(status: int) -> str:
    """How a process ended: by which signal, or with which status."""
    return signal.Signals(-status).name if status < 0 else f"status {status}"
