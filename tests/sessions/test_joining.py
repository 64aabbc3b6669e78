"""Taking a seat: one code, one answer for everything that opens no room."""

import re

import pytest
from flask import Flask

from facilitator import sessions
from facilitator.live import door_views
from facilitator.privacy.throttle import Failures
from tests.cast import Cast, Phone, Room


@pytest.fixture(autouse=True)
def fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_views, "wrong_codes", Failures("30 per 10 minutes"))


def test_a_code_opens_the_room_however_it_is_typed(app: Flask, cast: Cast) -> None:
    code = Room.opened(cast).code
    for typed in (code, code.lower(), f"{code[:3]}-{code[3:]}", f" {code[:3]} {code[3:]} "):
        phone = Phone(app)
        assert phone.join(typed).headers["Location"] == "/room"
        assert phone.client.get("/room").status_code == 200


@pytest.mark.proves("R5")
def test_wrong_prepared_locked_old_and_ended_codes_get_the_same_bytes(app: Flask, cast: Cast) -> None:
    prepared = Room.prepared(cast)
    locked, ended, replaced = (Room.opened(cast) for _ in range(3))
    codes = [prepared.code, locked.code, ended.code, replaced.code, "2222222"]
    sessions.lock(locked.session_id, cast.ana, locked=True)
    ended.end()
    sessions.replace_code(replaced.session_id, cast.ana)
    answers = set()
    for code in codes:
        answer = Phone(app).join(code)
        assert answer.status_code == 422
        answers.add(answer.text.replace(code, "").replace(f"{code[:3]}-{code[3:]}", ""))
    assert len({without_token(answer) for answer in answers}) == 1
    assert "does not open a room" in answers.pop()


def without_token(page: str) -> str:
    """The page but for what differs at every look: the token, the code as typed, the clock."""
    return re.sub(r'(value|data-now)="[^"]*"', "", page)


@pytest.mark.proves("R5")
def test_guessing_is_slowed_down_and_a_right_code_is_not_counted(app: Flask, cast: Cast) -> None:
    code = Room.opened(cast).code
    for _ in range(40):
        assert Phone(app).join(code).status_code == 303
    statuses = [Phone(app).join("2222222").status_code for _ in range(31)]
    assert statuses == [422] * 30 + [429]


def test_replacing_the_code_sends_every_phone_back_to_the_door(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    sessions.replace_code(room.session_id, cast.ana)
    assert phone.client.get("/room/fragments").status_code == 410
    again = phone.client.get("/room")
    assert again.headers["Location"] == "/?again=1"
    assert "Please join again" in phone.client.get("/?again=1").text
    assert phone.join(room.code).status_code == 303
    assert phone.client.get("/room/fragments").status_code == 200


def test_without_a_seat_the_room_leads_to_the_door(app: Flask, cast: Cast) -> None:
    assert Phone(app).client.get("/room").headers["Location"] == "/"


def test_leaving_gives_the_seat_back(app: Flask, cast: Cast) -> None:
    (phone,) = Room.opened(cast).phones(app, 1)
    assert phone.client.post("/room/leave").status_code == 204
    assert phone.client.get("/room").headers["Location"] == "/"


def key_on(phone: Phone) -> str:
    found = re.search(r'data-storage-key="([^"]*)"', phone.client.get("/room").text)
    assert found
    return found[1]


def test_joining_again_keeps_the_key_to_what_the_phone_was_writing(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    key = key_on(phone)
    sessions.replace_code(room.session_id, cast.ana)
    phone.client.get("/room")
    phone.join(room.code)
    assert key_on(phone) == key
    phone.join(Room.opened(cast).code)
    assert key_on(phone) != key


def test_after_the_end_the_key_is_gone(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    assert key_on(phone)
    room.end()
    assert key_on(phone) == ""
