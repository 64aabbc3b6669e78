"""Guessing is slow, and nobody is locked out by somebody else's guesses."""

from contextlib import suppress

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator.accounts import slowing
from facilitator.accounts.passwords import WrongPassword
from facilitator.accounts.slowing import WrongSignIns
from facilitator.errors import TooMany
from tests.cast import PASSWORD, Cast, sign_in


def attempt(client: FlaskClient, place: str, name: str = "Ana", *, rightly: bool = False) -> int:
    form = {"name": name, "password": PASSWORD if rightly else "not this one at all"}
    return client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": place}).status_code


def test_a_place_that_guesses_a_name_is_asked_to_wait(client: FlaskClient, cast: Cast) -> None:
    answers = [attempt(client, "198.51.100.1") for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert attempt(client, "198.51.100.1", rightly=True) == 429


def test_the_owner_signs_in_elsewhere_all_the_same(app: Flask, client: FlaskClient, cast: Cast) -> None:
    for _ in range(6):
        attempt(client, "198.51.101.1")
    assert attempt(app.test_client(), "192.0.2.77", rightly=True) == 303


def test_neighbours_in_one_network_are_one_place(client: FlaskClient, cast: Cast) -> None:
    answers = [attempt(client, f"198.51.102.{last}") for last in range(6)]
    assert answers[-1] == 429


def test_a_place_cannot_try_one_password_on_many_names(client: FlaskClient, cast: Cast) -> None:
    answers = [attempt(client, "198.51.103.1", name=f"Somebody {number}") for number in range(21)]
    assert answers == [422] * 20 + [429]


def test_a_name_guessed_at_from_many_places_answers_slowly_and_still_answers() -> None:
    wrong = WrongSignIns()
    assert wrong.pause_of("Ana") == 0
    for number in range(60):
        with pytest.raises(WrongPassword), wrong.counted("Ana", f"place {number}", known=False):
            raise WrongPassword("Not this one.")
    assert wrong.pause_of(" ANA ") > 0
    with wrong.counted("Ana", "her own place", known=False):
        pass


@pytest.mark.parametrize("places", [1, 1000])
def test_of_ten_thousand_guesses_a_hundred_are_looked_at_and_the_owner_gets_in(
    app: Flask, cast: Cast, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slowing, "PAUSES_S", (0.0,) * 4)
    home = app.test_client()
    sign_in(home, "Ana")
    home.post("/sign-out")
    counted = login_of(app)
    looked_at = 0
    for number in range(10_000):
        with suppress(TooMany, WrongPassword), counted.counted("Ana", f"place {number % places}", known=False):
            looked_at += 1
            raise WrongPassword("Not this one.")
    assert 0 < looked_at <= 100
    stranger = app.test_client().post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    assert stranger.status_code == (429 if places > 1 else 303)
    assert home.post("/sign-in", data={"name": "Ana", "password": PASSWORD}).status_code == 303


def test_a_browser_that_knows_one_name_is_a_stranger_to_another(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slowing, "PAUSES_S", (0.0,) * 4)
    browser = app.test_client()
    sign_in(browser, "Bea")
    browser.post("/sign-out")
    for number in range(100):
        with suppress(TooMany, WrongPassword), login_of(app).counted("Ana", f"place {number}", known=False):
            raise WrongPassword("Not this one.")
    assert browser.post("/sign-in", data={"name": "Ana", "password": PASSWORD}).status_code == 429


def login_of(app: Flask) -> WrongSignIns:
    counted: WrongSignIns = app.extensions["wrong_sign_ins"]
    return counted


def test_a_new_password_that_will_not_do_is_no_guess(ana: FlaskClient) -> None:
    form = {"old": PASSWORD, "new": "short", "again": "short"}
    assert {ana.post("/account/password", data=form).status_code for _ in range(8)} == {422}


def test_the_password_page_is_no_place_to_guess_either(ana: FlaskClient) -> None:
    form = {"old": "not this one at all", "new": "copper kettle window drift", "again": "copper kettle window drift"}
    answers = [ana.post("/account/password", data=form) for _ in range(6)]
    assert "Too many tries" in answers[-1].text
