"""The silent alert: it tells consoles that somebody may need help, and nothing else to anybody."""

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from facilitator import db, safety, strategies
from facilitator.config import Config
from facilitator.privacy import sealing
from facilitator.privacy.keys import keys
from facilitator.sessions.models import GroupSession, Step
from facilitator.strategies.models import Envelope
from tests.cast import Cast
from tests.servers import running, until

from .rooms import DARK, DOSE, LINE, PLAIN, Writing


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    safety.alerts._waiting.clear()
    yield
    safety.alerts._waiting.clear()


@pytest.mark.proves("R41")
def test_a_line_reaches_the_consoles_on_the_tick_and_not_before(writing: Writing, ana: FlaskClient) -> None:
    writing.send(DARK)
    assert LINE not in writing.frames(ana)["signals"]
    writing.tick()
    assert LINE in writing.frames(ana)["signals"]


@pytest.mark.proves("R41", "P8")
def test_ordinary_writing_raises_no_line(writing: Writing, ana: FlaskClient) -> None:
    writing.send(*PLAIN, DOSE)
    writing.tick()
    assert writing.alert == ""
    assert LINE not in writing.frames(ana)["signals"]


@pytest.mark.proves("R41", "P4", "P8")
def test_the_line_is_bare_and_the_same_for_one_text_and_for_four_in_whatever_step(
    writing: Writing, ana: FlaskClient
) -> None:
    writing.send(DARK)
    writing.tick()
    one = writing.frames(ana)
    writing.send(DARK, "suicidal since sunday", "he choked me last week", "i have a gun in my bag")
    writing.tick()
    assert writing.frames(ana) == one
    said = re.sub(r"<[^>]+>", " ", one["signals"])
    assert not re.search(r"\d|craving|first ten", said), "no count, no step"
    assert not any(word in " ".join(one.values()) for word in ("want to be here", "choked", "gun")), "no text"


@pytest.mark.proves("R41", "R42")
def test_no_phone_and_no_wall_is_told(writing: Writing, ana: FlaskClient) -> None:
    before, revision = (writing.stage(), writing.wall(ana)), writing.revision
    writing.send(DARK)
    writing.tick()
    assert (writing.stage(), writing.wall(ana)) == before
    assert writing.revision == revision, "a phone that saw the number rise would know"
    assert LINE in writing.frames(ana)["signals"], "the control"


@pytest.mark.proves("R41", "P8")
def test_the_session_row_does_not_change_with_the_envelope_but_with_the_tick(writing: Writing) -> None:
    written: list[str] = []

    def note(*given: object) -> None:
        statement = str(given[2]).lower()
        if not statement.startswith(("select", "pragma", "begin")):
            written.append(statement.split()[0] + " " + re.split(r"\s", statement)[1 if "update" in statement else 2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        writing.send(PLAIN[0])
        plain, written[:] = list(written), []
        writing.send(DARK)
        dark, written[:] = list(written), []
        writing.tick()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert plain == dark, "the writes of a text that calls for help are those of any other"
    assert written == ["update group_session"], "the control: the tick is a write of its own"


@pytest.mark.proves("R40")
def test_the_answer_to_a_phone_never_varies(writing: Writing) -> None:
    answers = [writing.phones[n].send(writing.step, text=text) for n, text in enumerate((PLAIN[0], DARK, DOSE))]
    shapes = {
        (answer.status_code, tuple(name for name, _ in answer.headers), len(answer.json["seen"]), len(answer.json))
        for answer in answers
        if answer.json
    }
    assert len(shapes) == 1
    again = [phone.send_again() for phone in writing.phones[:3]]
    assert [answer.data for answer in again] == [answer.data for answer in answers]


@pytest.mark.proves("P8")
def test_what_the_lists_found_is_sealed_in_an_envelope_of_the_one_size(writing: Writing) -> None:
    writing.send(PLAIN[0], DARK)
    with db.reading() as tx:
        window = tx.get_one(Step, writing.step).window_key or ""
        sealed = tx.scalars(select(Envelope.sealed)).all()
    assert len({len(one) for one in sealed}) == 1
    opened = [sealing.unseal(keys().read(window), one, "envelope")["flags"] for one in sealed]
    assert sorted(opened) == [[], ["crisis"]]


@pytest.mark.proves("R49", "P12")
def test_no_log_tells_of_it(writing: Writing, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        writing.send(DARK)
        writing.tick()
        logging.getLogger("control").warning("a line")
    told = [record.getMessage() for record in caplog.records]
    assert "a line" in told, "the control"
    assert [line for line in told if "crisis" in line or "want to be" in line or "alert" in line] == []


def test_an_alert_stays_until_it_is_answered_and_comes_again_with_the_next_text(
    writing: Writing, ana: FlaskClient
) -> None:
    writing.send(DARK)
    writing.tick()
    writing.tick()
    assert writing.alert == "open"
    assert LINE not in answered_frames(writing, ana, "alert/seen")
    writing.tick()
    assert writing.alert == ""
    writing.phones[1].send(writing.step, text="i wanna die")
    writing.tick()
    assert LINE in writing.frames(ana)["signals"]


def test_an_alert_that_is_handed_over_says_so_and_waits_for_the_other_facilitator(
    writing: Writing, ana: FlaskClient
) -> None:
    writing.send(DARK)
    writing.tick()
    told = answered_frames(writing, ana, "alert/handing")
    assert "Handed over." in told
    assert "I have seen it" in told
    assert LINE not in answered_frames(writing, ana, "alert/seen")


def test_a_facilitator_of_another_group_can_neither_see_nor_answer_it(
    writing: Writing, ana: FlaskClient, bea: FlaskClient
) -> None:
    writing.send(DARK)
    writing.tick()
    for path in ("alert/seen", "alert/handing"):
        assert writing.command(bea, path).status_code == 404
        assert bea.get(f"/sessions/{writing.room.session_id}/{path}").status_code == 405
    assert writing.alert == "open"


@pytest.mark.proves("R41")
def test_it_survives_a_restart_also_one_that_comes_before_the_tick(
    writing: Writing, ana: FlaskClient, app: Flask, cast: Cast
) -> None:
    writing.send(PLAIN[0], DARK)
    safety.alerts._waiting.clear()  # what a crash takes: all that was in memory
    writing.tick()
    assert writing.alert == "", "the control: nothing is left in memory"
    assert strategies.find_lost_alerts() == 1
    writing.tick()
    assert LINE in writing.frames(ana)["signals"]
    safety.alerts._waiting.clear()
    assert LINE in writing.frames(ana)["signals"], "raised, it is in the database"


@pytest.mark.proves("R41")
def test_a_server_that_starts_after_a_crash_raises_the_line_by_itself(writing: Writing, config: Config) -> None:
    writing.send(PLAIN[0], DARK)
    safety.alerts._waiting.clear()
    assert writing.alert == ""
    with running(config):
        until(lambda: writing.alert == "open", 30)


def test_a_start_finds_nothing_where_nobody_called_for_help(writing: Writing) -> None:
    writing.send(*PLAIN, DOSE)
    assert strategies.find_lost_alerts() == 0


def test_a_late_text_raises_the_line_too(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with()
    writing.phones[0].send(writing.step, text=DARK)
    writing.tick()
    assert LINE in writing.frames(ana)["signals"]
    answered_frames(writing, ana, "alert/seen")
    safety.alerts._waiting.clear()
    assert strategies.find_lost_alerts() == 1, "it is sealed under the holding key"


def test_the_line_is_gone_when_the_review_is_finished(writing: Writing, ana: FlaskClient) -> None:
    writing.send(DARK)
    writing.tick()
    writing.room.end()
    assert LINE in writing.frames(ana)["signals"], "also after the end"
    assert writing.command(ana, "review/end").status_code == 200
    with db.reading() as tx:
        assert tx.get_one(GroupSession, writing.room.session_id).alert == ""


def answered_frames(writing: Writing, client: FlaskClient, path: str) -> str:
    answer = writing.command(client, path)
    assert answer.status_code == 200, answer.text
    return writing.frames(client)["signals"]
