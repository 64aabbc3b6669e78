"""Leaving: whatever happens on the way out, nobody stays in a room."""

import time
from collections.abc import Callable
from typing import Any, cast

import pytest
from flask import Flask
from flask_socketio import SocketIO, join_room

from facilitator.live.wire import socketio_for

from . import ORIGIN
from .client import Client
from .conftest import Served, until


@pytest.fixture(scope="module")
def alone(start: Callable[..., Served]) -> Served:
    """A server with nobody on it; each test leaves it so."""
    return start()


def rooms_are_empty(server: Served) -> bool:
    standing = server.standing()
    return standing["rooms"] == standing["index"] == standing["sockets"] == standing["unseated"] == 0


def test_rooms_are_left_however_a_phone_leaves(alone: Served) -> None:
    clients = [Client.seated(alone.port, {"room": f"r{number}"}) for number in range(4)]
    clients[0].close()
    clients[1].text("41")
    clients[2].text("1")
    clients[3].frame(8, b"\x03\xe8")
    clients[1].close()
    until(lambda: rooms_are_empty(alone))


def test_a_phone_that_leaves_during_its_connect_handler_stays_in_no_room(alone: Served) -> None:
    leaving = Client(alone.port)
    leaving.join({"do": "wait"})
    until(lambda: alone.standing()["rooms"] > 0)
    leaving.close()
    until(lambda: alone.standing()["sockets"] == 0)
    helper = Client.seated(alone.port)
    helper.text('42["release"]')
    helper.close()
    until(lambda: rooms_are_empty(alone))


def test_a_disconnect_handler_that_fails_keeps_nobody_in_a_room(alone: Served) -> None:
    client = Client.seated(alone.port, {"room": "r"}, query="&leaving=fails")
    client.close()
    until(lambda: rooms_are_empty(alone))


def test_a_phone_may_come_back_to_its_namespace(alone: Served) -> None:
    client = Client.seated(alone.port, {"room": "r"})
    client.text("41")
    client.text('40{"room":"r"}')
    assert client.next_packet().startswith("40{")
    alone.emit("r")
    assert client.event()[0] == "text"
    client.close()
    until(lambda: rooms_are_empty(alone))


@pytest.fixture
def socketio() -> SocketIO:
    """A server in this process, for Flask-SocketIO's test client."""
    app = Flask("served")
    app.config["SECRET_KEY"] = "for a test"
    return socketio_for(app, [ORIGIN])


def test_a_client_without_a_socket_of_ours_still_gets_what_is_sent_to_its_room(socketio: SocketIO) -> None:
    socketio.on_event("connect", lambda: join_room("r"))
    rooms = cast(Any, socketio).server.manager
    client = socketio.test_client(cast(Any, socketio).sockio_mw.flask_app)
    socketio.emit("fragment", {"name": "stage"}, to="r")
    assert client.get_received() == [{"name": "fragment", "args": [{"name": "stage"}], "namespace": "/"}]
    assert "r" in rooms.get_rooms(rooms.sid_from_eio_sid(client.eio_sid, "/"), "/")


def seconds_to_leave(rooms: Any, others: int) -> float:
    """Processor time that 100 clients take to leave while others are in so many rooms of their own."""
    for number in range(others):
        rooms.basic_enter_room(f"other{number}", "/", f"room{number}", eio_sid=f"o{number}")
    leaving = [f"leaving{number}" for number in range(100)]
    for sid in leaving:
        rooms.basic_enter_room(sid, "/", None, eio_sid=f"e{sid}")
        rooms.basic_enter_room(sid, "/", "r", eio_sid=f"e{sid}")
    began = time.thread_time()
    for sid in leaving:
        rooms.basic_disconnect(sid, "/")
    return time.thread_time() - began


def test_leaving_costs_the_same_however_many_rooms_others_are_in(socketio: SocketIO) -> None:
    ours = cast(Any, socketio).server.manager
    plain = cast(Any, SocketIO(Flask("plain"), async_mode="gevent")).server.manager
    few = min(seconds_to_leave(ours, others=10) for _ in range(3))
    assert min(seconds_to_leave(ours, others=20_000) for _ in range(3)) < 5 * few
    assert seconds_to_leave(plain, others=20_000) > 20 * few
