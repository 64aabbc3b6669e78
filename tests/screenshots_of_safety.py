"""Pictures of safety: hints, calls to be found, the duty board, heavy texts, settings; see tests/screenshots.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, expect

from facilitator.demo import GROUPS
from tests.journeys.people import DESK, PHONE, WALL, ConsoleWindow, Opened, PhoneWindow

if TYPE_CHECKING:
    from tests.screenshots import Album

DARK = "some days i dont want to be here anymore"
SAID = (
    "I relapsed in spring. Now I call my aunt before I go out.",
    "i take 24mg and it holds me, then i walk",
    "My brother died of it. I light a candle and call my aunt.",
    "I set an alarm for my medicine.",
)


def pictures_of_safety(album: Album, browser: Browser, console: ConsoleWindow, address: str) -> None:
    _pages(album, console, address)
    console.page.goto(f"{address}/groups")
    code = console.start(GROUPS[0], "Spot it and handle it")
    wall = Opened(browser, address, WALL)
    wall.page.goto(console.wall())
    phones = [PhoneWindow(browser, address) for _ in range(5)]
    for phone in phones:
        phone.join(code)
    while (label := console.large.inner_text()) != "Open writing":
        console.next(label)
    console.next("Open writing")
    _writing(album, console, phones)
    _review(album, console)
    _revealed(album, console, wall, phones[1])
    _ended(album, console, phones[1])


def _pages(album: Album, console: ConsoleWindow, address: str) -> None:
    page = console.page
    page.goto(f"{address}/settings/safety")
    album.take("settings-safety", page, PHONE, DESK, full=True)
    page.goto(f"{address}/settings/words")
    page.get_by_label("A made-up line").fill("i want to die and my guy has the good blues 5 a pop")
    console.button("Try").click()
    page.get_by_text("Talk of dying").wait_for()
    album.take("settings-words", page, PHONE, DESK, full=True)


def _writing(album: Album, console: ConsoleWindow, phones: list[PhoneWindow]) -> None:
    first = phones[0]
    first.box.fill(DARK)
    hint = first.page.locator("[data-hint=crisis]")
    expect(hint).to_be_visible(timeout=15_000)
    album.take("phone-hint", first.page, PHONE)
    first.button("Send").click()
    first.sees("Saved.")
    album.take("phone-hint-sent", first.page, PHONE)
    for phone, text in zip(phones[1:], SAID, strict=True):
        phone.write(text)
        phone.sees("Saved.")
    first.page.get_by_role("link", name="Help").first.click()
    album.take("phone-help-find", first.page, PHONE)
    first.page.get_by_role("dialog").get_by_role("button", name="Please find me").click()
    expect(first.page.locator("[data-find-words]")).not_to_be_empty()
    album.take("phone-find", first.page, PHONE)
    expect(first.page.get_by_text("Not seen yet.")).to_be_visible(timeout=15_000)
    album.take("phone-find-unseen", first.page, PHONE)
    expect(console.page.get_by_text("Someone here may need help.")).to_be_visible(timeout=15_000)
    album.take("console-duty", console.page, DESK, PHONE)
    console.button("I am with them").click()
    expect(first.page.get_by_text("They have seen it.")).to_be_visible(timeout=15_000)
    album.take("phone-find-seen", first.page, PHONE)
    first.page.keyboard.press("Escape")


def _review(album: Album, console: ConsoleWindow) -> None:
    page = console.page
    console.next("Close writing")
    expect(page.locator("#card .strategy")).to_have_text(SAID[0])
    album.take("console-flagged", page, DESK, full=True)
    page.get_by_role("button", name="I have seen it").click()
    expect(page.locator("#alert-seen")).to_have_count(0)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("link", name=re.compile("Queue")).click()
    album.take("console-flagged", page, PHONE, full=True)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    console.look()
    page.keyboard.press("1")
    expect(page.locator("#card-show")).to_contain_text("Sure?")
    album.take("console-second-key", page, DESK)
    _press(console, "2")
    while page.locator("[data-waiting]").get_attribute("data-waiting") != "0":
        if "brother" in page.locator("#card .strategy").inner_text():
            page.locator("#heavy").check()
        console.show_card()


def _press(console: ConsoleWindow, left: str) -> None:
    """The second press, until the card has gone."""
    waiting = console.page.locator("[data-waiting]")
    while waiting.get_attribute("data-waiting") != left:
        console.page.keyboard.press("1")
        console.page.wait_for_timeout(300)


def _revealed(album: Album, console: ConsoleWindow, wall: Opened, phone: PhoneWindow) -> None:
    console.next("Show 3 to group")
    phone.sees("Heavy. Tap to read.")
    album.take("phone-heavy", phone.page, PHONE, full=True)
    wall.page.get_by_text("Heavy: ask first.").wait_for()
    album.take("wall-heavy", wall.page, WALL)
    album.take("console-heavy", console.page, DESK, full=True)
    console.button("Open on screen").click()
    wall.page.get_by_text("light a candle").wait_for()
    album.take("wall-heavy-open", wall.page, WALL)


def _ended(album: Album, console: ConsoleWindow, phone: PhoneWindow) -> None:
    page = console.page
    phone.page.get_by_role("link", name="Help").first.click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Please find me").click()
    page.get_by_text("Please find me.").wait_for()
    page.locator("#now-more-open").click()
    page.locator("#end-now").click()
    album.take("console-end-open", page, DESK, PHONE)
    page.get_by_role("alertdialog").get_by_role("button", name="End anyway").click()
    page.get_by_role("link", name="Debrief").click()
    page.get_by_role("heading", name="Debrief").wait_for()
    album.take("debrief", page, PHONE, DESK, full=True)
