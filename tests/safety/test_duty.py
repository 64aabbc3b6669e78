"""The duty board: a session does not end over somebody who waits, but for a facilitator who says so (R51)."""

import re

import pytest
from flask.testing import FlaskClient

from facilitator import db
from facilitator.sessions.models import GroupSession
from tests.cast import answered

from .rooms import DARK, PLAIN, Writing
from .test_calls import asked, call_id, secret


def ended(writing: Writing) -> bool:
    with db.reading() as tx:
        return tx.get_one(GroupSession, writing.room.session_id).ended


@pytest.mark.proves("R51", "R20")
def test_a_session_ends_at_once_when_nobody_waits(writing: Writing, ana: FlaskClient) -> None:
    writing.send(*PLAIN)
    assert writing.command(ana, "end").status_code == 200
    assert ended(writing)


@pytest.mark.proves("R51", "R20")
def test_it_does_not_end_over_an_open_call_but_for_a_conscious_override(writing: Writing, ana: FlaskClient) -> None:
    told = asked(writing.phones[0], secret())
    refused = writing.command(ana, "end")
    assert refused.status_code == 409
    assert not ended(writing)
    now = next(frame["html"] for frame in answered(refused)["frames"] if frame["name"] == "now")
    assert "/end/anyway" in now
    assert "End anyway" in now
    assert f"{told['words']} asked to be found." in now, "it lists what is open"
    assert writing.command(ana, "end/anyway").status_code == 200
    assert ended(writing)


@pytest.mark.proves("R51")
def test_it_does_not_end_over_an_alert_that_nobody_has_seen(writing: Writing, ana: FlaskClient) -> None:
    writing.send(DARK)
    writing.tick()
    assert writing.command(ana, "end").status_code == 409
    writing.command(ana, "alert/handing")
    assert writing.command(ana, "end").status_code == 200


@pytest.mark.proves("R51")
@pytest.mark.parametrize("deed", ["with", "handing"])
def test_an_answered_or_handed_over_call_keeps_nobody_from_ending(
    writing: Writing, ana: FlaskClient, deed: str
) -> None:
    asked(writing.phones[0], secret())
    writing.command(ana, f"calls/{call_id(writing, ana)}/{deed}")
    assert "/end/anyway" not in writing.frames(ana)["now"]
    assert writing.command(ana, "end").status_code == 200


def test_a_facilitator_of_another_group_cannot_end_it_anyway(writing: Writing, bea: FlaskClient) -> None:
    asked(writing.phones[0], secret())
    assert writing.command(bea, "end/anyway").status_code == 404
    assert not ended(writing)


@pytest.mark.proves("R41")
def test_the_board_makes_no_sound_and_is_read_politely(writing: Writing, ana: FlaskClient) -> None:
    page = ana.get(f"/sessions/{writing.room.session_id}").text
    assert re.search(r'<section class="duty"[^>]*role="status"', page)
    assert not re.search(r"<audio|new Audio|\.vibrate", page)


@pytest.mark.proves("R51")
def test_the_debrief_is_there_after_the_end_and_keeps_nothing(
    writing: Writing, ana: FlaskClient, bea: FlaskClient
) -> None:
    path = f"/sessions/{writing.room.session_id}/debrief"
    assert ana.get(path).status_code == 303, "before the end it leads back to the console"
    writing.room.end()
    assert path in writing.frames(ana)["now"]
    page = ana.get(path)
    assert page.status_code == 200
    assert "Lee, 555 0100" in page.text
    assert "<textarea" not in page.text
    assert ana.post(path).status_code == 405
    assert bea.get(path).status_code == 404
