"""When a sign-in ends, its pages and its open sockets end with it, within a second; on a real server."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from simple_websocket import Client, ConnectionClosed
from sqlalchemy import update

from facilitator import db
from facilitator.accounts.models import SignIn
from facilitator.config import Config
from tests import servers
from tests.cast import PASSWORD, Cast, Room
from tests.servers import Console, Server, events, running, until

NEW = "copper kettle window drift"
AT_ONCE = 3.0  # seconds: well under one, and the rest is for a busy machine
TICK = 10.0
PATIENCE = 20.0
WITHOUT_CLOCK = """
from facilitator.live.broadcasts import Broadcasts
Broadcasts.tick_sign_ins = lambda self: None
"""
AS_IT_COMES = """
from facilitator.live.wire.switchboard import Switchboard
Switchboard.disconnect = lambda self, sid, namespace=None, ignore_queue=False: self._unseat(sid, namespace)
Switchboard._reap = lambda self, now: None
"""


@pytest.fixture
def server(app: Flask, cast: Cast, config: Config) -> Iterator[Server]:
    with running(config) as server:
        yield server


@pytest.fixture
def server_without_clock(app: Flask, cast: Cast, config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """One that does not look by itself, now and then, for sign-ins that have ended."""
    monkeypatch.setattr(servers, "SERVE", with_first(WITHOUT_CLOCK))
    with running(config) as server:
        yield server


def with_first(changes: str) -> str:
    return servers.SERVE.replace("serve(replace", f"{changes}\nserve(replace")


@pytest.fixture
def room(cast: Cast) -> Room:
    return Room.opened(cast)


def signed_in(server: Server, name: str = "Ana") -> Console:
    console = Console(server.address)
    console.sign_in(name)
    return console


def console_socket(console: Console, room: Room) -> Client:
    """The console's socket, once it has been let in and shown the room."""
    client = console.socket({"as": "console", "session": str(room.session_id)})
    name, _ = next(events(client, PATIENCE))
    assert name == "fragment"
    return client


def closed_after(client: Client, act: Callable[[], Any], patience: float = PATIENCE) -> float:
    """Seconds from when `act` was answered until the server closed the transport itself, or `patience` was over."""
    act()
    started = time.monotonic()
    while time.monotonic() - started < patience:
        try:
            if client.receive(timeout=1) == "2":
                client.send("3")
        except ConnectionClosed:
            break
    return time.monotonic() - started


def signed_out(console: Console) -> None:
    console.post("/sign-out")


def with_a_new_password(console: Console) -> None:
    status, _ = console.post("/account/password", old=PASSWORD, new=NEW, again=NEW)
    assert status == 200


def signed_out_by_another(console: Console) -> None:
    other = Console(console.address)
    other.sign_in("Ana")
    other.post("/account/sign-ins/end")


def disabled_by_an_admin(console: Console) -> None:
    admin = Console(console.address)
    admin.sign_in("Ada")
    found = re.search(r'href="(/people/[0-9a-f-]{36})"[^>]*>(?:(?!</a>).)*Ana', admin.ask("/people")[1], re.DOTALL)
    assert found
    status, page = admin.post(f"{found[1]}/disabling")
    assert status == 200, page


@pytest.mark.parametrize("end", [signed_out, with_a_new_password, signed_out_by_another, disabled_by_an_admin])
def test_the_open_socket_is_closed_and_the_old_cookie_is_dead(
    server_without_clock: Server, room: Room, end: Callable[[Console], None]
) -> None:
    server = server_without_clock
    console = signed_in(server)
    thief = with_cookies_of(console)
    client = console_socket(console, room)
    ticket = thief.ticket(str(room.session_id))
    assert closed_after(client, lambda: end(console)) < AT_ONCE
    assert "Tuesday Circle" not in thief.ask("/groups")[1]
    assert thief.ask(f"/sessions/{room.session_id}/fragments", as_json=True)[1].find("frames") == -1
    again = thief.socket({"as": "console", "session": str(room.session_id), "ticket": ticket})
    assert next(events(again, PATIENCE))[0] == "refused"


def test_the_sockets_of_others_stay(server: Server, room: Room, cast: Cast) -> None:
    theirs = console_socket(signed_in(server), room)
    bea = signed_in(server, "Bea")
    signed_out(bea)
    until(lambda: "Sign in" in bea.ask("/groups")[1])
    for _ in range(3):
        theirs.receive(timeout=0.5)  # raises ConnectionClosed where it is closed
    assert theirs.connected


def test_a_sign_in_that_ends_by_itself_takes_its_socket_along(server: Server, room: Room) -> None:
    client = console_socket(signed_in(server), room)
    too_old = update(SignIn).values(until_minute=SignIn.until_minute - 24 * 60)
    assert closed_after(client, lambda: db.write(lambda tx: tx.execute(too_old))) < TICK


def test_a_server_that_only_asked_the_client_to_go_would_be_noticed(
    app: Flask, config: Config, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: Socket.IO as it comes, which leaves closing to the client."""
    monkeypatch.setattr(servers, "SERVE", with_first(WITHOUT_CLOCK + AS_IT_COMES))
    with running(config) as server:
        console = signed_in(server)
        client = console_socket(console, room)
        assert closed_after(client, lambda: signed_out(console), AT_ONCE + 1) > AT_ONCE


def with_cookies_of(console: Console) -> Console:
    """A browser with copies of the cookies."""
    other = Console(console.address)
    for cookie in console._jar:
        other._jar.set_cookie(cookie)
    return other
