"""Every way to open a socket, for everybody (Z1), and what a socket may say: nothing (house rule: it only tells)."""

from typing import Any, cast

import pytest
from flask import Flask
from flask_socketio import SocketIO, SocketIOTestClient

from facilitator.config import Config
from tests.cast import Cast, answered

from .world import ANA, OLD_PHONE, OTHER_PHONE, PHONE, ROLES, World

LET_IN = {
    "member": {PHONE, OTHER_PHONE, OLD_PHONE},
    "screen with its link": set(ROLES),
    "screen with a forged link": set(),
    "console with a ticket": {ANA},
    "console with a ticket of Ana's": set(),
    "console with a cookie alone": set(),
    "anything else": set(),
    "nothing at all": set(),
}


@pytest.fixture
def world(app: Flask, cast: Cast, config: Config) -> World:
    return World.built(app, cast, config)


def auth(world: World, way: str, role: str) -> dict[str, Any] | None:
    session = {"as": "console", "session": str(world.things["hers"]["session_id"])}
    return {
        "member": {"as": "member"},
        "screen with its link": {"as": "screen", "link": world.things["hers"]["link"]},
        "screen with a forged link": {"as": "screen", "link": world.things["hers"]["link"] + "x"},
        "console with a ticket": session | {"ticket": ticket(world, role)},
        "console with a ticket of Ana's": session | {"ticket": ticket(world, ANA) if role != ANA else "x"},
        "console with a cookie alone": session,
        "anything else": {"as": "reviewer", "session": session["session"]},
        "nothing at all": None,
    }[way]


def ticket(world: World, role: str) -> str:
    path = f"/sessions/{world.things['hers']['session_id']}/ticket"
    answer = world.ask(role, "POST", path, {}, "application/json")
    return str(answered(answer)["ticket"]) if answer.status_code == 200 else ""


def opened(world: World, role: str, told: dict[str, Any] | None) -> SocketIOTestClient:
    browser = world.app.test_client()
    for name, value in world.cookies[role].items():
        browser.set_cookie(name, value)
    socketio = cast(SocketIO, world.app.extensions["socketio"])
    return socketio.test_client(world.app, auth=told, flask_test_client=browser)


@pytest.mark.proves("P14")
def test_a_socket_opens_for_whom_the_table_says(world: World) -> None:
    seen = {
        way: {role for role in ROLES if opened(world, role, auth(world, way, role)).is_connected()} for way in LET_IN
    }
    assert seen == LET_IN


def test_a_socket_may_come_and_go_and_say_nothing_else(world: World) -> None:
    socketio = cast(Any, world.app.extensions["socketio"])
    assert set(socketio.server.handlers["/"]) == {"connect", "disconnect"}
    assert set(socketio.server.handlers) == {"/"}
    phone = opened(world, PHONE, {"as": "member"})
    other = opened(world, OTHER_PHONE, {"as": "member"})
    for client in (phone, other):
        client.get_received()
    for event in ("fragment", "void", "push_step", "join_room", "message"):
        phone.emit(event, {"session": str(world.things["another's"]["session_id"])})
    assert other.get_received() == phone.get_received() == []
    admin = socketio.test_client(world.app, namespace="/admin", auth={"as": "member"})
    assert not admin.is_connected("/admin"), "another namespace"
