"""Members' own pages but for the plan: getting started, the library card, and what an admin and a facilitator set."""

from typing import Any

from playwright.sync_api import Browser, Page

from facilitator.demo import GROUPS
from tests.journeys.people import DESK, PHONE, ConsoleWindow, Opened

CLINIC, PEER = "Made-up Clinic, 555 0101, mornings from 7. Walk in.", "Sam, peer worker, 555 0102"


def starting_pages(album: Any, browser: Browser, console: ConsoleWindow, address: str) -> None:
    """Ends where it began, on the groups."""
    visitor = Opened(browser, address, PHONE)
    _settings(album, console, address)
    for name, path in (("start", "/start/en"), ("start-es", "/start/es")):
        visitor.page.goto(address + path)
        album.take(name, visitor.page, PHONE, DESK, full=True)
    _card(album, visitor.page, _link(album, console, address), address)
    console.page.goto(f"{address}/groups")


def _settings(album: Any, console: ConsoleWindow, address: str) -> None:
    page = console.page
    page.goto(f"{address}/settings/own-pages")
    album.take("own-pages", page, PHONE, DESK, full=True)
    page.get_by_label("Care near you").fill(CLINIC)
    page.get_by_label("A peer to talk to").fill(PEER)
    console.button("Save").click()
    page.get_by_text("Saved.").wait_for()


def _link(album: Any, console: ConsoleWindow, address: str) -> str:
    """A link made on the group's page: its address."""
    page = console.page
    page.goto(f"{address}/groups")
    page.get_by_role("link", name=GROUPS[0]).first.click()
    page.get_by_role("link", name="Library").click()
    page.get_by_role("link", name="Library card").click()
    console.button("Make a link").click()
    field = page.get_by_label("Link", exact=True)
    album.take("card-link", page, PHONE, DESK, full=True)
    return field.input_value()


def _card(album: Any, page: Page, link: str, address: str) -> None:
    page.goto(link)
    page.get_by_label("What is going on?").wait_for()
    album.take("card", page, PHONE, DESK, full=True)
    page.get_by_label("What is going on?").fill("alone at night")
    album.take("card-search", page, PHONE)
    page.set_extra_http_headers({"Accept-Language": "es"})
    page.goto("about:blank")
    page.goto(link)
    page.get_by_label("¿Qué le pasa ahora?").wait_for()
    album.take("card-es", page, PHONE)
    page.set_extra_http_headers({"Accept-Language": "en"})
    page.goto(f"{address}/card")
    page.get_by_label("The end of the link, after #").fill("none")
    page.get_by_role("button", name="Open").click()
    page.get_by_text("This link does not work.").wait_for()
    album.take("card-wrong", page, PHONE)
