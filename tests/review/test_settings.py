"""What an admin settles for a program: thresholds that only rise, an attestation, and a note; each leaves a line."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import db
from facilitator.accounts.models import Program
from tests.asking import answer_all, poll, scale, told
from tests.cast import Cast, sign_in


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Ada")


def program(cast: Cast) -> Program:
    with db.reading() as tx:
        return tx.get_one(Program, cast.program)


def thresholds(client: FlaskClient, k_live: str, k_export: str) -> int:
    fields = {"k_live": k_live, "k_export": k_export}
    return client.post("/program/settings/thresholds", data=fields).status_code


@pytest.mark.proves("P25")
def test_a_threshold_rises_and_never_falls_and_the_form_comes_back_full(cast: Cast, ada: FlaskClient) -> None:
    for k_live, k_export in (("4", "11"), ("5", "10"), ("", "11"), ("many", "11"), ("5", "101")):
        assert thresholds(ada, k_live, k_export) == 422
    assert (program(cast).k_live, program(cast).k_export) == (5, 11)
    assert 'value="4"' in ada.post("/program/settings/thresholds", data={"k_live": "4", "k_export": "20"}).text
    assert thresholds(ada, "7", "20") == 303
    assert (program(cast).k_live, program(cast).k_export) == (7, 20)
    assert thresholds(ada, "5", "11") == 422, "not even to where it was"
    assert "Raised a threshold" in ada.get("/log").text


@pytest.mark.proves("P10")
def test_a_raised_threshold_holds_in_the_room(app: Flask, cast: Cast, ada: FlaskClient) -> None:
    assert thresholds(ada, "8", "11") == 303
    room, step = scale(cast)
    answer_all(app, room, step, [1, 2, 2, 5, 6, 6, 7])
    room.close_writing(step)
    assert told(step) == "few", "seven, who would be told of with a threshold of five"
    room.end()
    room, step = poll(cast)
    answer_all(app, room, step, [0, 2, 2, 2, 2, 5, 5])
    room.close_writing(step)
    assert told(step) == "few"


@pytest.mark.proves("P26", "P31")
def test_the_attestation_is_recorded_with_who_and_when(cast: Cast, ada: FlaskClient) -> None:
    assert ada.post("/program/settings/memberships", data={"apart": "1"}).status_code == 303
    assert program(cast).memberships_apart
    assert "Attested that nobody is in two groups" in ada.get("/log").text
    assert ada.post("/program/settings/memberships", data={}).status_code == 303
    assert not program(cast).memberships_apart
    assert "Took back that nobody is in two groups" in ada.get("/log").text


def test_a_note_that_is_too_long_comes_back_and_nothing_is_saved(cast: Cast, ada: FlaskClient) -> None:
    assert ada.post("/program/settings/note", data={"note": " Not to be passed on. "}).status_code == 303
    answer = ada.post("/program/settings/note", data={"note": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text
    assert program(cast).redisclosure_note == "Not to be passed on."


def test_nobody_but_an_admin_comes_here(cast: Cast, ana: FlaskClient) -> None:
    assert ana.get("/program/settings").status_code == 404
    assert thresholds(ana, "9", "30") == 404
