"""Signing in and out, and changing a password, as a browser does it."""

import re

import argon2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from facilitator import accounts, db
from facilitator.accounts import passwords
from facilitator.accounts.models import Account
from tests.cast import PASSWORD, Cast, sign_in

NEW = "copper kettle window drift"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> int:
    return client.post("/account/password", data={"old": old, "new": new, "again": again}).status_code


def told(page: str) -> str:
    """What the page says is wrong."""
    return str(re.findall(r'role="alert">([^<]+)<', page)[0])


@pytest.fixture
def newcomer(app: Flask, cast: Cast) -> FlaskClient:
    """Newt's browser, signed in with the words he was given."""
    accounts.create_account(cast.program, "Newt", PASSWORD, ["facilitator"])
    return sign_in(app.test_client(), "Newt")


def test_a_facilitator_lands_on_their_groups(client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/sign-in", data={"name": "Ana", "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.location == "/groups"
    assert "Tuesday Circle" in client.get("/groups").text


def test_a_reviewer_lands_on_the_desk(client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/sign-in", data={"name": "Otto", "password": PASSWORD})
    assert answer.location == "/desk"


@pytest.mark.parametrize("name", ["ana", " ANA ", "Ana"])
def test_case_and_spaces_of_a_name_keep_nobody_out(client: FlaskClient, cast: Cast, name: str) -> None:
    assert client.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(client: FlaskClient, cast: Cast) -> None:
    wrong = client.post("/sign-in", data={"name": "Ana", "password": "not this one at all"})
    unknown = client.post("/sign-in", data={"name": "Nobody", "password": "not this one at all"})
    assert wrong.status_code == unknown.status_code == 422
    assert told(wrong.text) == told(unknown.text) != ""


def test_the_form_comes_back_with_the_name_and_without_the_password(client: FlaskClient, cast: Cast) -> None:
    page = client.post("/sign-in", data={"name": "Ana", "password": "not this one at all"}).text
    assert 'value="Ana"' in page
    assert "not this one at all" not in page


def test_an_account_that_was_switched_off_cannot_sign_in(client: FlaskClient, cast: Cast) -> None:
    db.write(lambda tx: tx.execute(update(Account).where(Account.id == cast.ana).values(active=False)))
    assert client.post("/sign-in", data={"name": "Ana", "password": PASSWORD}).status_code == 422


def test_switching_an_account_off_ends_its_sign_ins(ana: FlaskClient, cast: Cast) -> None:
    db.write(lambda tx: tx.execute(update(Account).where(Account.id == cast.ana).values(active=False)))
    assert ana.get("/groups").location == "/sign-in?next=/groups"


def test_after_sign_in_the_page_that_was_asked_for_comes(client: FlaskClient, cast: Cast) -> None:
    asked = client.get("/plans?group=x")
    assert asked.location == "/sign-in?next=/plans?group%3Dx"
    form = {"name": "Ana", "password": PASSWORD, "next": "/plans?group=x"}
    assert client.post("/sign-in", data=form).location == "/plans?group=x"


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\n/x"]
)
def test_it_never_leads_to_another_site(client: FlaskClient, cast: Cast, path: str) -> None:
    answer = client.post("/sign-in", data={"name": "Ana", "password": PASSWORD, "next": path})
    assert answer.location == "/groups"


def test_whoever_is_signed_in_is_not_asked_again(ana: FlaskClient) -> None:
    assert ana.get("/sign-in").location == "/groups"


def test_the_cookie_is_kept_from_scripts_and_holds_no_address(app: Flask, client: FlaskClient, cast: Cast) -> None:
    answer = client.post("/sign-in", data={"name": "Ana", "password": PASSWORD}, environ_base=ELSEWHERE)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("account=")
    assert "HttpOnly" in cookie
    assert "SameSite=" in cookie
    with client.session_transaction("/groups") as held:
        assert set(held) <= {"_user_id", "known", "_fresh", "_permanent"}


def test_signing_out_ends_the_sign_in_also_for_a_copied_cookie(app: Flask, ana: FlaskClient) -> None:
    held = ana.get_cookie("account")
    thief = app.test_client()
    thief.set_cookie("account", held.value if held else "")
    assert thief.get("/groups").status_code == 200
    assert ana.post("/sign-out").location == "/sign-in"
    assert ana.get("/groups").status_code == 303
    assert thief.get("/groups").status_code == 303


def test_a_new_password_ends_every_other_sign_in(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    other = sign_in(app.test_client(), "Ana")
    assert change(ana) == 303
    assert ana.get("/groups").status_code == 200
    assert other.get("/groups").status_code == 303
    assert app.test_client().post("/sign-in", data={"name": "Ana", "password": PASSWORD}).status_code == 422
    assert app.test_client().post("/sign-in", data={"name": "Ana", "password": NEW}).status_code == 303


@pytest.mark.parametrize("path", ["/groups", "/groups/new", "/prompts", "/plans", "/plans/A"])
def test_words_for_one_time_lead_to_the_page_for_a_password(newcomer: FlaskClient, path: str) -> None:
    assert newcomer.get(path).location == "/account/password"
    assert "The words you were given" in newcomer.get("/account/password").text


def test_once_a_password_is_chosen_everything_is_open(newcomer: FlaskClient) -> None:
    assert change(newcomer) == 303
    assert newcomer.get("/groups").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "why"),
    [
        ("not this one at all", NEW, NEW, "The password you have now is a different one."),
        (PASSWORD, "short", "short", "15 characters"),
        (PASSWORD, NEW, NEW + "x", "are not the same"),
        (PASSWORD, PASSWORD, PASSWORD, "not the one you have now"),
        (PASSWORD, "passwordpassword", "passwordpassword", "easy to guess"),
    ],
)
def test_it_refuses_a_password_that_will_not_do(ana: FlaskClient, old: str, new: str, again: str, why: str) -> None:
    answer = ana.post("/account/password", data={"old": old, "new": new, "again": again})
    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{new}"' not in answer.text


def test_a_hash_made_with_older_settings_is_made_anew(client: FlaskClient, cast: Cast) -> None:
    weak = argon2.PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    db.write(lambda tx: tx.execute(update(Account).where(Account.id == cast.ana).values(password_hash=weak)))
    assert sign_in(client, "Ana").get("/groups").status_code == 200
    with db.reading() as tx:
        hashed = tx.get_one(Account, cast.ana).password_hash
    assert hashed != weak
    assert not passwords.is_outdated(hashed)


@pytest.mark.parametrize("path", ["/account/password", "/groups", "/prompts"])
def test_a_stranger_is_led_to_the_sign_in_page(client: FlaskClient, cast: Cast, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/sign-out"), ("put", "/sign-in"), ("delete", "/account/password")]
)
def test_it_refuses_another_method(ana: FlaskClient, method: str, path: str) -> None:
    assert getattr(ana, method)(path).status_code == 405
