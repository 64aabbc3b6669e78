"""Pictures of what a facilitator has at hand while a session runs, and of what comes after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, expect

from facilitator.demo import GROUPS
from facilitator.demo_words import SAID
from facilitator.rehearsal import PretendPhone
from tests.journeys.people import DESK, PHONE, WALL, ConsoleWindow, Opened, PhoneWindow

if TYPE_CHECKING:
    from tests.screenshots import Album

MISSED = "acilitator is reconnecting."
LONG = 40_000  # milliseconds


def pictures_of_running(album: Album, browser: Browser, console: ConsoleWindow, address: str) -> None:
    """A session of its own, with slips, a late phone, a console that drops, and its summary."""
    console.page.goto(f"{address}/groups")
    code = console.start(GROUPS[1], "Spot it and handle it")
    phones = [PretendPhone(address) for _ in range(5)]
    for phone in phones:
        phone.join(code)
    in_a_round(album, console)
    while_writing(album, console, phones)
    late(album, browser, address, code)
    after_writing(album, console)
    out_of_touch(album, browser, console, address, code)
    afterwards(album, console)


def in_a_round(album: Album, console: ConsoleWindow) -> None:
    page = console.page
    page.get_by_label("People in the room?").fill("12")
    console.button("Save").click()
    while "Check-in" not in page.locator("#now-title").inner_text():
        console.next(console.large.inner_text())
    expect(page.get_by_text("About 55 seconds each.")).to_be_visible()
    album.take("console-round", page, DESK, PHONE)
    console.button("Park").click()
    page.get_by_label("A word or two").fill("the bus strike")
    console.button("Park it").click()
    album.take("console-parking", page, DESK, PHONE)
    page.keyboard.press("Escape")
    for key, name, sizes in (("s", "console-lines", (DESK, PHONE)), ("?", "console-keys", (DESK,))):
        page.keyboard.press(key)
        album.take(name, page, *sizes)
        page.keyboard.press("Escape")
    page.locator("#room-more-open").click()
    console.button("See as a phone").click()
    expect(page.get_by_text("Phones down.").locator("visible=true").last).to_be_visible()
    album.take("console-preview", page, DESK, PHONE)
    page.keyboard.press("Escape")


def while_writing(album: Album, console: ConsoleWindow, phones: list[PretendPhone]) -> None:
    page = console.page
    while (label := console.large.inner_text()) != "Open writing":
        console.next(label)
    console.next("Open writing")
    page.locator("#now-more-open").click()
    console.button("Type in slips").click()
    page.get_by_label("What the slip says").fill("I sit with my dog.")
    album.take("console-slips", page, DESK, PHONE)
    console.button("Add slip").click()
    expect(page.get_by_text("Added. Next slip.")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#now-more-open").click()
    console.button("Set timer").click()
    album.take("console-minutes", page, DESK, PHONE)
    page.get_by_label("Minutes from now").fill("1")
    page.locator("#minutes-save").click()
    expect(page.get_by_text("Last minute")).to_be_visible()
    album.take("console-last-minute", page, DESK, PHONE)
    for phone, text in zip(phones, SAID, strict=False):
        phone.share(phone.stage()["step"], text)


def late(album: Album, browser: Browser, address: str, code: str) -> None:
    phone = PhoneWindow(browser, address)
    phone.join(code)
    phone.agree()
    phone.sees("Glad you made it.")
    album.take("phone-catch-up", phone.page, PHONE)
    phone.context.close()


def after_writing(album: Album, console: ConsoleWindow) -> None:
    page = console.page
    console.next("Close writing")
    expect(page.locator("#card")).to_be_visible()
    waiting = page.locator("[data-waiting]")
    left = waiting.get_attribute("data-waiting") or "0"
    while waiting.get_attribute("data-waiting") == left:
        page.keyboard.press("4")
        page.wait_for_function("() => !document.querySelector('.queue__actions [aria-disabled=true]')")
    expect(page.get_by_label("Declined. Why?")).to_be_visible()
    album.take("console-declined", page, DESK)
    page.get_by_label("Declined. Why?").select_option("war_story")
    for _ in range(int(left) - 1):
        console.show_card()
    console.next(re.compile("^Show"))
    console.button("Read aloud").click()
    album.take("console-read-aloud", page, DESK, PHONE)
    page.keyboard.press("Escape")


def out_of_touch(album: Album, browser: Browser, console: ConsoleWindow, address: str, code: str) -> None:
    """The console's network is gone: the facilitator goes on. Then the console is gone: the room is told."""
    page = console.page
    wall, phone = Opened(browser, address, WALL), PhoneWindow(browser, address)
    wall.page.goto(console.wall())
    phone.join(code)
    phone.agree()
    phone.button("Go on").click()
    console.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.get_by_text("Offline: you can go on.")).to_be_visible(timeout=LONG)
    console.button(re.compile("^Next here")).click()
    album.take("console-offline", page, DESK, PHONE)
    console.context.set_offline(False)
    page.goto("about:blank")
    expect(wall.page.get_by_text(MISSED)).to_be_visible(timeout=LONG)
    album.take("wall-missed", wall.page, WALL)
    album.take("phone-missed", phone.page, PHONE)
    for window in (wall, phone):
        window.context.close()


def afterwards(album: Album, console: ConsoleWindow) -> None:
    page = console.page
    page.go_back()
    expect(console.large).to_be_visible()
    page.locator("#now-more-open").click()
    console.button("End now").click()
    page.get_by_role("alertdialog").get_by_role("button", name="End now").click()
    page.get_by_role("link", name="Session summary").click()
    expect(page.get_by_role("heading", name="Steps")).to_be_visible()
    album.take("summary", page, PHONE, DESK, full=True)
