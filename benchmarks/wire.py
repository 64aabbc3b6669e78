"""The wire alone, without reading and rendering: `python3 -m benchmarks.wire PAYLOAD ROOMS PHONES`.

What stands between this and the application is the cost of what every announcement reads and renders.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import join_room  # noqa: E402

from facilitator.live import wire  # noqa: E402

from .guests import Guests, in_named_rooms  # noqa: E402
from .orders import serve  # noqa: E402

ORIGIN = "https://groups.example"


def main() -> None:
    """Every phone enters the room it names when it connects; an order emits the payload to a room."""
    payload = json.loads(Path(sys.argv[1]).read_text())
    guests = in_named_rooms(int(sys.argv[2]), int(sys.argv[3]))
    app = Flask("wire")
    app.config["SECRET_KEY"] = "signs nothing that leaves this machine"  # noqa: S105
    socketio = wire.socketio_for(app, [ORIGIN])
    wire.door(socketio, lambda auth: join_room(auth["room"]))
    serve(
        app,
        lambda room: socketio.emit("fragment", payload, to=str(room)),
        lambda port: Guests(port, ORIGIN, guests).to_json(),
    )


if __name__ == "__main__":
    main()
