"""A journey: an admin sets the second step up, signs in with it, and signs the first browser out from the second."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from facilitator.config import Config
from tests import servers
from tests.accounts.authenticator import Authenticator
from tests.cast import PASSWORD, Cast
from tests.journeys.people import DESK, Opened
from tests.servers import Server, running

LABEL = "Second step"


@pytest.fixture
def strict(app: Flask, cast: Cast, config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that asks admins for a second step, as it does for real people."""
    real = servers.SERVE.replace("second_factor_waived=True", "second_factor_waived=False")
    monkeypatch.setattr(servers, "SERVE", real)
    with running(config) as server:
        yield server


def give_password(window: Opened, address: str) -> None:
    window.page.goto(f"{address}/sign-in")
    window.page.get_by_label("Name").fill("Ada")
    window.page.get_by_label("Password", exact=True).fill(PASSWORD)
    window.page.get_by_role("button", name="Sign in").click()


def test_an_admin_sets_it_up_and_signs_another_browser_out(browser: Browser, strict: Server) -> None:
    first = Opened(browser, strict.address, DESK)
    give_password(first, strict.address)
    expect(first.page.get_by_role("heading", name=LABEL)).to_be_visible()
    expect(first.page.get_by_role("link", name="Groups")).to_have_count(0)
    first.page.get_by_label("Password now").fill(PASSWORD)
    first.page.get_by_role("button", name="Set it up").click()
    expect(first.page.get_by_role("img", name="A picture for the app")).to_be_visible()
    first.page.get_by_text("No camera?").click()
    app = Authenticator(first.page.locator(".pairing__secret").inner_text().replace(" ", ""))
    first.page.get_by_label("Code").fill(app.code())
    first.page.get_by_role("button", name="Turn it on").click()
    expect(first.page.locator(".backup-codes li")).to_have_count(10)
    kept = first.page.locator(".backup-codes li").first.inner_text()
    first.page.get_by_role("link", name="Go on").click()
    expect(first.page).to_have_url(re.compile("/groups"))
    second = Opened(browser, strict.address, DESK)
    give_password(second, strict.address)
    second.page.get_by_label("Code").fill(kept)
    second.page.get_by_role("button", name="Sign in").click()
    expect(second.page).to_have_url(re.compile("/groups"))
    second.page.goto(f"{strict.address}/account/sign-ins")
    second.page.get_by_role("button", name="Sign out browser").click()
    expect(second.page.get_by_text("Another browser")).to_have_count(0)
    first.page.goto(f"{strict.address}/groups")
    expect(first.page).to_have_url(re.compile("/sign-in"))
