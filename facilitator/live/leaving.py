"""Leaving: a server that stops tells every screen, and each comes back a moment later, not all of them at once."""

import secrets
import time

import gevent
from flask import Flask

from .presence import Presence
from .wire.switchboard import Switchboard

SPREAD_MS = 4000  # within which screens come back
LINGER = SPREAD_MS / 1000 + 0.5  # seconds until those that did not go by themselves are hung up on


def tell(app: Flask) -> None:
    """Let no more sockets in, and tell each when to come back: a random moment, told to nobody else."""
    board: Switchboard = app.extensions["switchboard"]
    presence: Presence = app.extensions["presence"]
    board.closing = True
    for sid in presence.sockets():
        retry_ms = secrets.randbelow(SPREAD_MS + 1)
        app.extensions["socketio"].emit("going_away", {"retry_ms": retry_ms}, to=sid)


def wait(app: Flask, until: float) -> None:
    """Wait, where others can take the screens over, until they have gone there, or for `LINGER`."""
    presence: Presence = app.extensions["presence"]
    limit = min(until, time.monotonic() + LINGER)
    while presence.sockets() and time.monotonic() < limit:
        gevent.sleep(0.05)


def hang_up(app: Flask) -> None:
    """End what is still open."""
    board: Switchboard = app.extensions["switchboard"]
    board.hang_up_all()
