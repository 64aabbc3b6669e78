"""The door of the room: locked, opened, given a new code; phones beside people (R5, R6)."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast, Phone, Room, answered

JSON = {"Accept": "application/json"}


@pytest.fixture
def room(cast: Cast) -> Room:
    return Room.opened(cast)


def pane(ana: FlaskClient, room: Room) -> str:
    frames = answered(ana.get(f"/sessions/{room.session_id}/fragments"))["frames"]
    return next(re.sub(r"\s+", " ", frame["html"]) for frame in frames if frame["name"] == "room")


@pytest.mark.proves("R5")
def test_a_locked_room_takes_no_new_phone_and_keeps_those_that_are_in(app: Flask, room: Room, ana: FlaskClient) -> None:
    (inside,) = room.phones(app, 1)
    ana.post(f"/sessions/{room.session_id}/lock", data={"locked": 1}, headers=JSON)
    assert "Locked." in pane(ana, room)
    assert Phone(app).join(room.code).status_code == 422
    assert inside.client.get("/room/fragments").status_code == 200
    ana.post(f"/sessions/{room.session_id}/lock", data={"locked": 0}, headers=JSON)
    assert Phone(app).join(room.code).status_code == 303


@pytest.mark.proves("R5")
def test_asking_everyone_to_join_again_voids_the_seats_and_the_old_code(
    app: Flask, room: Room, ana: FlaskClient
) -> None:
    (inside,) = room.phones(app, 1)
    old = room.code
    asked = re.search(r'id="new-code".*?data-ask="([^"]*)".*?data-ask-text="([^"]*)"', pane(ana, room))
    assert asked
    assert asked[1] == "Ask everyone to join again?"
    assert "What people are writing stays on their phones." in asked[2]
    assert ana.post(f"/sessions/{room.session_id}/code", headers=JSON).status_code == 200
    refused = inside.client.get("/room/fragments", headers=JSON)
    assert refused.status_code == 410
    assert answered(refused)["message"] == "Please join again. Your text is still on this phone."
    assert Phone(app).join(old).status_code == 422
    assert inside.join(room.code).status_code == 303


@pytest.mark.proves("R6")
def test_more_phones_than_people_is_told_with_the_lock_beside_it(app: Flask, room: Room, ana: FlaskClient) -> None:
    for phone in room.phones(app, 3):
        phone.client.get("/room/fragments")
    app.extensions["broadcasts"].presence.told[room.session_id] = type(
        app.extensions["presence"].counts(room.session_id)
    )(3, 0)
    assert "3 phones in" in pane(ana, room)
    assert "More phones than people" not in pane(ana, room)
    for people, differs in ((2, True), (3, False), (9, False)):
        ana.post(f"/sessions/{room.session_id}/head-count", data={"people": people}, headers=JSON)
        assert ("More phones than people. Count again, or lock the room." in pane(ana, room)) is differs


def test_what_phones_show_can_be_looked_at_without_being_one(app: Flask, room: Room, ana: FlaskClient) -> None:
    room.push(room.steps("collect")[0])
    (phone,) = room.phones(app, 1)
    path = f"/sessions/{room.session_id}/preview"
    shown = answered(ana.get(path))["frames"]
    assert [(frame["name"], frame["html"]) for frame in shown] == [
        (frame["name"], frame["html"]) for frame in answered(phone.client.get("/room/fragments"))["frames"]
    ]
    assert app.extensions["presence"].phones(room.session_id) == 1, "the phone, and not the console"


def test_only_the_group_s_facilitators_see_what_phones_show(app: Flask, room: Room, bea: FlaskClient) -> None:
    path = f"/sessions/{room.session_id}/preview"
    assert bea.get(path).status_code == 404
    assert app.test_client().get(path).status_code == 303
    assert bea.post(path).status_code == 405
