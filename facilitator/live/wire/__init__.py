"""The wire: Socket.IO to every screen, bounded against abuse and written straight to the sockets.

`socketio_for(app, origins)` makes the server, `door(socketio, handler)` registers who may come in, and
`standing(app)` tells how many are here and what was turned away. Only WebSockets are spoken.
"""

from collections.abc import Sequence
from typing import Any, cast

import socketio
from flask import Flask
from flask_socketio import SocketIO

from .bounds import Bounds
from .door import door
from .footing import LibraryChanged, check
from .quiet import quiet_logger
from .rooms import Rooms
from .switchboard import Switchboard

__all__ = ["Bounds", "LibraryChanged", "check", "door", "socketio_for", "standing"]

PING_SECONDS = 25
PONG_SECONDS = 20


def socketio_for(app: Flask, origins: Sequence[str], bounds: Bounds | None = None) -> SocketIO:
    """A Flask-SocketIO server on gevent for this application, which may be reached from `origins` alone.

    `origins` are like "https://groups.example.org"; ValueError when there is none or one says "*", because
    Engine.IO takes an empty list for no check at all (P8). Events of one screen are handled in their order,
    one at a time (P12). No more sockets than the process may open. Raises LibraryChanged (see `footing`).
    """
    if not origins or any(not origin.startswith(("http://", "https://")) for origin in origins):
        raise ValueError("Say which origins may open a socket, each with its scheme.")
    check()
    bounds = (bounds or Bounds()).within_open_files()
    rooms = Rooms()
    served = SocketIO(app, client_manager=rooms, cors_allowed_origins=list(origins), **_options(bounds))
    app.extensions["switchboard"] = _connected(cast(Any, served).server, rooms, bounds)
    return served


def standing(app: Flask) -> dict[str, int]:
    """Sockets open, sockets still without a namespace, and the counts of `Switchboard`."""
    board: Switchboard = app.extensions["switchboard"]
    return board.standing()


def _connected(server: socketio.Server, rooms: Rooms, bounds: Bounds) -> Switchboard:
    board = Switchboard(server, rooms, bounds)
    server.eio._handle_connect = board.answer
    server.disconnect = board.disconnect
    return board


def _options(bounds: Bounds) -> dict[str, Any]:
    return {
        "async_mode": "gevent",
        "transports": ["websocket"],
        "http_compression": False,
        "logger": quiet_logger("socketio"),
        "engineio_logger": quiet_logger("engineio"),
        "ping_interval": PING_SECONDS,
        "ping_timeout": PONG_SECONDS,
        "max_http_buffer_size": bounds.message_bytes,
        "manage_session": False,
        "async_handlers": False,
        "monitor_clients": False,
    }
