"""No id that a browser held before it was fully signed in is ever lifted up (fixation)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask import session as cookie
from flask.testing import FlaskClient
from flask_login import login_user
from sqlalchemy import delete, update

from facilitator import accounts, db
from facilitator.accounts import login, registry
from facilitator.accounts.models import SignIn
from tests.accounts.authenticator import give_code, give_password, switched_on
from tests.accounts.browsers import id_of, is_in
from tests.cast import PASSWORD, Cast, sign_in

NEW = "copper kettle window drift"


def copied(app: Flask, browser: FlaskClient) -> FlaskClient:
    """Another browser with the same cookie."""
    held = browser.get_cookie("account")
    thief = app.test_client()
    thief.set_cookie("account", held.value if held else "")
    return thief


def by_password(app: Flask, browser: FlaskClient) -> None:
    sign_in(browser, "Ana")


def by_code(app: Flask, browser: FlaskClient) -> None:
    phone, _ = switched_on(sign_in(app.test_client(), "Ana"))
    give_password(browser, "Ana")
    assert give_code(browser, phone.code(later=1)).status_code == 303


def by_new_password(app: Flask, browser: FlaskClient) -> None:
    sign_in(browser, "Ana")
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert browser.post("/account/password", data=form).status_code == 303


def by_switching_it_on(app: Flask, browser: FlaskClient) -> None:
    switched_on(sign_in(browser, "Ana"))


WAYS = [by_password, by_code, by_new_password, by_switching_it_on]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_a_browser_held_before_is_lifted_up(
    app: Flask, cast: Cast, way: Callable[[Flask, FlaskClient], None]
) -> None:
    browser = app.test_client()
    fixed = Fixed(app, browser)
    fixed.plant(cast)
    way(app, browser)
    assert is_in(browser)
    assert fixed.opened() == []


@pytest.mark.parametrize("way", [by_code, by_new_password, by_switching_it_on])
def test_an_id_that_was_kept_would_be_noticed(
    app: Flask, cast: Cast, way: Callable[[Flask, FlaskClient], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: sign-ins that keep the id a browser came with."""
    browser = app.test_client()
    fixed = Fixed(app, browser)
    fixed.plant(cast)
    monkeypatch.setattr(login, "enter", keeping_the_id(fixed))
    way(app, browser)
    assert fixed.opened() != []


class Fixed:
    """Somebody who knows every cookie the browser had before it was fully signed in."""

    def __init__(self, app: Flask, browser: FlaskClient) -> None:
        self._app = app
        self.browser = browser
        self.known: list[FlaskClient] = []

    def plant(self, cast: Cast) -> None:
        sign_in(self.browser, "Bea")
        self.known.append(copied(self._app, self.browser))
        self.planted = id_of(self.browser)

    def opened(self) -> list[str]:
        return [page for thief in self.known if "Tuesday Circle" in (page := thief.get("/groups").text)]


def keeping_the_id(fixed: Fixed) -> Callable[..., None]:
    def enter(account_id: Any, sign_in_id: Any = None) -> None:
        """The row that was planted becomes the account's own."""
        kept = UUID(hex=fixed.planted)

        def work(tx: Any) -> None:
            tx.execute(delete(SignIn).where(SignIn.id == kept))
            made = registry.add(tx, account_id)
            tx.flush()
            tx.execute(update(SignIn).where(SignIn.id == made).values(id=kept))

        db.write(work)
        cookie.clear()
        login_user(login.Visitor(kept, accounts.account_of(account_id)))

    return enter


def test_each_stage_has_an_id_of_its_own(app: Flask, cast: Cast) -> None:
    browser = app.test_client()
    phone, _ = switched_on(sign_in(browser, "Ana"))
    browser = app.test_client()
    give_password(browser, "Ana")
    stages = [id_of(browser)]
    waiting = copied(app, browser)
    give_code(browser, phone.code(later=1))
    stages.append(id_of(browser))
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    before = copied(app, browser)
    assert browser.post("/account/password", data=form).status_code == 303
    stages.append(id_of(browser))
    assert len(set(stages)) == 3
    assert is_in(browser)
    assert not is_in(waiting)
    assert not is_in(before)
