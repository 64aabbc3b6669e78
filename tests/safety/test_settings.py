"""The help card, its pack, and the lists: chosen by a person, checked by date, tried without a trace (R37-R39)."""

import logging
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content, db
from facilitator.accounts.models import Program
from facilitator.safety import pack_of
from tests import cast as people
from tests.cast import Cast, Room


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    return people.sign_in(app.test_client(), "Ada")


@pytest.mark.proves("R39")
def test_an_entry_unchecked_for_ninety_days_is_stale_and_still_shown(cast: Cast) -> None:
    oldest = min(one.checked_on for one in content.pack("us", "en").shown() if one.checked_on)
    page = pack_of(cast.program, "en", today=oldest + timedelta(days=90))
    assert page.stale == ()
    page = pack_of(cast.program, "en", today=oldest + timedelta(days=91))
    assert [one.resource.id for one in page.stale] == [one.id for one in page.pack.shown()]
    assert "988" in [one.resource.call for one in page.listed]


@pytest.mark.proves("R39")
def test_the_admin_is_warned_of_what_is_stale(ada: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    warning = "have not been checked for 90 days"
    monkeypatch.setattr("facilitator.safety.packs.STALE", timedelta(days=36500))
    assert warning not in ada.get("/settings/safety").text, "the control"
    monkeypatch.setattr("facilitator.safety.packs.STALE", timedelta(days=-36500))
    assert warning in ada.get("/settings/safety").text
    assert "988" in ada.get("/help").text, "and people still see it"


@pytest.mark.proves("R38", "R39")
def test_the_help_card_says_when_it_was_checked(client: FlaskClient, cast: Cast) -> None:
    oldest = min(one.checked_on for one in content.pack("us", "en").shown() if one.checked_on)
    assert f"Checked in {oldest:%B %Y}." in client.get("/help").text


@pytest.mark.proves("R39")
def test_an_admin_chooses_the_pack_and_nothing_about_a_visitor_does(
    ada: FlaskClient, client: FlaskClient, cast: Cast
) -> None:
    answer = ada.post("/settings/safety/pack", data={"pack": "blank", "emergency": "112"})
    assert answer.status_code == 303
    with db.reading() as tx:
        program = tx.get_one(Program, cast.program)
        assert (program.resource_pack, program.emergency_number) == ("blank", "112")
    for headers in ({}, {"Accept-Language": "es-US"}, {"X-Forwarded-For": "8.8.8.8"}):
        page = client.get("/help", headers=headers).text
        assert "tel:112" in page
        assert "988" not in page


@pytest.mark.proves("R39")
@pytest.mark.parametrize(
    "sent", [{"pack": "blank"}, {"pack": "nowhere", "emergency": "112"}, {"pack": "us", "emergency": "call me"}]
)
def test_a_pack_without_an_emergency_number_is_refused(ada: FlaskClient, cast: Cast, sent: dict[str, str]) -> None:
    answer = ada.post("/settings/safety/pack", data=sent)
    assert answer.status_code == 422
    with db.reading() as tx:
        assert tx.get_one(Program, cast.program).resource_pack == "us"


def test_only_an_admin_sees_and_changes_the_settings(ana: FlaskClient, client: FlaskClient, cast: Cast) -> None:
    assert ana.get("/settings/safety").status_code == 404
    assert ana.post("/settings/safety/pack", data={"pack": "blank", "emergency": "112"}).status_code == 404
    assert client.get("/settings/safety").status_code == 303
    assert client.get("/settings/words").status_code == 303


@pytest.mark.proves("R37")
def test_the_help_card_is_one_tap_away_on_every_screen_of_a_member(app: Flask, cast: Cast, client: FlaskClient) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    for page in (client.get("/").text, phone.client.get("/room").text):
        assert "data-open-help" in page
        assert re.search(r"<dialog[^>]*data-help", page), "in the page already, so that it opens without a network"
    assert "tel:988" in phone.client.get("/room").text


@pytest.mark.proves("R45", "R37")
def test_the_emergency_card_is_one_tap_away_on_console_and_phone(ana: FlaskClient, app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    steps = content.pack("us", "en").overdose
    assert len(steps) == 5
    for page in (ana.get(f"/sessions/{room.session_id}").text, phone.client.get("/room").text):
        assert all(step in page for step in steps)


@pytest.mark.proves("R49")
def test_a_line_can_be_tried_and_leaves_no_trace(ana: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    line = "i want to die and the good blues are 5 a pop"
    with caplog.at_level(logging.DEBUG):
        page = ana.post("/settings/words", data={"text": line})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    signals = content.signals("en")
    for signal in ("crisis", "method_dose"):
        assert signals[signal].label in page.text
        assert signals[signal].card in page.text
    assert signals["slip"].card not in page.text
    assert "good blues" not in " ".join(record.getMessage() for record in caplog.records)
    assert "good blues" not in ana.get("/settings/words").text


@pytest.mark.proves("R50")
def test_a_line_without_hits_is_not_called_safe(ana: FlaskClient) -> None:
    page = ana.post("/settings/words", data={"text": "I walk around the block."}).text
    assert "That says nothing about the text" in page
    assert not re.search(r"\b(is|seems|looks) (safe|fine|ok)\b", page)


@pytest.mark.proves("R40", "P14")
def test_the_lists_come_from_here_are_the_same_for_everybody_and_may_be_kept(client: FlaskClient, cast: Cast) -> None:
    answer = client.get("/room/words.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 60_000
    assert "max-age" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    plain = client.get("/room/words.json", headers={"Accept-Encoding": "identity"})
    assert [signal["id"] for signal in plain.get_json()] == list(content.signals("en"))
    again = client.get("/room/words.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.proves("R40")
def test_every_card_stands_in_the_page_hidden_in_the_language_of_the_phone(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    page = phone.client.get("/room").text
    for signal in content.signals("en").values():
        assert re.search(rf'data-hint="{signal.id}" hidden', page)
    assert "tel:988" in page.split('data-hint="crisis"')[1].split("</section>")[0]
    assert "tel:911" in page.split('data-hint="overdose_now"')[1].split("</section>")[0]


@pytest.mark.proves("P35")
@pytest.mark.parametrize(("language", "told"), [("en", "tell the facilitator"), ("es", "avis")])
def test_whoever_joins_is_told_that_some_words_tell_the_facilitator(language: str, told: str) -> None:
    assert told in " ".join(content.join_text(language))


def test_the_packs_checks_are_not_in_the_future() -> None:
    for each in content.packs():
        for one in content.pack(each, "en", "112").resources:
            assert one.checked_on is None or one.checked_on <= date.today() + timedelta(days=1)
