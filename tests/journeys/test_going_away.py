"""A deploy in the middle of a session: phones are told, move over by themselves, and nobody loses a word."""

import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, WebSocket, expect

from facilitator.config import Config
from tests.cast import Cast, Room
from tests.journeys.people import PhoneWindow
from tests.servers import Server, free_port, until
from tests.supervised import Supervised

TYPED = "I call my aunt, and then I wash the dishes."


@pytest.fixture
def several(app: Flask, cast: Cast, config: Config, needs_redis: str) -> Iterator[Supervised]:
    server = Supervised(replace(config, redis_url=needs_redis), free_port(), needs_redis)
    server.start()
    try:
        server.settle()
        yield server
    finally:
        server.stop()


def writing(phone: PhoneWindow, cast: Cast) -> tuple[Room, list[str]]:
    """A phone with a text that is typed and not sent; and what its sockets hear from now on."""
    heard: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: heard.append(str(frame)))

    phone.page.on("websocket", listen)
    room = Room.opened(cast)
    phone.join(room.code)
    room.open_writing(room.steps("collect")[0])
    phone.sees("first ten minutes")
    phone.box.fill(TYPED)
    return room, heard


def hears(phone: PhoneWindow, heard: list[str], words: str) -> None:
    """Wait until a socket of this phone has heard them."""

    def has_heard() -> bool:
        phone.page.wait_for_timeout(50)  # its events come in meanwhile
        return any(words in frame for frame in heard)

    until(has_heard)


@pytest.mark.proves("R9")
@pytest.mark.parametrize("config", ["postgresql"], indirect=True)
def test_while_workers_are_started_anew_a_phone_moves_over_and_keeps_what_is_typed(
    browser: Browser, several: Supervised, cast: Cast
) -> None:
    phone = PhoneWindow(browser, several.address)
    room, heard = writing(phone, cast)
    before, process = set(several.workers()), several.process
    assert process is not None
    process.send_signal(signal.SIGHUP)
    until(lambda: not set(several.workers()) & before and several.both_serve(), 60)
    hears(phone, heard, "going_away")
    expect(phone.box).to_have_value(TYPED)
    phone.button("Send").click()
    expect(phone.page.get_by_text("Saved.", exact=True)).to_be_visible()
    room.close_writing(room.steps("collect")[0])
    assert len(room.texts()) <= 1
    assert phone.wrong == []


def test_a_phone_comes_back_to_the_one_server_when_it_is_started_again(
    browser: Browser, server: Server, cast: Cast
) -> None:
    phone = PhoneWindow(browser, server.address)
    room, heard = writing(phone, cast)
    server.stop()
    hears(phone, heard, "going_away")
    heard.clear()
    server.start()
    hears(phone, heard, "fragment")
    expect(phone.box).to_have_value(TYPED)
    phone.button("Send").click()
    expect(phone.page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert phone.wrong == []
    assert room.state_of(room.steps("collect")[0]) == "writing"
