"""A server that is told to stop: it takes nothing new in, answers what was asked, and sends every screen away."""

import json
import secrets
import socket
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from simple_websocket import ConnectionClosed

from facilitator import db
from facilitator.config import Config
from facilitator.rehearsal import PretendPhone, padded
from facilitator.sessions.models import GroupSession
from tests.cast import Cast, Room
from tests.safety.rooms import DARK
from tests.servers import Server, events, running, until


@pytest.fixture
def server(app: Flask, cast: Cast, config: Config) -> Iterator[Server]:
    with running(config) as server:
        yield server


def half_sent(phone: PretendPhone, step: str, text: str = "I call a friend.") -> tuple[socket.socket, bytes]:
    """A text of which the server has the first half; and the rest of it."""
    content = {
        "v": 1, "receipt": secrets.token_hex(16), "step": step, "kind": "strategy", "first": True,
        "text": text, "share_beyond": False, "of": "", "value": None,
    }  # fmt: skip
    body = padded(content)
    token = json.loads(phone._ask("/room/csrf"))["token"]
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in phone._jar)
    host = phone.address.removeprefix("http://")
    head = (
        f"POST /room/envelopes HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    sending = socket.create_connection(("127.0.0.1", int(host.rsplit(":", 1)[1])), timeout=10)
    sending.sendall(head.encode())
    assert sending.recv(100).startswith(b"HTTP/1.1 100 "), "the page has begun to read"
    sending.sendall(body[:2000])
    return sending, body[2000:]


def refused(server: Server) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_text_that_is_under_way_is_saved_and_its_phone_told(server: Server, cast: Cast) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    phones = [PretendPhone(server.address) for _ in range(4)]
    for phone in phones:
        phone.join(room.code)
    for phone in phones[1:]:
        phone.share(str(step), "I go for a walk.")
    sending, rest = half_sent(phones[0], str(step))
    assert server.process is not None
    server.process.terminate()
    until(lambda: refused(server))
    sending.sendall(rest)
    answer = sending.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 201 ")
    assert "Connection: close" in answer
    server.process.wait(15)
    room.close_writing(step)
    assert "I call a friend." in room.texts()


@pytest.mark.proves("R41")
def test_a_call_for_help_in_a_text_that_came_last_is_not_lost_with_the_process(server: Server, cast: Cast) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    phone = PretendPhone(server.address)
    phone.join(room.code)
    sending, rest = half_sent(phone, str(step), DARK)
    assert server.process is not None
    server.process.terminate()
    until(lambda: refused(server))
    sending.sendall(rest)
    assert sending.recv(65536).startswith(b"HTTP/1.1 201 ")
    server.process.wait(15)
    with db.reading() as tx:
        assert tx.get_one(GroupSession, room.session_id).alert == "open"


def test_every_screen_is_told_when_to_come_back_and_is_let_go(server: Server, cast: Cast) -> None:
    room = Room.opened(cast)
    phone = PretendPhone(server.address)
    phone.join(room.code)
    client = phone.socket()
    assert next(events(client))[0] == "fragment"
    assert server.process is not None
    began = time.monotonic()
    server.process.terminate()
    name, detail = next(events(client))
    assert name == "going_away"
    assert 0 <= detail["retry_ms"] <= 4000
    with pytest.raises(ConnectionClosed):
        list(events(client))
    server.process.wait(15)
    assert time.monotonic() - began < 5, "with nothing under way it goes at once"


def test_a_stop_waits_ten_seconds_and_no_longer_for_what_never_ends(server: Server, cast: Cast) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    phone = PretendPhone(server.address)
    phone.join(room.code)
    sending, _ = half_sent(phone, str(step))
    assert server.process is not None
    began = time.monotonic()
    server.process.terminate()
    server.process.wait(20)
    assert 8 < time.monotonic() - began < 14
    assert sending.recv(65536) == b"", "it was not told that anything was saved"
