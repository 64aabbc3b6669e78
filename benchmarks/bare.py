"""Bare python-socketio on gevent, as it comes: `python3 -m benchmarks.bare PAYLOAD ROOMS PHONES`.

PAYLOAD is a file with the JSON a phone gets at each announcement.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import socketio  # noqa: E402

from .guests import Guests, in_named_rooms  # noqa: E402
from .orders import HOST, serve  # noqa: E402


def main() -> None:
    """Every phone enters the room it names when it connects; an order emits the payload to a room."""
    payload = json.loads(Path(sys.argv[1]).read_text())
    guests = in_named_rooms(int(sys.argv[2]), int(sys.argv[3]))
    server = socketio.Server(async_mode="gevent", transports=["websocket"], cors_allowed_origins="*")

    def arrive(sid: str, environ: dict[str, Any], auth: dict[str, str]) -> None:
        server.enter_room(sid, auth["room"])

    server.on("connect", arrive)

    serve(
        socketio.WSGIApp(server),
        lambda room: server.emit("fragment", payload, to=str(room)),
        lambda port: Guests(port, f"http://{HOST}:{port}", guests).to_json(),
    )


if __name__ == "__main__":
    main()
