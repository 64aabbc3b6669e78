"""How the load tells a server to announce something: two bytes, the number of a room, over a connection of its own.

Both servers of a comparison take their orders here, so the way there costs both the same.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

import gevent
from gevent.pywsgi import WSGIServer
from gevent.server import StreamServer

HOST = "127.0.0.1"
WIDTH = 2  # bytes of an order


def orders_for(rooms: Iterable[int]) -> bytes:
    """Announce something in each of these rooms."""
    return b"".join(room.to_bytes(WIDTH) for room in rooms)


def serve(wsgi: Callable[..., Any], announce: Callable[[int], object], ready: Callable[[int], str]) -> None:
    """Serve until killed. Prints one line when ready: the orders' port, a space, what `ready(port)` says."""

    def obey(connection: Any, _: object) -> None:
        rest = b""
        while more := connection.recv(4096):
            rest += more
            whole = len(rest) // WIDTH * WIDTH
            for place in range(0, whole, WIDTH):
                announce(int.from_bytes(rest[place : place + WIDTH]))
            rest = rest[whole:]

    web = WSGIServer((HOST, 0), wsgi, log=None)
    taking_orders = StreamServer((HOST, 0), obey)
    web.start()
    taking_orders.start()
    sys.stdout.write(f"{taking_orders.server_port} {ready(web.server_port)}\n")
    sys.stdout.flush()
    gevent.wait()
