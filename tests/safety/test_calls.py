""" "Please find me": a shape for thirty minutes, seen by the consoles, kept nowhere, tied to nobody (R43)."""

import logging
import re
import secrets
import time
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text

from facilitator import db, safety
from facilitator.config import Config
from facilitator.models import Base
from facilitator.safety.calling import COLOURS, LIVES, MOST, SHAPES, SharedCalls
from facilitator.sessions import groups
from tests.cast import Cast, Phone, answered

from .rooms import Writing


def secret() -> str:
    return secrets.token_hex(16)


def ask(phone: Phone, mine: str) -> Any:
    return phone.client.post("/room/find-me", json={"call": mine})


def asked(phone: Phone, mine: str) -> dict[str, Any]:
    answer = ask(phone, mine)
    assert answer.status_code == 200, answer.text
    return answered(answer)


def board(writing: Writing, client: FlaskClient) -> str:
    return writing.frames(client)["signals"]


def call_id(writing: Writing, client: FlaskClient) -> str:
    found = re.search(r"/calls/([0-9a-f]+)/", board(writing, client))
    assert found
    return found[1]


@pytest.mark.proves("R43")
def test_the_console_shows_the_shape_and_colour_that_the_phone_shows(writing: Writing, ana: FlaskClient) -> None:
    told = asked(writing.phones[0], secret())
    assert told["shape"] in SHAPES
    assert told["colour"] in COLOURS
    assert not told["seen"]
    shown = board(writing, ana)
    assert f"#shape-{told['shape']}" in shown
    assert f"shape--{told['colour']}" in shown
    assert told["words"] in shown, "in words too: a colour never stands alone"


@pytest.mark.proves("R43")
def test_a_call_is_of_a_random_shape_that_no_other_open_call_has(writing: Writing) -> None:
    told = [asked(writing.phones[0], secret()) for _ in range(MOST)]
    assert len({(one["shape"], one["colour"]) for one in told}) == MOST
    assert len({one["shape"] for one in told}) > 4
    assert ask(writing.phones[0], secret()).status_code == 503


def test_asking_again_with_the_same_secret_is_the_same_call(writing: Writing, ana: FlaskClient) -> None:
    mine = secret()
    assert asked(writing.phones[0], mine) == asked(writing.phones[0], mine)
    assert board(writing, ana).count('class="signal signal--open"') == 1


@pytest.mark.proves("R43")
def test_the_phone_is_told_that_it_was_seen_only_when_a_console_has_answered(
    writing: Writing, ana: FlaskClient
) -> None:
    mine = secret()
    asked(writing.phones[0], mine)
    writing.tick()
    assert not asked(writing.phones[0], mine)["seen"]
    assert writing.command(ana, f"calls/{call_id(writing, ana)}/with").status_code == 200
    assert asked(writing.phones[0], mine)["seen"]
    assert "Somebody is with them." in board(writing, ana)


def test_a_call_can_be_handed_over_taken_up_and_taken_off_the_board(writing: Writing, ana: FlaskClient) -> None:
    mine = secret()
    asked(writing.phones[0], mine)
    call = call_id(writing, ana)
    assert "Handed over." in answered(writing.command(ana, f"calls/{call}/handing"))["frames"][-1]["html"]
    assert asked(writing.phones[0], mine)["seen"]
    writing.command(ana, f"calls/{call}/with")
    writing.command(ana, f"calls/{call}/done")
    assert call not in board(writing, ana)
    assert writing.command(ana, f"calls/{call}/with").status_code == 409


def test_a_phone_can_take_its_call_back(writing: Writing, ana: FlaskClient) -> None:
    mine = secret()
    asked(writing.phones[0], mine)
    assert writing.phones[0].client.post("/room/find-me/end", json={"call": mine}).status_code == 204
    assert "signal--open" not in board(writing, ana)


@pytest.mark.proves("R43")
def test_a_call_is_over_after_thirty_minutes(
    writing: Writing, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LIVES == 30 * 60
    asked(writing.phones[0], secret())
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + LIVES - 60)
    assert "signal--open" in board(writing, ana)
    monkeypatch.setattr(time, "time", lambda: now + LIVES + 5)
    assert "signal--open" not in board(writing, ana)


@pytest.mark.proves("R43", "P12")
def test_a_call_leaves_no_row_and_no_line_in_a_log(
    writing: Writing, ana: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    changed: list[str] = []

    def note(*given: object) -> None:
        if re.match(r"\s*(insert|update|delete)", str(given[2]), re.IGNORECASE):
            changed.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with caplog.at_level(logging.DEBUG):
            mine = secret()
            told = asked(writing.phones[0], mine)
            writing.command(ana, f"calls/{call_id(writing, ana)}/with")
            assert changed == []
            writing.command(ana, "lock", locked="1")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert changed != [], "the control: a lock is a row"
    with db.reading() as tx:
        rows = " ".join(str(row) for name in Base.metadata.tables for row in tx.execute(text(f"SELECT * FROM {name}")))  # noqa: S608
    assert "Tuesday Circle" in rows, "the control"
    assert mine not in rows
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert mine not in logged
    assert told["shape"] not in logged


@pytest.mark.proves("R43", "P4")
def test_a_console_learns_neither_the_secret_nor_a_seat(writing: Writing, ana: FlaskClient) -> None:
    mine = secret()
    asked(writing.phones[0], mine)
    seat = writing.phones[0].client.get_cookie("seat")
    assert seat is not None
    everything = " ".join(writing.frames(ana).values())
    assert mine not in everything
    kept = safety.calls()._living(writing.room.session_id)
    assert mine not in str(kept)
    assert call_id(writing, ana) not in str(list(kept)), "what a console sees is not the digest either"


@pytest.mark.proves("R43")
def test_it_needs_a_seat_and_a_secret_of_its_own(app: Flask, writing: Writing) -> None:
    assert app.test_client().post("/room/find-me", json={"call": secret()}).status_code == 410
    wrongs: list[Any] = [{}, {"call": "short"}, {"call": "g" * 32}, [], "x"]
    for wrong in wrongs:
        assert writing.phones[0].client.post("/room/find-me", json=wrong).status_code == 422
    assert writing.phones[0].client.get("/room/find-me").status_code == 405


def test_after_the_end_a_call_can_still_be_answered_and_none_can_be_made(writing: Writing, ana: FlaskClient) -> None:
    mine = secret()
    asked(writing.phones[0], mine)
    writing.room.end()
    writing.command(ana, f"calls/{call_id(writing, ana)}/with")
    assert asked(writing.phones[0], mine)["seen"]
    assert ask(writing.phones[1], secret()).status_code == 410


def test_a_facilitator_of_another_group_finds_nothing(writing: Writing, ana: FlaskClient, bea: FlaskClient) -> None:
    asked(writing.phones[0], secret())
    call = call_id(writing, ana)
    for deed in ("with", "handing", "done"):
        assert writing.command(bea, f"calls/{call}/{deed}").status_code == 404
    assert "signal--open" in board(writing, ana)


@pytest.mark.proves("R60")
def test_a_group_that_meets_from_afar_offers_no_call_and_says_why(writing: Writing, cast: Cast) -> None:
    phone = writing.phones[0]
    assert "Please find me" in phone.client.get("/room").text, "the control: a group in a room"
    groups.set_remote(cast.tuesday, cast.ana, remote=True)
    page = phone.client.get("/room").text
    assert "Please find me" not in page
    assert "This group meets from afar." in page
    assert ask(phone, secret()).status_code == 409


def test_several_processes_share_the_calls_on_redis(needs_redis: str, config: Config, writing: Writing) -> None:
    here, there = SharedCalls(needs_redis), SharedCalls(needs_redis)
    session_id, mine = writing.room.session_id, secret()
    made = here.ask(session_id, mine)
    assert there.of(session_id) == [made]
    there.answer(session_id, made.id, "with")
    found = here.find(session_id, mine)
    assert found == replace(made, state="with")
    here.cancel(session_id, mine)
    assert there.of(session_id) == []


def test_a_process_that_loses_redis_goes_on_with_its_own_calls(writing: Writing) -> None:
    alone = SharedCalls("redis://127.0.0.1:1/0")
    mine = secret()
    made = alone.ask(writing.room.session_id, mine)
    assert alone.find(writing.room.session_id, mine) == made
