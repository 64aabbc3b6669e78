"""The facilitator's lines: grouped, complete, and the likeliest for the present step first."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content, sessions
from facilitator.live.pictures import is_round
from facilitator.live.saying import grouped
from tests.cast import Cast, Room, answered


def now_on(ana: FlaskClient, room: Room) -> str:
    frames = answered(ana.get(f"/sessions/{room.session_id}/fragments"))["frames"]
    return next(str(frame["html"]) for frame in frames if frame["name"] == "now")


def likely(ana: FlaskClient, room: Room) -> list[str]:
    found = re.search(r'data-likely="([^"]*)"', now_on(ana, room))
    assert found
    return found[1].split()


@pytest.mark.parametrize("language", content.languages())
def test_every_line_stands_in_one_group(app: Flask, language: str) -> None:
    with app.test_request_context():
        shown = [line.id for group in grouped(content.lines(language)) for line in group.lines]
    assert sorted(shown) == sorted(line.id for line in content.lines(language))


def test_the_likeliest_lines_come_first(cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    assert "newcomer" in likely(ana, room)
    spoken = room.steps("spoken")
    room.push(spoken[1])
    assert likely(ana, room)[0] == "check_in"
    room.push(room.steps("open")[0])
    assert {"drift", "war_story", "one_voice", "silence"} <= set(likely(ana, room))
    room.push(spoken[-1])
    assert "ending" in likely(ana, room)
    room.push(room.steps("close")[0])
    assert likely(ana, room)[0] == "ending"


def test_every_likely_line_exists(cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    known = {line.id for line in content.lines("en")}
    seen = set(likely(ana, room))
    for kind in ("spoken", "poll", "open", "collect", "read_out", "ground", "private", "close"):
        for step in room.steps(kind):
            room.push(step)
            seen |= set(likely(ana, room))
    assert seen <= known


@pytest.mark.proves("R12")
def test_a_round_tells_how_many_seconds_each_person_has(cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    room.push(room.steps("spoken")[1])
    assert "seconds each" not in now_on(ana, room)
    sessions.set_head_count(room.session_id, cast.ana, people=12)
    assert "About 55 seconds each." in now_on(ana, room)
    room.push(room.steps("open")[0])
    assert "seconds each" not in now_on(ana, room)


@pytest.mark.proves("R12")
def test_without_a_head_count_the_phones_are_counted(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    room.push(room.steps("spoken")[1])
    for phone in room.phones(app, 6):
        phone.client.get("/room/fragments")
    presence = app.extensions["presence"]
    ana.get(f"/sessions/{room.session_id}/fragments")
    assert presence.phones(room.session_id) == 6
    presence.told[room.session_id] = type(presence.counts(room.session_id))(6, 0)
    assert "About 110 seconds each." in now_on(ana, room)


@pytest.mark.parametrize("plan", ["A", "B", "C", "D"])
def test_each_plan_has_a_round_to_begin_and_one_to_close(plan: str) -> None:
    steps = content.plans("en")[plan].steps
    rounds = [step.title for step in steps if is_round(step.kind, step.minutes, step.cross_talk)]
    assert len(rounds) == 2
    assert rounds[0].startswith("Check-in")
    assert rounds[1] == "Closing round"
