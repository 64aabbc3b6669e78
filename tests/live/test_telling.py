"""What each screen is told of answers: nothing while they come, then bands, and who sees what (P8, P10)."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from facilitator import db, sessions
from facilitator.errors import Refused
from facilitator.sessions.models import GroupSession, Step
from tests.asking import answer_all, poll, result_of, scale, told
from tests.cast import Cast, Phone, Room, answered


class Screens:
    """Every audience of a session, as it is served."""

    def __init__(self, app: Flask, ana: FlaskClient, room: Room, phone: Phone) -> None:
        link = ana.get(f"/sessions/{room.session_id}/screen").headers["Location"]
        self.paths = {
            "member": (phone.client, "/room/fragments"),
            "screen": (app.test_client(), f"{link}/fragments"),
            "console": (ana, f"/sessions/{room.session_id}/fragments"),
        }

    def frames(self) -> list[Any]:
        """Everything on every screen, but for the clock."""
        return [
            (audience, frame["name"], frame["revision"], frame["html"])
            for audience, (client, path) in self.paths.items()
            for frame in answered(client.get(path))["frames"]
        ]

    def text(self, audience: str) -> str:
        html = " ".join(html for who, _, _, html in self.frames() if who == audience)
        return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_room_that_leaves_heavier_than_it_came_is_told_to_the_facilitator_alone(
    app: Flask, cast: Cast, ana: FlaskClient
) -> None:
    room, step = scale(cast)
    phones = answer_all(app, room, step, [1] * 7 + [5, 9])
    room.close_writing(step)
    room.push(room.steps("close")[0])
    room.open_writing(step)
    for phone, value in zip(phones, [9] * 7 + [1, 1], strict=True):
        phone.answer(step, value)
    room.close_writing(step)
    screens = Screens(app, ana, room, phones[0])
    now = screens.text("console")
    assert "The room may be leaving heavier than it came." in now
    assert re.search(r"Before Mostly 0 to 3|Before Most 0 to 3", now), now
    assert re.search(r"Now Mostly 8 to 10", now), now
    for audience in ("member", "screen"):
        assert not re.search(r"heavier|Mostly|hard day", screens.text(audience)), audience


@pytest.mark.proves("P8", "P9")
def test_no_screen_changes_while_answers_come(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room, step = scale(cast)
    phones = room.phones(app, 9)
    screens = Screens(app, ana, room, phones[0])
    before = screens.frames()
    for number, phone in enumerate(phones):
        phone.answer(step, number)
        assert screens.frames() == before, "after an answer"
    phones[0].answer(step, 10)
    phones[1].pass_on(step)
    assert screens.frames() == before, "after a change and a pass"
    room.close_writing(step)
    assert screens.frames() != before, "the control: closing is seen"


@pytest.mark.proves("P10")
def test_what_is_told_reaches_the_room_when_it_is_shown_and_not_before(
    app: Flask, cast: Cast, ana: FlaskClient
) -> None:
    room, step = poll(cast)
    phones = answer_all(app, room, step, [0, 2, 2, 2, 2, 5, 5, 5])
    screens = Screens(app, ana, room, phones[0])
    room.close_writing(step)
    assert re.search(r"Most Fights .*Some Alone or bored", screens.text("console"))
    assert "Show to group" in screens.text("console")
    for audience in ("member", "screen"):
        assert not re.search(r"Most|Some Alone", screens.text(audience)), audience
    room.reveal(step)
    for audience in ("member", "screen", "console"):
        assert re.search(r"Most Fights .*Some Alone or bored", screens.text(audience)), audience


def test_looking_at_a_poll_together_keeps_it_on_the_wall(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room, step = poll(cast)
    phones = answer_all(app, room, step, [2] * 6)
    room.close_writing(step)
    room.reveal(step)
    room.push(room.steps("read_out")[0])
    screens = Screens(app, ana, room, phones[0])
    assert "Most Fights" in screens.text("screen")
    assert "Most Fights" in screens.text("console")
    room.push(room.steps("open")[0])
    assert "Most Fights" not in screens.text("screen")


def test_looking_together_shows_nothing_that_was_not_shown_before(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room, step = poll(cast)
    phones = answer_all(app, room, step, [2] * 6)
    room.close_writing(step)
    room.push(room.steps("read_out")[0])
    assert "Fights" not in Screens(app, ana, room, phones[0]).text("screen")


def test_the_next_action_opens_closes_shows_and_goes_on(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    step = room.steps("poll")[1]
    phones = room.phones(app, 6)
    screens = Screens(app, ana, room, phones[0])
    labels = []

    def look() -> None:
        page = next(html for _, name, _, html in screens.frames() if name == "now")
        labels.append(re.sub(r"<[^>]*>", "", re.search(r'id="next"[^>]*>(.*?)</', page, re.DOTALL)[1]).strip())  # type: ignore[index]

    room.push(step)
    look()
    sessions.open_writing(room.session_id, step, room.turn, cast.ana)
    look()
    for phone in phones:
        phone.answer(step, 4)
    room.close_writing(step)
    look()
    room.reveal(step)
    look()
    assert labels == ["Open answers", "Close answers", "Show to group", "Next: Look at it together"]


# A hard day


@pytest.mark.proves("R44")
@pytest.mark.parametrize(("values", "hard"), [([9], True), ([7], False), ([1] * 8 + [8], True), ([1] * 8, False)])
def test_the_facilitator_hears_of_a_hard_day_without_a_count(
    app: Flask, cast: Cast, ana: FlaskClient, values: list[int], hard: bool
) -> None:
    room, step = scale(cast)
    phones = answer_all(app, room, step, values)
    screens = Screens(app, ana, room, phones[0])
    assert "hard day" not in screens.text("console"), "while answers come"
    room.close_writing(step)
    assert ("Someone may be having a hard day." in screens.text("console")) is hard
    if told(step) not in ("few", "spread"):
        room.reveal(step)
    for audience in ("member", "screen"):
        assert "hard day" not in screens.text(audience)


# The same question in two steps


def another_step_like(room: Room, step: UUID) -> UUID:
    """A second step with the same question, before the last one."""
    made = db.new_id()

    def work(tx: Session) -> None:
        group_session = tx.get_one(GroupSession, room.session_id)
        first, last = tx.get_one(Step, step), group_session.steps[-1]
        copied = ("kind", "title", "text", "options", "prompt_id", "minutes", "phones_up", "hard_end")
        last.position += 1
        tx.add(
            Step(
                id=made,
                group_session_id=group_session.id,
                position=last.position - 1,
                **{name: getattr(first, name) for name in copied},
            )
        )

    db.write(work)
    return made


@pytest.mark.proves("P10")
def test_check_in_and_check_out_are_compared_in_words(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room, check_in = scale(cast)
    check_out = another_step_like(room, check_in)
    phones = answer_all(app, room, check_in, [8] * 6 + [1, 2, 3])
    room.close_writing(check_in)
    room.open_writing(check_out)
    for phone, value in zip(phones, [1] * 5 + [2, 5, 6, 9], strict=True):
        phone.answer(check_out, value)
    room.close_writing(check_out)
    screens = Screens(app, ana, room, phones[0])
    assert "Before Some 0 to 7, Most 8 to 10 Now Most 0 to 3, Some 4 to 10" in screens.text("console")
    assert "heavier" not in screens.text("console")
    assert told(check_in) == "some 0-7, most 8-10", "what was told first stays as it was"
    for audience in ("member", "screen"):
        assert not re.search(r"0 to 3|0 to 7", screens.text(audience)), audience
    room.reveal(check_out)
    for audience in ("member", "screen"):
        shown = screens.text(audience)
        assert "Most 0 to 3" in shown, audience
        assert "0 to 7" not in shown, audience


@pytest.mark.proves("P10")
def test_one_person_who_moved_between_check_in_and_check_out_is_not_seen(app: Flask, cast: Cast) -> None:
    room, check_in = scale(cast)
    check_out = another_step_like(room, check_in)
    phones = answer_all(app, room, check_in, [5, 5, 5, 5, 5, 5, 9, 9, 1])
    room.close_writing(check_in)
    room.open_writing(check_out)
    for phone, value in zip(phones, [9, 5, 5, 5, 5, 5, 9, 9, 1], strict=True):
        phone.answer(check_out, value)
    room.close_writing(check_out)
    assert told(check_in) == told(check_out) == "mostly 4-7"
    assert result_of(check_out)["same"]


@pytest.mark.proves("P10")
def test_a_poll_is_asked_once_in_a_session_also_by_two_steps(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room, first = poll(cast)
    second = another_step_like(room, first)
    phones = answer_all(app, room, first, [1] * 6)
    room.close_writing(first)
    room.push(second)
    with pytest.raises(Refused, match="has answered"):
        sessions.open_writing(room.session_id, second, room.turn, cast.ana)
    assert "Open answers" not in Screens(app, ana, room, phones[0]).text("console")
