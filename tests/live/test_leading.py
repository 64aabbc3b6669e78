"""Two facilitators, one session: one leads, the other follows, reviews, and may take over by one press (R14)."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import db, sessions, strategies
from facilitator.errors import NotFound, Refused
from facilitator.sessions import groups
from facilitator.sessions.models import GroupSession
from tests.cast import Cast, Room, answered

TEXTS = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water."]
JSON = {"Accept": "application/json"}


@pytest.fixture
def together(cast: Cast) -> Cast:
    """Bea facilitates Tuesday Circle beside Ana."""
    groups.add_facilitator(cast.tuesday, cast.bea, cast.ana)
    return cast


@pytest.fixture
def room(together: Cast) -> Room:
    """A room that Ana opened."""
    return Room.opened(together)


def leader_of(room: Room) -> UUID | None:
    with db.reading() as tx:
        return tx.get_one(GroupSession, room.session_id).leader_id


def now_on(client: FlaskClient, room: Room) -> str:
    frames = answered(client.get(f"/sessions/{room.session_id}/fragments"))["frames"]
    return next(str(frame["html"]) for frame in frames if frame["name"] == "now")


@pytest.mark.proves("R14")
def test_whoever_opens_the_room_leads(room: Room, together: Cast) -> None:
    assert leader_of(room) == together.ana


@pytest.mark.proves("R14")
@pytest.mark.parametrize(
    "command",
    [
        lambda room, by: sessions.push_step(room.session_id, room.steps("close")[0], room.turn, by),
        lambda room, by: sessions.skip_step(room.session_id, room.steps("close")[0], room.turn, by),
        lambda room, by: sessions.move_step(room.session_id, room.steps("close")[0], room.turn, by, places=-1),
        lambda room, by: sessions.open_writing(room.session_id, room.steps("collect")[0], room.turn, by),
        lambda room, by: sessions.set_timer(room.session_id, room.steps("collect")[0], room.turn, by, do="add"),
        lambda room, by: strategies.close_writing(room.session_id, room.steps("collect")[0], room.turn, by),
        lambda room, by: strategies.reveal(room.session_id, room.steps("collect")[0], room.turn, by),
        lambda room, by: sessions.lock(room.session_id, by, locked=True),
        lambda room, by: sessions.replace_code(room.session_id, by),
        lambda room, by: strategies.end(room.session_id, by),
    ],
)
def test_the_one_who_follows_moves_nothing(room: Room, together: Cast, command: Callable[[Room, UUID], None]) -> None:
    room.push(room.steps("collect")[0])
    before, code = room.turn, room.code
    with pytest.raises(Refused, match="Ana leads this session"):
        command(room, together.bea)
    assert (room.turn, room.code, leader_of(room)) == (before, code, together.ana)


@pytest.mark.proves("R14")
def test_the_one_who_follows_reviews(app: Flask, room: Room, together: Cast) -> None:
    (step,) = room.steps("collect")
    phones = room.phones(app, 4)
    room.open_writing(step)
    for phone, text in zip(phones, TEXTS, strict=True):
        phone.send(step, text=text)
    room.close_writing(step)
    one, other, *_ = room.queue()
    strategies.hold(room.session_id, one.id, together.bea)
    strategies.put_back(room.session_id, one.id, together.bea)
    strategies.decline(room.session_id, other.id, together.bea)
    assert sorted(item.status for item in room.queue()) == ["declined", "waiting", "waiting", "waiting"]


@pytest.mark.proves("R14")
def test_taking_over_turns_the_roles_and_never_happens_by_itself(room: Room, together: Cast) -> None:
    step = room.steps("close")[0]
    sessions.take_over(room.session_id, together.bea)
    assert leader_of(room) == together.bea
    with pytest.raises(Refused, match="Bea leads"):
        sessions.push_step(room.session_id, step, room.turn, together.ana)
    sessions.push_step(room.session_id, step, room.turn, together.bea)
    assert room.state_of(step) == "shown"
    sessions.take_over(room.session_id, together.ana)
    assert leader_of(room) == together.ana


def test_a_stranger_takes_nothing_over(room: Room, together: Cast) -> None:
    for stranger in (together.otto, together.ada):
        with pytest.raises(NotFound):
            sessions.take_over(room.session_id, stranger)
    assert leader_of(room) == together.ana


def test_a_room_that_is_not_open_has_nobody_to_take_over_from(together: Cast) -> None:
    room = Room.prepared(together)
    with pytest.raises(Refused, match="Open the room"):
        sessions.take_over(room.session_id, together.bea)


@pytest.mark.proves("R14")
def test_both_consoles_say_who_leads_and_the_refusal_shows_the_present_state(
    room: Room, together: Cast, ana: FlaskClient, bea: FlaskClient
) -> None:
    for console in (ana, bea):
        told = re.search(r'data-leader="(\w+)"', now_on(console, room))
        assert told
        assert told[1] == together.ana.hex
        assert "Ana leads" in now_on(console, room)
    path = f"/sessions/{room.session_id}"
    refused = bea.post(f"{path}/steps/{room.steps('close')[0]}/showing", data={"turn": room.turn}, headers=JSON)
    assert refused.status_code == 409
    assert answered(refused)["message"] == "Ana leads this session. Take over first."
    assert {frame["name"] for frame in answered(refused)["frames"]} >= {"now", "queue"}
    assert bea.post(f"{path}/lead", headers=JSON).status_code == 200
    assert "Bea leads" in now_on(ana, room)


def test_a_group_with_one_facilitator_is_not_bothered_with_it(cast: Cast, ana: FlaskClient) -> None:
    assert "data-leader" not in now_on(ana, Room.opened(cast))


def test_only_a_facilitator_of_the_group_may_take_over_by_the_console(cast: Cast, bea: FlaskClient) -> None:
    room = Room.opened(cast)
    assert bea.post(f"/sessions/{room.session_id}/lead").status_code == 404
    assert bea.get(f"/sessions/{room.session_id}/lead").status_code == 405
