"""The second step of signing in, as a browser meets it: each code and backup code opens the account once."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import db
from facilitator.accounts import codes, slowing
from facilitator.accounts.models import Account, BackupCode, SignIn
from tests.accounts.authenticator import (
    Authenticator,
    a_while_later,
    backup_codes,
    give_code,
    give_password,
    paired,
    switched_on,
)
from tests.cast import PASSWORD, Cast, sign_in
from tests.conftest import on_both


@pytest.fixture
def ana_with_it(ana: FlaskClient) -> tuple[Authenticator, list[str]]:
    """Ana's app and backup codes. Her browser stays signed in."""
    return switched_on(ana)


@on_both
def test_after_the_password_a_code_opens_the_account(app: Flask, ana: FlaskClient) -> None:
    phone, _ = switched_on(ana)
    browser = app.test_client()
    answer = give_password(browser, "Ana", next="/plans")
    assert answer.location == "/sign-in/code?next=/plans"
    assert browser.get("/groups").location == "/sign-in?next=/groups", "the password alone opens nothing"
    answer = give_code(browser, phone.code(later=1), next="/plans")
    assert (answer.status_code, answer.location) == (303, "/plans")
    assert browser.get("/groups").status_code == 200


def test_an_account_without_it_is_not_asked(app: Flask, cast: Cast) -> None:
    assert give_password(app.test_client(), "Ana").location == "/groups"


@on_both
def test_a_code_is_taken_once(app: Flask, ana: FlaskClient) -> None:
    phone, _ = switched_on(ana)
    code = phone.code(later=1)
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        give_password(browser, "Ana")
    assert give_code(first, code).status_code == 303
    replayed = give_code(second, code)
    assert replayed.status_code == 422
    assert "was used already" in replayed.text
    assert second.get("/groups").status_code == 303


def test_the_code_that_switched_it_on_does_not_sign_in(
    app: Flask, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    browser = app.test_client()
    give_password(browser, "Ana")
    assert give_code(browser, ana_with_it[0].used).status_code == 422


def test_an_earlier_code_is_not_taken_after_a_later_one(
    app: Flask, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    phone, _ = ana_with_it
    a_while_later()
    browser = app.test_client()
    give_password(browser, "Ana")
    assert give_code(browser, phone.code(later=1)).status_code == 303
    give_password(other := app.test_client(), "Ana")
    assert give_code(other, phone.code()).status_code == 422


def test_a_server_that_forgot_the_last_code_would_take_it_twice(
    app: Flask, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    """The control: what makes a code single is the half minute in the account's row."""
    phone, _ = ana_with_it
    for _ in range(2):
        a_while_later()
        browser = app.test_client()
        give_password(browser, "Ana")
        assert give_code(browser, phone.code()).status_code == 303


@on_both
def test_each_backup_code_works_once(app: Flask, ana: FlaskClient) -> None:
    _, kept = switched_on(ana)
    assert len(set(kept)) == 10
    for expected in (303, 422):
        browser = app.test_client()
        give_password(browser, "Ana")
        assert give_code(browser, kept[3]).status_code == expected
    give_password(browser, "Ana")
    typed = kept[4].lower().replace(" ", "-")
    assert give_code(browser, typed).status_code == 303, "as people type them"


def test_backup_codes_are_shown_once_and_kept_as_digests(
    ana: FlaskClient, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    phone, kept = ana_with_it
    for path in ("/account/second-step", "/account/second-step/app", "/account/sign-ins"):
        page = ana.get(path).text
        assert not backup_codes(page)
        assert phone.secret[:8] not in page.replace(" ", "")
    with db.reading() as tx:
        account = tx.scalars(select(Account).where(Account.name == "Ana")).one()
        stored = repr([(row.mark, row.account_id) for row in tx.scalars(select(BackupCode))])
        stored += account.totp_sealed or ""
    assert phone.secret not in stored
    assert not any(code.replace(" ", "") in stored for code in kept)
    assert len(codes.SIGNS) ** codes.BACKUP_MARKS >= 2**64


def test_codes_of_one_account_are_nothing_to_another(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    phone, kept = switched_on(ana)
    switched_on(sign_in(app.test_client(), "Bea"))
    browser = app.test_client()
    give_password(browser, "Bea")
    assert [give_code(browser, code).status_code for code in (phone.code(later=1), kept[0])] == [422, 422]


def test_a_secret_moved_to_another_account_opens_nothing(
    app: Flask, cast: Cast, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    def move(tx: object) -> None:
        hers, his = (tx.get_one(Account, one) for one in (cast.ana, cast.otto))  # type: ignore[attr-defined]
        his.totp_sealed, his.totp_on = hers.totp_sealed, True

    db.write(move)
    browser = app.test_client()
    give_password(browser, "Otto")
    assert give_code(browser, ana_with_it[0].code(later=1)).status_code == 422


def test_wrong_codes_slow_down_and_backup_codes_still_work(
    app: Flask, ana_with_it: tuple[Authenticator, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slowing, "PAUSES_S", (0.0,) * 4)
    phone, kept = ana_with_it
    answers = []
    for number in range(31):
        browser = app.test_client()
        place = {"REMOTE_ADDR": f"198.51.{number}.1"}
        form = {"name": "Ana", "password": PASSWORD}
        browser.post("/sign-in", data=form, environ_base=place)
        answers.append(browser.post("/sign-in/code", data={"code": phone.wrong}, environ_base=place).status_code)
    assert answers == [422] * 30 + [429]
    assert give_code(browser, phone.code(later=1)).status_code == 429, "whoever knows the password guesses no further"
    assert give_code(browser, kept[0]).status_code == 303, "and the owner is not locked out"


def test_a_browser_that_waits_too_long_starts_over(app: Flask, ana_with_it: tuple[Authenticator, list[str]]) -> None:
    browser = app.test_client()
    give_password(browser, "Ana")

    def wait(tx: object) -> None:
        for row in tx.scalars(select(SignIn).where(SignIn.awaits_code)):  # type: ignore[attr-defined]
            row.until_minute -= 10

    db.write(wait)
    assert give_code(browser, ana_with_it[0].code(later=1)).status_code == 422
    assert browser.get("/sign-in/code").location == "/sign-in"


@pytest.mark.parametrize("path", ["/account/second-step", "/account/second-step/app", "/account/sign-ins"])
def test_a_stranger_is_led_to_the_sign_in_page(client: FlaskClient, cast: Cast, path: str) -> None:
    assert client.get(path).location.startswith("/sign-in")
    assert client.post(path).status_code in (303, 405)


def test_the_code_page_is_nothing_without_the_password(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/sign-in/code").location == "/sign-in"
    assert give_code(client, "123456").status_code == 422


def test_the_cookie_between_the_steps_says_nothing_of_the_account(
    app: Flask, cast: Cast, ana_with_it: tuple[Authenticator, list[str]]
) -> None:
    browser = app.test_client()
    give_password(browser, "Ana")
    with browser.session_transaction("/groups") as held:
        assert set(held) <= {"awaiting", "csrf_token"}
        assert cast.ana.hex not in str(dict(held))


def test_the_page_for_the_app_has_a_picture_and_the_same_in_letters(ana: FlaskClient) -> None:
    phone = paired(ana)
    page = ana.get("/account/second-step/app").text
    assert re.search(r'<svg[^>]*class="qr"', page)
    assert codes.in_groups(phone.secret) in page
    assert "otpauth:" not in page, "the address is in the picture alone"
