"""What is heavy stands behind a warning; what speaks of medicine or a slip carries its note (R47, R48)."""

import re

import pytest
from flask.testing import FlaskClient

from tests.cast import POINTS, Room, answered

from .rooms import PLAIN, SLIP, Writing

HEAVY = "My brother died, I light a candle and call my aunt."
NOTE_CARE = "Talk with your prescriber before any change."
NOTE_SLIP = "After a break, the body can handle less. Carry naloxone. Do not use alone."


def show(writing: Writing, client: FlaskClient, *texts: str, **fields: object) -> None:
    for text in texts:
        item = next(item for item in writing.room.queue() if item.text == text)
        answer = writing.command(client, f"items/{item.id}/approval", points=POINTS, **fields)
        assert answer.status_code == 200, answer.text


def uncovering(writing: Writing, client: FlaskClient, word: str) -> str:
    found = re.search(rf"/(strategies/[0-9a-f-]+/{word})", writing.frames(client)["now"])
    assert found
    return found[1]


def test_a_heavy_text_opens_on_a_phone_by_a_tap(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(HEAVY)
    show(writing, ana, HEAVY, heavy="1")
    show(writing, ana, PLAIN[0])
    writing.room.reveal(writing.step)
    stage = writing.stage()
    assert re.search(r"<details[^>]*>\s*<summary[^>]*>Heavy\. Tap to read\.</summary>[^<]*<div[^>]*>" + HEAVY, stage)
    assert "<details" not in stage.split(PLAIN[0])[0].rsplit("<li", 1)[1], "the control: others stand open"


def test_the_wall_shows_it_when_the_facilitator_opens_it(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(HEAVY)
    show(writing, ana, HEAVY, heavy="1")
    writing.room.reveal(writing.step)
    assert HEAVY not in writing.wall(ana)
    assert "Heavy: ask first." in writing.wall(ana)
    assert writing.command(ana, uncovering(writing, ana, "uncovering")).status_code == 200
    assert HEAVY in writing.wall(ana)
    assert "Tap to read" in writing.stage(), "each phone keeps its own cover"
    writing.command(ana, uncovering(writing, ana, "covering"))
    assert HEAVY not in writing.wall(ana)


def test_a_facilitator_of_another_group_cannot_open_it(writing: Writing, ana: FlaskClient, bea: FlaskClient) -> None:
    writing.closed_with(HEAVY)
    show(writing, ana, HEAVY, heavy="1")
    writing.room.reveal(writing.step)
    assert writing.command(bea, uncovering(writing, ana, "uncovering")).status_code == 404
    assert HEAVY not in writing.wall(ana)


def test_what_a_phone_gets_names_no_strategy(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(HEAVY)
    show(writing, ana, HEAVY, heavy="1")
    writing.room.reveal(writing.step)
    strategy = uncovering(writing, ana, "uncovering").split("/")[1]
    assert strategy not in writing.stage()
    assert strategy.replace("-", "")[:8] not in writing.stage()


@pytest.mark.proves("R47")
def test_a_strategy_about_medicine_says_to_talk_with_the_prescriber(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with("I set an alarm for my medicine.")
    show(writing, ana, "I set an alarm for my medicine.", PLAIN[0])
    writing.room.reveal(writing.step)
    for screen in (writing.stage(), writing.wall(ana)):
        assert screen.count(NOTE_CARE) == screen.count("my medicine.") > 0, "under that one, and not under the other"


@pytest.mark.proves("R48")
def test_a_text_about_a_slip_carries_the_note_on_tolerance_and_naloxone(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(SLIP)
    show(writing, ana, SLIP, confirmed="is_strategy")
    show(writing, ana, PLAIN[0])
    writing.room.reveal(writing.step)
    for screen in (writing.stage(), writing.wall(ana)):
        assert screen.count(NOTE_SLIP) == screen.count(SLIP) > 0, "under that one, and not under the other"


@pytest.mark.proves("R48")
def test_the_prompt_about_a_slip_always_comes_with_the_note(writing: Writing, ana: FlaskClient) -> None:
    room = Room.opened(writing.room.cast, prompt="AR-6")
    [step] = room.steps("collect")
    (phone,) = room.phones(writing.app, 1)
    room.open_writing(step)
    assert "Carry naloxone." in answered(phone.client.get("/room/fragments"))["frames"][0]["html"]


def test_a_heavy_text_stays_covered_for_whoever_comes_late(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(HEAVY)
    show(writing, ana, HEAVY, heavy="1")
    writing.room.reveal(writing.step)
    writing.room.push(writing.room.steps("read_out")[0])
    stage = writing.stage()
    assert stage.count(HEAVY) == stage.count("Heavy. Tap to read.") > 0
