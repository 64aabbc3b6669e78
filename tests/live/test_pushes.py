"""Live: what is committed reaches every screen, over the socket and without one, on one process and on two."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from simple_websocket import Client, ConnectionClosed

from facilitator import db
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.rehearsal import PretendPhone
from tests import cast as people
from tests import servers
from tests.cast import POINTS, Cast, Room
from tests.conftest import on_both
from tests.servers import Console, Server, connect, events, running, until

WORDS = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water."]
NO_CATCHING_UP = """
from facilitator.live.broadcasts import Broadcasts
Broadcasts.catch_up = lambda self: None
"""


@pytest.fixture
def server(app: Flask, cast: Cast, config: Config) -> Iterator[Server]:
    with running(config) as server:
        yield server


@pytest.fixture
def room(cast: Cast) -> Room:
    return Room.prepared(cast)


def console_at(server: Server) -> Console:
    console = Console(server.address)
    console.sign_in("Ana")
    return console


def open_room(console: Console, room: Room) -> str:
    path = f"/sessions/{room.session_id}"
    assert console.command(f"{path}/room", turn=room.turn, agreed="yes")["status"] == 200
    return path


def joined(server: Server, room: Room, count: int) -> list[PretendPhone]:
    phones = [PretendPhone(server.address) for _ in range(count)]
    for phone in phones:
        phone.join(room.code)
    return phones


def heard(phone: PretendPhone, words: str) -> str | None:
    """The first thing on the socket that holds the words."""
    for _ in range(50):
        said = phone.listen(15)
        if said is None or words in said:
            return said
    return None


@pytest.mark.proves("R8")
@on_both
def test_a_step_reaches_every_phone_and_the_wall(app: Flask, cast: Cast, config: Config) -> None:
    with running(config) as server:
        room = Room.prepared(cast)
        console = console_at(server)
        path = open_room(console, room)
        phones = joined(server, room, 3)
        for phone in phones:
            phone.connect()
            assert heard(phone, "fragment")
        status, page = console.ask(f"{path}/screen")
        assert status == 200
        link = re.search(r"/screen/([\w.~-]+)", page)
        assert link
        wall = connect(server.address, {"as": "screen", "link": link[1]})
        step = room.steps("collect")[0]
        console.command(f"{path}/steps/{step}/showing", turn=room.turn)
        for phone in phones:
            assert heard(phone, "first ten minutes")
        assert any("first ten minutes" in frame["html"] for name, frame in events(wall) if name == "fragment")


def test_the_socket_and_the_get_carry_the_same_bytes(server: Server, room: Room) -> None:
    console = console_at(server)
    path = open_room(console, room)
    (phone,) = joined(server, room, 1)
    console.command(f"{path}/steps/{room.steps('collect')[0]}/showing", turn=room.turn)
    asked = {(frame["name"], frame["revision"], frame["html"]) for frame in phone.frames()}
    client = phone.socket()
    name, frame = next(events(client))
    assert name == "fragment"
    assert {(frame["name"], frame["revision"], frame["html"])} == asked


@pytest.mark.proves("R8", "R9")
def test_a_phone_that_dropped_lands_on_the_right_step_every_time(server: Server, room: Room) -> None:
    console = console_at(server)
    path = open_room(console, room)
    (phone,) = joined(server, room, 1)
    for step in [*room.steps("collect"), *room.steps("read_out"), *room.steps("close")]:
        phone.connect()
        assert heard(phone, "fragment")
        phone.drop()
        console.command(f"{path}/steps/{step}/showing", turn=room.turn)
        assert phone.stage()["step"] == str(step)
        phone.connect()
        assert heard(phone, str(step))
        phone.drop()


def test_a_phone_without_a_socket_can_do_everything(server: Server, room: Room) -> None:
    console = console_at(server)
    path = open_room(console, room)
    phones = joined(server, room, 4)
    step = room.steps("collect")[0]
    console.command(f"{path}/steps/{step}/showing", turn=room.turn)
    console.command(f"{path}/steps/{step}/writing", turn=room.turn)
    for phone, text in zip(phones, WORDS, strict=True):
        assert phone.stage()["writing"] == "open"
        phone.share(str(step), text)
    console.command(f"{path}/steps/{step}/closing", turn=room.turn)
    assert room.texts() == sorted(WORDS)


def test_two_processes_on_redis_show_the_same(
    app: Flask, cast: Cast, config: Config, needs_redis: str, needs_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By Redis alone: neither of them looks into the database by itself."""
    monkeypatch.setattr(servers, "SERVE", servers.SERVE.replace("serve(replace", f"{NO_CATCHING_UP}\nserve(replace"))
    _two_processes(cast, config, needs_postgresql, needs_redis)


def test_two_processes_catch_up_from_the_database_while_redis_is_gone(
    app: Flask, cast: Cast, config: Config, needs_postgresql: str
) -> None:
    _two_processes(cast, config, needs_postgresql, "redis://127.0.0.1:1/0")


def _two_processes(cast: Cast, config: Config, postgresql: str, redis: str) -> None:
    upgrade(postgresql)
    config = replace(config, database_url=postgresql)
    db.connect(postgresql)
    cast = people.assemble()
    room = Room.prepared(cast)
    with running(config, redis) as one, running(config, redis) as other:
        console = console_at(one)
        path = open_room(console, room)
        (phone,) = joined(other, room, 1)
        phone.connect()
        assert heard(phone, "fragment")
        step = room.steps("collect")[0]
        console.command(f"{path}/steps/{step}/showing", turn=room.turn)
        until(lambda: (said := phone.listen(2)) and "first ten minutes" in said)


def test_what_was_acknowledged_survives_a_kill(server: Server, room: Room) -> None:
    console = console_at(server)
    path = open_room(console, room)
    phones = joined(server, room, 4)
    step = room.steps("collect")[0]
    console.command(f"{path}/steps/{step}/showing", turn=room.turn)
    console.command(f"{path}/steps/{step}/writing", turn=room.turn)
    for phone, text in zip(phones, WORDS, strict=True):
        phone.share(str(step), text)
        server.kill()
        server.start()
    console.command(f"{path}/steps/{step}/closing", turn=room.turn)
    assert room.texts() == sorted(WORDS)


def test_the_door_turns_strangers_away(server: Server, room: Room) -> None:
    console = console_at(server)
    open_room(console, room)
    stranger = Console(server.address)
    bea = Console(server.address)
    bea.sign_in("Bea")
    tries = [
        (stranger, {"as": "member"}),
        (stranger, {"as": "console", "session": str(room.session_id)}),
        (bea, {"as": "console", "session": str(room.session_id)}),
        (stranger, {"as": "screen", "link": "forged"}),
        (stranger, {"as": "anything"}),
        (console, {"as": "console", "session": "no id"}),
    ]
    for who, auth in tries:
        assert told(who.socket(auth)) == ["refused"], auth
    assert told(console.socket({"as": "console", "session": str(room.session_id)}))[0] == "fragment"


def told(client: Client) -> list[str]:
    """The names of the event that comes, and of those that come with it."""
    first, _ = next(events(client))
    return [first, *(name for name, _ in events(client, 0.5))]


def test_signing_out_hangs_up_the_console(server: Server, room: Room) -> None:
    console = console_at(server)
    open_room(console, room)
    client = console.socket({"as": "console", "session": str(room.session_id)})
    assert next(events(client))[0] == "fragment"
    console.post("/sign-out")
    with pytest.raises(ConnectionClosed):
        list(events(client, 15))
    again = console.socket({"as": "console", "session": str(room.session_id)})
    assert told(again) == ["refused"]


def test_a_new_code_empties_the_room(server: Server, room: Room) -> None:
    console = console_at(server)
    path = open_room(console, room)
    (phone,) = joined(server, room, 1)
    client = phone.socket()
    next(events(client))
    console.command(f"{path}/code")
    assert told(client) == ["void"]
    step = room.steps("collect")[0]
    console.command(f"{path}/steps/{step}/showing", turn=room.turn)
    assert [name for name, _ in events(client, 2)] == []


def test_a_screen_that_is_behind_is_told_where_the_group_is(server: Server, room: Room) -> None:
    console = console_at(server)
    path = open_room(console, room)
    step, behind = room.steps("collect")[0], room.turn
    assert console.command(f"{path}/steps/{step}/showing", turn=behind)["status"] == 200
    refused = console.command(f"{path}/steps/{room.steps('close')[0]}/showing", turn=behind)
    assert refused["status"] == 409
    assert "behind" in refused["message"]
    assert "first ten minutes" in "".join(frame["html"] for frame in refused["frames"])
    assert room.state_of(step) == "shown"


def test_the_whole_way_from_console_to_library(server: Server, room: Room, cast: Cast) -> None:
    console = console_at(server)
    path = open_room(console, room)
    phones = joined(server, room, 4)
    step = room.steps("collect")[0]
    console.command(f"{path}/steps/{step}/showing", turn=room.turn)
    console.command(f"{path}/steps/{step}/writing", turn=room.turn)
    for phone, text in zip(phones, WORDS, strict=True):
        phone.share(str(step), text)
    console.command(f"{path}/steps/{step}/closing", turn=room.turn)
    for item in room.queue():
        assert console.command(f"{path}/items/{item.id}/approval", points=POINTS)["status"] == 200
    phones[0].connect()
    assert heard(phones[0], "fragment")
    console.command(f"{path}/steps/{step}/reveal", turn=room.turn)
    said = heard(phones[0], WORDS[0])
    assert said
    assert all(text in said for text in WORDS)
    assert console.command(f"{path}/end")["status"] == 200
    _, shelf = console.ask(f"/groups/{cast.tuesday}/library")
    assert all(text in shelf for text in WORDS)
