"""Passing is taking part: a pass counts like any answer, and nobody can tell it from one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import db
from facilitator.live.presence import Counts
from facilitator.sessions.models import Step
from tests.cast import Cast, Room, answered

WORDS = ["I call a friend.", "I go for a walk."]


@pytest.fixture
def room(cast: Cast) -> Room:
    room = Room.opened(cast)
    room.open_writing(room.steps("collect")[0])
    return room


@pytest.mark.proves("R13")
def test_those_who_pass_are_voices_too(app: Flask, room: Room) -> None:
    (step,) = room.steps("collect")
    phones = room.phones(app, 4)
    for phone, text in zip(phones, WORDS, strict=False):
        phone.send(step, text=text)
    for phone in phones[2:]:
        assert phone.send(step, "pass").status_code == 201
    room.close_writing(step)
    assert room.texts() == sorted(WORDS), "two wrote and two passed: four took part"


@pytest.mark.proves("P9", "R13")
def test_when_all_have_passed_the_console_says_that_most_have_sent(app: Flask, room: Room, ana: FlaskClient) -> None:
    (step,) = room.steps("collect")
    for phone in room.phones(app, 4):
        phone.send(step, "pass")
    presence = app.extensions["presence"]
    with db.reading() as tx:
        sent = presence.sent_in(room.session_id, tx.get_one(Step, step).window_key)
    assert sent == 4
    presence.told[room.session_id] = Counts(4, sent)
    frames = answered(ana.get(f"/sessions/{room.session_id}/fragments"))["frames"]
    assert "Most have sent" in next(frame["html"] for frame in frames if frame["name"] == "now")


def test_when_all_have_passed_there_is_nothing_to_read_and_the_group_goes_on(app: Flask, room: Room) -> None:
    (step,) = room.steps("collect")
    for phone in room.phones(app, 4):
        phone.send(step, "pass")
    room.close_writing(step)
    assert room.texts() == []
    room.push(room.steps("close")[0])
    assert room.state_of(step) == "done"
