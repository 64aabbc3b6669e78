"""A small application on the wire, in a process of its own: `python3 -m tests.live.wire.served SETTINGS`.

SETTINGS is JSON: `bounds`, `ping` (interval and timeout, seconds) and `stock` (the same handlers on a plain
Flask-SocketIO, to show that a test can fail). Prints its port. Under gunicorn, `application()` makes the app.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import logging  # noqa: E402
import sys  # noqa: E402
from typing import Any, cast  # noqa: E402

from flask import Flask, request  # noqa: E402
from flask_socketio import ConnectionRefusedError, SocketIO, join_room  # noqa: E402
from gevent.event import Event  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

from facilitator.live import wire  # noqa: E402

from . import ORIGIN, SECRET  # noqa: E402


def application(settings: str = "{}") -> Flask:
    """The application, with handlers that do as the client's `auth` tells them."""
    wanted = json.loads(settings)
    app = Flask("served")
    app.config["SECRET_KEY"] = "for a test"
    socketio = _socketio(app, wanted)
    _handlers(socketio, wanted.get("stock", False))
    _controls(app, socketio)
    return app


def _socketio(app: Flask, wanted: dict[str, Any]) -> SocketIO:
    if wanted.get("stock"):
        return SocketIO(app, async_mode="gevent", transports=["websocket"], cors_allowed_origins=[ORIGIN])
    socketio = wire.socketio_for(app, [ORIGIN], wire.Bounds(**wanted.get("bounds", {})))
    if "ping" in wanted:
        _server(socketio).eio.ping_interval, _server(socketio).eio.ping_timeout = wanted["ping"]
    return socketio


def _server(socketio: SocketIO) -> Any:
    return cast(Any, socketio).server


def _handlers(socketio: SocketIO, stock: bool) -> None:
    released = Event()

    def arrive(auth: dict[str, str] | None) -> bool:
        join_room("everybody")
        match (auth or {}).get("do"):
            case "fail":
                raise KeyError(SECRET)
            case "refuse":
                raise ConnectionRefusedError("Not here.")
            case "say no":
                return False
            case "wait":
                released.wait()
        join_room((auth or {}).get("room", "lobby"))
        return True

    def leave(*_reason: object) -> None:
        if request.args.get("leaving") == "fails":
            raise KeyError(SECRET)

    def echo(*arguments: Any) -> Any:
        return arguments

    def mixed(count: int) -> None:
        for number in range(count):
            callback = (lambda *_: None) if number % 2 else None
            socketio.emit("number", number, to=cast(Any, request).sid, callback=callback)

    if stock:
        socketio.on_event("connect", arrive)
    else:
        wire.door(socketio, arrive)
    socketio.on_event("connect", arrive, namespace="/without-a-door")
    socketio.on_error_default(lambda _failure: None)
    socketio.on_event("disconnect", leave)
    socketio.on_event("echo", echo)
    socketio.on_event("mixed", mixed)
    socketio.on_event("release", lambda *_: released.set())


def _controls(app: Flask, socketio: SocketIO) -> None:
    """What a test asks of the server from outside."""

    @app.post("/emit")
    def emit() -> dict[str, int]:
        wanted = request.get_json()
        for number in range(wanted["count"]):
            socketio.emit("text", [number, "x" * wanted["size"]], to=wanted["to"])
        return {"emitted": wanted["count"]}

    @app.get("/standing")
    def standing() -> dict[str, Any]:
        rooms = _server(socketio).manager
        return wire.standing(app) | {"rooms": len(rooms.rooms.get("/", {})), "index": len(rooms._entered)}


def main() -> None:
    """Serve until killed."""
    logging.basicConfig(level=logging.INFO)
    server = WSGIServer(("127.0.0.1", 0), application(sys.argv[1]), log=None)
    server.start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
