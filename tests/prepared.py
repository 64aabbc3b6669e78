"""Servers that need not import everything anew, which is most of what their start costs.

A process that has imported the application, and done nothing else, waits. For each server it makes a copy of itself,
which runs the server's script as a fresh Python would.
"""

import atexit
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from io import BufferedRWPair
from pathlib import Path
from typing import Any

import facilitator

WAIT = """
from gevent import monkey; monkey.patch_all()
import sys
from tests import prepared
exec(prepared.asked_for(int(sys.argv[1])))
prepared.leave()
"""
NOT_SERVED = ("facilitator.__main__", "facilitator.development", "facilitator.demo", "facilitator.rehearsal")


class Process:
    """A process that is not our child, watched as if it were."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """None as long as it runs. What it left with is not known."""
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    def wait(self, timeout: float | None = None) -> int:
        if not select.select([self._handle], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return 0

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def start(
    script: str, *arguments: str, environ: Mapping[str, str], log: Path | str = ""
) -> "Process | subprocess.Popen[bytes]":
    """Run a script that serves; all it says goes to `log`, if there is one, and to our own outputs otherwise.

    Where processes cannot be watched like that, a Python of its own runs it.
    """
    if not hasattr(os, "pidfd_open"):
        told = open(log, "wb") if log else None  # noqa: SIM115
        return subprocess.Popen([sys.executable, "-c", script, *arguments], env=environ, stdout=told, stderr=told)
    asking = _waiting()
    asking.write(json.dumps([script, arguments, dict(environ), str(log)]).encode() + b"\n")
    asking.flush()
    return Process(int(asking.readline()))


@cache
def _waiting() -> BufferedRWPair:
    """The process that waits. It ends with ours, when its end of the line is all that is left."""
    ours, theirs = socket.socketpair()
    handle = theirs.fileno()
    subprocess.Popen([sys.executable, "-c", WAIT, str(handle)], pass_fds=[handle])
    theirs.close()
    return ours.makefile("rwb")


def asked_for(handle: int) -> Any:
    """In the process that waits: returns in each copy of it, with the script to run."""
    for module in pkgutil.walk_packages(facilitator.__path__, "facilitator."):
        if module.name.startswith(NOT_SERVED):
            continue
        with suppress(Exception):  # a server that needs it will say so
            importlib.import_module(module.name)
    while threading.active_count() > 1:  # what an import began would be lost in a copy
        time.sleep(0.01)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGCHLD, signal.SIGINT)}
    with open(handle, "r+b", buffering=0) as asking:
        while line := asking.readline():
            if pid := os.fork():
                asking.write(b"%d\n" % pid)
                continue
            for number, handler in before.items():
                signal.signal(number, handler)
            return _script(*json.loads(line))
    return "pass"


def _script(script: str, arguments: Sequence[str], environ: Mapping[str, str], log: str) -> Any:
    if log:
        told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(told, 1)
        os.dup2(told, 2)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv[1:] = arguments
    return compile(script, "<server>", "exec")


def leave() -> None:
    """End at once: taking everything apart that was imported costs more than a short life of a server."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
