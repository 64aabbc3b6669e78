"""What a phone that comes late, or back, is told: in the stage, and the same for every phone."""

from typing import Any

import pytest
from flask import Flask

from tests.cast import Cast, Phone, Room, answered

WORDS = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water."]


def card(phone: Phone) -> str:
    """The catch-up card as the stage holds it; empty where there is none."""
    (frame,) = answered(phone.client.get("/room/fragments"))["frames"]
    html = str(frame["html"])
    return html.split("data-catch-up", 1)[1] if "data-catch-up" in html else ""


@pytest.fixture
def shared(app: Flask, cast: Cast) -> tuple[Room, list[Phone]]:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    phones = room.phones(app, 4)
    room.open_writing(step)
    for phone, text in zip(phones, WORDS, strict=True):
        phone.send(step, text=text)
    room.close_writing(step)
    for text in WORDS[:3]:
        room.approve(text)
    return room, phones


@pytest.mark.proves("R9")
def test_it_tells_where_the_group_is_and_what_may_still_be_answered(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    assert card(phone) == ""
    (step,) = room.steps("collect")
    room.push(step)
    assert "Step 7 of 12: Collect: first ten minutes" in card(phone)
    assert "There is nothing to answer now." in card(phone)
    room.push(room.steps("close")[0])
    room.open_writing(step)
    assert "You can still answer." in card(phone)
    assert "first ten minutes" in card(phone)


@pytest.mark.proves("R9", "P8")
def test_it_holds_what_was_revealed_and_nothing_before(shared: tuple[Room, list[Phone]]) -> None:
    room, phones = shared
    assert not any(text in card(phones[0]) for text in WORDS)
    room.reveal(room.steps("collect")[0])
    assert all(text in card(phones[0]) for text in WORDS[:3])
    room.push(room.steps("open")[0])
    assert all(text in card(phones[0]) for text in WORDS[:3]), "also when the group has moved on"
    assert WORDS[3] not in card(phones[0])


def test_every_phone_gets_the_same_card(shared: tuple[Room, list[Phone]], app: Flask) -> None:
    room, phones = shared
    room.reveal(room.steps("collect")[0])
    late: list[Any] = room.phones(app, 1)
    assert len({card(phone) for phone in (*phones, *late)}) == 1
