"""Who gets a WebSocket at all."""

from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask import Flask

from facilitator.live.wire import socketio_for

from .client import Client, Headers, Refused
from .conftest import Served


def status_of(server: Served, headers: Headers) -> int:
    with pytest.raises(Refused) as refusal:
        Client(server.port, headers)
    return refusal.value.status


def test_a_page_of_ours_is_let_in(server: Served) -> None:
    client = Client.seated(server.port)
    client.text('421["echo","hello"]')
    assert client.next_packet() == '431["hello"]'


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "https://groups.example.evil", ""])
def test_a_foreign_page_is_refused(server: Served, origin: str) -> None:
    assert status_of(server, {"Origin": origin}) == 400


def test_a_client_that_names_no_origin_is_refused(server: Served) -> None:
    assert status_of(server, {"Origin": None}) == 400


def test_a_forwarded_host_does_not_stand_in_for_an_origin(server: Served) -> None:
    forged: Headers = {"X-Forwarded-Host": "elsewhere.example", "X-Forwarded-Proto": "https"}
    assert status_of(server, forged | {"Origin": "https://elsewhere.example"}) == 400


def test_compression_is_never_agreed_on(server: Served) -> None:
    client = Client(server.port, {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"})
    assert "extensions" not in client.head.lower()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-WebSocket-Version": "8"},
        {"Sec-WebSocket-Key": None},
        {"Sec-WebSocket-Key": "short"},
        {"Content-Length": "5"},
        {"Upgrade": None},
    ],
)
def test_something_that_is_no_handshake_is_refused(server: Served, headers: Headers) -> None:
    assert status_of(server, headers) == 400


def test_long_polling_is_not_spoken(server: Served) -> None:
    with pytest.raises(HTTPError) as refusal:
        urlopen(f"http://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=polling")
    assert refusal.value.code == 400


@pytest.mark.parametrize("origins", [[], ["*"], ["groups.example"]])
def test_a_server_without_a_list_of_origins_does_not_start(origins: list[str]) -> None:
    with pytest.raises(ValueError, match="origins"):
        socketio_for(Flask("served"), origins)


def test_an_origin_that_was_refused_is_not_in_the_log(server: Served) -> None:
    status_of(server, {"Origin": "https://canary.example"})
    assert "canary" not in server.log.read_text()
