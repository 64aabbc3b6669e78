"""Sockets that say nothing: those that never connect, and those that stop answering."""

from collections.abc import Callable

import pytest

from .client import Client
from .conftest import Served


@pytest.fixture(scope="module")
def brisk(start: Callable[..., Served]) -> Served:
    """A server that waits a second for a CONNECT, and pings every second."""
    return start(bounds={"connect_seconds": 1.0}, ping=[1.0, 1.0])


def test_a_socket_that_never_connects_is_closed(brisk: Served) -> None:
    assert Client(brisk.port).closing() == 1008
    assert brisk.standing()["reaped"] >= 1


def test_answering_pings_does_not_keep_a_socket_that_never_connects(brisk: Served) -> None:
    greeting, *rest = Client(brisk.port).packets()
    assert greeting.startswith("0{")
    assert rest == ["1"]


def test_a_client_that_was_turned_away_is_closed(brisk: Served) -> None:
    client = Client(brisk.port)
    client.join({"do": "refuse"})
    assert client.closing() == 1008


def test_a_client_that_left_its_namespace_is_closed(brisk: Served) -> None:
    client = Client.seated(brisk.port)
    client.text("41")
    assert client.closing() == 1008


def test_a_phone_that_does_not_answer_a_ping_is_closed(brisk: Served) -> None:
    assert Client.seated(brisk.port).closing() == 1000


def test_a_phone_that_answers_stays(brisk: Served) -> None:
    client, silent = Client.seated(brisk.port), Client.seated(brisk.port)
    pings = 0
    for opcode, payload in client.frames():
        if (opcode, payload) == (1, b"2"):
            client.text("3")
            pings += 1
        if pings == 4:
            break
    client.text('421["echo","here"]')
    assert client.next_packet() == '431["here"]'
    assert silent.closing() == 1000
