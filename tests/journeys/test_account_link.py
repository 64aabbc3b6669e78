"""From an invitation to a signed-in facilitator, with scripts on; an admin's pages to a screen reader."""

import re

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from facilitator.accounts import people
from tests.cast import PASSWORD, Cast
from tests.journeys.test_every_page import NARROW, violations_on
from tests.servers import Server

NEW = "copper kettle window drift"


def checked(page: Page) -> None:
    """Accessible, and no wider than a small phone."""
    assert violations_on(page) == []
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, page.url
    if before:
        page.set_viewport_size(before)


def test_the_key_leaves_the_address_and_the_link_sets_a_password(browser: Browser, server: Server, cast: Cast) -> None:
    key = people.invite("Newt", ["facilitator"], cast.ada).key
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}/link#{key}")
    expect(page.get_by_role("heading", name="Choose your password")).to_be_visible()
    assert key not in page.url
    assert not [url for url in asked if key in url.split("#")[0]]
    checked(page)
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again").fill(NEW)
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_role("heading", name="Password saved")).to_be_visible()
    checked(page)
    page.get_by_role("link", name="Sign in").click()
    checked(page)
    page.get_by_label("Name").fill("Newt")
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/groups$"))
    page.goto(f"{server.address}/link#{key}")
    expect(page.get_by_text("This link does not work")).to_be_visible()
    checked(page)


def test_an_admin_invites_and_reads_the_log(app: Flask, browser: Browser, server: Server, cast: Cast) -> None:
    page = browser.new_page()
    page.goto(f"{server.address}/sign-in?next=/people")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    checked(page)
    page.get_by_role("link", name="Invite").click()
    checked(page)
    page.get_by_label("Name to sign in with").fill("Newt")
    page.get_by_label("Reviewer").check()
    page.get_by_role("button", name="Make invitation").click()
    expect(page.get_by_label("Link")).to_have_value(re.compile("/link#"))
    checked(page)
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Newt").click()
    checked(page)
    page.get_by_role("link", name="What was done").click()
    expect(page.get_by_role("cell", name="Made an invitation")).to_be_visible()
    checked(page)
