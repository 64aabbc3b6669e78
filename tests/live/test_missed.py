"""When no console is there: members and the wall are told, writing closes, and in the end the session does too."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import strategies
from facilitator.live import clock
from facilitator.live.broadcasts import Broadcasts
from facilitator.live.bus import Bus, RedisBus
from facilitator.live.presence import CONSOLE, MEMBER, Place, Presence
from tests.cast import Cast, Phone, Room, answered

HOUR = 3600.0
WORDS = "acilitator is reconnecting."


class Clockwork:
    """The server's clock, set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clockwork:
    clockwork = Clockwork()
    monkeypatch.setattr("facilitator.live.presence.time", clockwork)
    return clockwork


@pytest.fixture
def live(app: Flask) -> Broadcasts:
    broadcasts: Broadcasts = app.extensions["broadcasts"]
    return broadcasts


def stage(phone: Phone) -> str:
    return str(answered(phone.client.get("/room/fragments"))["frames"][0]["html"])


@pytest.mark.proves("R14")
def test_members_are_told_after_a_while_without_a_console_and_told_no_more_when_one_is_back(
    app: Flask, cast: Cast, time: Clockwork, live: Broadcasts
) -> None:
    room = Room.opened(cast)
    room.push(room.steps("open")[0])
    (phone,) = room.phones(app, 1)
    live.presence.attend(room.session_id)
    assert "data-missed" not in stage(phone)
    time.now += 14
    assert "data-missed" not in stage(phone)
    time.now += 2
    assert "data-missed" in stage(phone)
    live.presence.attend(room.session_id)
    assert "data-missed" not in stage(phone)


def test_nobody_is_missed_before_the_first_step(app: Flask, cast: Cast, time: Clockwork) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    stage(phone)
    time.now += 600
    assert "data-missed" not in stage(phone)


def test_the_wall_is_told_too(app: Flask, cast: Cast, ana: FlaskClient, time: Clockwork) -> None:
    room = Room.opened(cast)
    room.push(room.steps("open")[0])
    link = ana.get(f"/sessions/{room.session_id}/screen").headers["Location"]
    wall = app.test_client()
    assert WORDS not in wall.get(link).text
    time.now += 16
    assert WORDS in wall.get(link).text


def test_the_tick_tells_screens_once_and_once_again_when_the_console_is_back(
    app: Flask, cast: Cast, time: Clockwork, live: Broadcasts, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room.opened(cast)
    room.push(room.steps("open")[0])
    told: list[Any] = []
    monkeypatch.setattr(live._socketio, "emit", lambda _name, frame, to: told.append(frame["html"]))
    live.presence.arrive("console", Place(room.session_id, CONSOLE, "en"))
    live.presence.arrive("phone", Place(room.session_id, MEMBER, "en", "t"))
    live.tick_consoles()
    assert told == []
    live.presence.leave("console")
    time.now += 16
    live.tick_consoles()
    live.tick_consoles()
    assert ["data-missed" in html for html in told] == [True]
    live.presence.arrive("console again", Place(room.session_id, CONSOLE, "en"))
    live.tick_consoles()
    assert ["data-missed" in html for html in told] == [True, False]


def test_a_console_at_another_process_counts(cast: Cast, time: Clockwork, live: Broadcasts) -> None:
    class Elsewhere(Bus):
        def attended_elsewhere(self, session_id: object, here: bool) -> bool:
            return True

    room = Room.opened(cast)
    live.bus = Elsewhere()
    time.now += 5 * HOUR
    assert live.unattended_for(room.session_id) == 0


def test_a_session_left_open_ends_by_itself_after_four_hours(
    app: Flask, cast: Cast, time: Clockwork, live: Broadcasts
) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    phones = room.phones(app, 5)
    room.open_writing(step)
    for number, phone in enumerate(phones):
        phone.send(step, text=f"words {number}")
    clock.end_abandoned(live)
    time.now += 4 * HOUR - 1
    clock.end_abandoned(live)
    assert room.state_of(step) == "writing"
    time.now += 2
    clock.end_abandoned(live)
    assert room.state_of(step) == "done"
    assert room.texts() == [f"words {number}" for number in range(5)]
    assert "This session has ended." in stage(phones[0])


def test_a_command_or_a_console_starts_the_four_hours_again(
    cast: Cast, ana: FlaskClient, time: Clockwork, live: Broadcasts
) -> None:
    room = Room.opened(cast)
    clock.end_abandoned(live)
    path = f"/sessions/{room.session_id}"
    for method, address in (("POST", f"{path}/head-count"), ("GET", f"{path}/fragments")):
        time.now += 3 * HOUR
        ana.open(address, method=method, data={"people": 5})
        time.now += 2 * HOUR
        clock.end_abandoned(live)
        assert room.code


def test_what_came_late_is_held_until_then_and_opened_like_any_end(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    phones = room.phones(app, 4)
    room.open_writing(step)
    room.close_writing(step)
    for number, phone in enumerate(phones):
        phone.send(step, text=f"late {number}")
    assert room.texts() == []
    strategies.end_abandoned(room.session_id)
    assert room.texts() == [f"late {number}" for number in range(4)]
    assert {item.step_id for item in room.queue()} == {None}
    strategies.end_abandoned(room.session_id)


def test_a_presence_that_was_never_asked_begins_to_count_then(time: Clockwork, cast: Cast) -> None:
    session_id = Room.opened(cast).session_id
    presence = Presence()
    assert presence.unattended_for(session_id) == 0
    time.now += 20
    assert presence.unattended_for(session_id) == 20


def test_processes_on_one_redis_know_of_each_other_s_consoles(needs_redis: str) -> None:
    here, there = RedisBus(needs_redis), RedisBus(needs_redis)
    session_id = uuid4()
    assert not here.attended_elsewhere(session_id, here=True)
    assert not here.attended_elsewhere(session_id, here=True), "its own console is no other's"
    assert there.attended_elsewhere(session_id, here=False)
    assert not there.attended_elsewhere(uuid4(), here=False)


def test_a_lost_redis_leaves_each_process_with_what_it_sees_itself() -> None:
    assert not RedisBus("redis://127.0.0.1:1/0").attended_elsewhere(uuid4(), here=True)
