"""What a console or a phone cannot do is refused in plain words, with the present state, and nothing is half done."""

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import db
from facilitator.config import Config
from facilitator.sessions.models import Step
from tests.cast import Cast, Room, answered
from tests.conftest import on_both
from tests.servers import Console, running

JSON = {"Accept": "application/json"}
WORDS = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water."]


@pytest.fixture
def room(cast: Cast) -> Room:
    room = Room.opened(cast)
    room.push(room.steps("collect")[0])
    return room


def timer_of(room: Room) -> tuple[int | None, int | None]:
    with db.reading() as tx:
        step = tx.get_one(Step, room.steps("collect")[0])
        return step.ends_at_ms, step.paused_ms


def press(console: FlaskClient, room: Room, **fields: Any) -> Any:
    path = f"/sessions/{room.session_id}/steps/{room.steps('collect')[0]}/timer"
    return console.post(path, data={"turn": room.turn} | fields, headers=JSON)


@pytest.mark.proves("R11", "R12")
@pytest.mark.parametrize("minutes", ["-1", "0", "241", "10000", "many", "", "4.5", "３００"])
def test_a_timer_that_cannot_be_is_refused_with_the_present_state(room: Room, ana: FlaskClient, minutes: str) -> None:
    before, turn = timer_of(room), room.turn
    answer = press(ana, room, do="set", minutes=minutes)
    assert answer.status_code == 422
    assert answered(answer)["message"] in ("A timer runs for 1 to 240 minutes.", "A number is missing.")
    assert {frame["name"] for frame in answered(answer)["frames"]} >= {"now", "agenda", "queue", "room"}
    assert (timer_of(room), room.turn) == (before, turn)


@pytest.mark.proves("R11")
def test_a_timer_is_set_to_so_many_minutes_from_now(room: Room, ana: FlaskClient) -> None:
    ends, _ = timer_of(room)
    assert press(ana, room, do="set", minutes=9).status_code == 200
    later, paused = timer_of(room)
    assert ends
    assert later
    assert later - ends > 3 * 60_000, "the plan gives this step five minutes"
    assert press(ana, room, do="pause").status_code == 200
    assert press(ana, room, do="set", minutes=2).status_code == 200
    assert (timer_of(room)[1], paused) == (None, None)


def test_minutes_are_not_added_without_end(room: Room, ana: FlaskClient) -> None:
    assert press(ana, room, do="set", minutes=240).status_code == 200
    before = timer_of(room)
    answer = press(ana, room, do="add")
    assert (answer.status_code, timer_of(room)) == (409, before)


@pytest.mark.parametrize("do", ["", "explode"])
def test_a_timer_does_only_what_it_can(room: Room, ana: FlaskClient, do: str) -> None:
    before = timer_of(room)
    assert press(ana, room, do=do).status_code == 422
    assert timer_of(room) == before


@on_both
def test_two_consoles_press_next_at_once_and_the_group_moves_one_step(app: Flask, cast: Cast, config: Config) -> None:
    room = Room.opened(cast)
    first, second, *_ = room.steps("spoken")
    with running(config) as server:
        consoles = [Console(server.address) for _ in range(2)]
        for console in consoles:
            console.sign_in("Ana")
        for step in (first, second):
            told = at_once(consoles, room, f"/sessions/{room.session_id}/steps/{step}/showing")
            assert sorted(one["status"] for one in told) == [200, 409]
            (behind,) = (one for one in told if one["status"] == 409)
            assert behind["message"] == "This screen was behind. Here is where the group is now."
            assert f'id="step-{step}"' in "".join(frame["html"] for frame in behind["frames"])
            assert room.state_of(step) == "shown"
    assert room.state_of(first) == "done"


def at_once(consoles: list[Console], room: Room, path: str) -> list[dict[str, Any]]:
    """What each console is told when all post the same command with the same turn, at the same moment."""
    turn, told, gate = room.turn, [], threading.Barrier(len(consoles))

    def press_next(console: Console) -> None:
        gate.wait()
        told.append(console.command(path, turn=turn))

    threads = [threading.Thread(target=press_next, args=(console,)) for console in consoles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_a_phone_that_answers_a_closed_step_gets_its_answer_kept_and_the_present_state(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    phones = room.phones(app, 5)
    room.open_writing(step)
    for phone, text in zip(phones, WORDS, strict=False):
        phone.send(step, text=text)
    room.close_writing(step)
    assert phones[4].send(step, text="too late").status_code == 201
    assert room.texts() == sorted(WORDS), "a step that is closed takes nothing more"
    (frame,) = answered(phones[4].client.get("/room/fragments"))["frames"]
    assert "Writing is closed. Thank you." in frame["html"]


@pytest.mark.parametrize("people", ["-1", "501", "ten", ""])
def test_a_head_count_that_cannot_be_is_refused(room: Room, ana: FlaskClient, people: str) -> None:
    answer = ana.post(f"/sessions/{room.session_id}/head-count", data={"people": people}, headers=JSON)
    assert answer.status_code == 422
    assert "frames" in answered(answer)
