"""The second step of signing in: who needs it, setting it up, and taking it off."""

from argparse import Namespace
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import db
from facilitator.accounts import second_factor
from facilitator.accounts.models import Account
from facilitator.config import Config
from facilitator.setup import run_second_factor_off
from tests.accounts.authenticator import (
    Authenticator,
    backup_codes,
    give_code,
    give_password,
    paired,
    switched_on,
)
from tests.cast import PASSWORD, Cast, sign_in

SHORT = "kt7 wq9v"


@pytest.fixture
def strict(app: Flask) -> Flask:
    """As it runs for real people: reviewers and admins need the second step."""
    app.config["SECOND_FACTOR_WAIVED"] = False
    return app


@pytest.fixture
def ana_with_it(ana: FlaskClient) -> tuple[Authenticator, list[str]]:
    """Ana's app and backup codes. Her browser stays signed in."""
    return switched_on(ana)


@pytest.mark.parametrize("name", ["Ada", "Otto"])
@pytest.mark.parametrize("path", ["/prompts", "/plans", "/groups", "/account/sign-ins"])
def test_admins_and_reviewers_set_it_up_before_anything_else(strict: Flask, cast: Cast, name: str, path: str) -> None:
    browser = sign_in(strict.test_client(), name)
    assert browser.get(path).location == "/account/second-step"
    assert "password alone is not enough" in browser.get("/account/second-step").text


def test_once_it_is_on_an_admin_goes_on(strict: Flask, cast: Cast) -> None:
    browser = sign_in(strict.test_client(), "Ada")
    phone, _ = switched_on(browser)
    assert browser.get("/settings/safety").status_code == 200
    again = strict.test_client()
    give_password(again, "Ada")
    assert give_code(again, phone.code(later=1)).status_code == 303
    assert again.get("/settings/safety").status_code == 200


def test_a_facilitator_is_offered_it_and_may_go_on_without(strict: Flask, cast: Cast) -> None:
    browser = sign_in(strict.test_client(), "Ana")
    assert browser.get("/groups").status_code == 200
    assert "Set up a second step" in browser.get("/account/sign-ins").text


def test_it_is_on_only_once_the_app_showed_a_right_code(app: Flask, ana: FlaskClient) -> None:
    phone = paired(ana)
    assert ana.post("/account/second-step/app", data={"code": phone.wrong}).status_code == 422
    assert give_password(app.test_client(), "Ana").location == "/groups", "nobody is locked out by a wrong scan"
    assert ana.post("/account/second-step/app", data={"code": phone.code()}).status_code == 200


@pytest.mark.parametrize("path", ["/account/second-step", "/account/second-step/codes", "/account/second-step/off"])
def test_whoever_finds_an_open_browser_changes_nothing_without_the_password(
    ana: FlaskClient, ana_with_it: tuple[Authenticator, list[str]], path: str
) -> None:
    form = {"password": "not this one at all", "code": ana_with_it[0].code(later=1)}
    assert ana.post(path, data=form).status_code == 422
    with db.reading() as tx:
        assert tx.scalars(select(Account).where(Account.name == "Ana")).one().totp_on


@pytest.mark.parametrize("path", ["/account/second-step/codes", "/account/second-step/off"])
def test_nor_without_a_code(ana: FlaskClient, ana_with_it: tuple[Authenticator, list[str]], path: str) -> None:
    form = {"password": PASSWORD, "code": ana_with_it[0].wrong}
    assert ana.post(path, data=form).status_code == 422
    assert second_factor.codes_left(_id("Ana")) == 10


def test_new_backup_codes_replace_the_old_ones(
    app: Flask, ana: FlaskClient, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    phone, old = ana_with_it
    answer = ana.post("/account/second-step/codes", data={"password": PASSWORD, "code": phone.code(later=1)})
    new = backup_codes(answer.text)
    assert len(new) == 10
    for code, expected in ((old[0], 422), (new[0], 303)):
        browser = app.test_client()
        give_password(browser, "Ana")
        assert give_code(browser, code).status_code == expected


def test_turned_off_the_password_opens_the_account_alone(
    app: Flask, ana: FlaskClient, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    form = {"password": PASSWORD, "code": ana_with_it[1][0]}
    assert ana.post("/account/second-step/off", data=form).status_code == 303
    assert ana.get("/groups").status_code == 200, "this browser stays"
    assert give_password(app.test_client(), "Ana").location == "/groups"


def test_beside_it_a_password_of_eight_characters_will_do_and_alone_it_will_not(
    app: Flask, cast: Cast, ana: FlaskClient
) -> None:
    form = {"old": PASSWORD, "new": SHORT, "again": SHORT}
    assert "15 characters" in ana.post("/account/password", data=form).text
    phone, _ = switched_on(ana)
    assert ana.post("/account/password", data=form).status_code == 303
    off = ana.post("/account/second-step/off", data={"password": SHORT, "code": phone.code(later=1)})
    assert "First choose a password of 15" in off.text
    db.write(lambda tx: second_factor.take_off(tx, cast.ana))
    browser = app.test_client()
    give_password(browser, "Ana", SHORT)
    assert browser.get("/groups").location == "/account/password", "a longer one comes first"


def test_whoever_runs_the_machine_lets_a_locked_out_admin_in(
    strict: Flask, cast: Cast, locked_out: Callable[[str], str]
) -> None:
    browser = sign_in(strict.test_client(), "Ada")
    switched_on(browser)
    assert "is off for ada" in locked_out("ada")
    assert browser.get("/people").location.startswith("/sign-in"), "signed out everywhere"
    again = strict.test_client()
    assert give_password(again, "Ada").location != "/sign-in/code"
    assert again.get("/people").location == "/account/second-step", "and sets it up again first"
    assert "was not on" in locked_out("Ana")


@pytest.fixture
def locked_out(
    app: Flask, config: Config, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """Runs `facilitator account second-step-off` beside the server; gives what it printed."""
    monkeypatch.setenv("SECRET_KEY", config.secret_key)

    def run(name: str) -> str:
        assert run_second_factor_off(Namespace(data=str(config.data_folder), name=name)) == 0
        db.connect(config.database_url)
        return capsys.readouterr().out

    return run


def _id(name: str) -> UUID:
    with db.reading() as tx:
        return tx.scalars(select(Account.id).where(Account.name == name)).one()
