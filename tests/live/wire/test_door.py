"""A connect handler that fails lets nobody in, and says nothing of why."""

import pytest

from . import SECRET
from .client import Client
from .conftest import Served, until


@pytest.mark.parametrize("wish", ["fail", "refuse", "say no"])
def test_a_handler_that_fails_or_refuses_lets_nobody_in(server: Served, wish: str) -> None:
    turned_away = Client(server.port)
    turned_away.join({"do": wish})
    assert turned_away.next_packet().startswith("44")
    inside = Client.seated(server.port)
    server.emit("everybody")
    assert inside.event()[0] == "text"
    turned_away.text("3")
    turned_away.text('421["echo","am I in?"]')
    turned_away.text("1")
    assert list(turned_away.packets()) == ["1"]


def test_without_the_door_the_same_failure_lets_the_client_in(server: Served) -> None:
    client = Client(server.port)
    assert client.next_packet().startswith("0{")
    client.text('40/without-a-door,{"do":"fail"}')
    assert client.next_packet().startswith("40/without-a-door,")


def test_only_the_class_of_a_failure_is_logged(server: Served) -> None:
    client = Client(server.port)
    client.join({"do": "fail"})
    assert client.next_packet() == '44{"message":"Not now."}'
    until(lambda: "socket_door_failed" in server.log.read_text())
    assert SECRET not in server.log.read_text()
    assert "Traceback" not in server.log.read_text()
