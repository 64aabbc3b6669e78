"""A facilitator's whole session by keyboard alone, from sign-in to the summary (R52)."""

import re

import pytest
from playwright.sync_api import Browser, expect

from facilitator.rehearsal import PretendPhone
from tests.cast import PASSWORD, Cast
from tests.journeys.keys import Keyboard
from tests.journeys.people import ConsoleWindow
from tests.servers import Server

WORDS = [
    "I walk around the block.",
    "Cold water on my wrists.",
    "I eat something first.",
    "I say out loud that it will pass.",
]


@pytest.mark.proves("R52", "R15", "R16", "R17")
def test_a_facilitator_runs_a_whole_session_without_a_mouse(browser: Browser, server: Server, cast: Cast) -> None:
    console = ConsoleWindow(browser, server.address)
    keys = Keyboard(console.page)
    code = open_a_room(console, keys, server)
    phones = [PretendPhone(server.address) for _ in WORDS]
    for phone in phones:
        phone.join(code)
    look_things_up(console, keys)
    write_and_review(keys, phones)
    read_aloud(console, keys)
    to_the_end(console, keys)
    assert console.wrong == []


def open_a_room(console: ConsoleWindow, keys: Keyboard, server: Server) -> str:
    page = console.page
    page.goto(f"{server.address}/sign-in")
    keys.go_to("Name")
    keys.type("Ana")
    keys.go_to("Password")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/groups$"))
    keys.go_to("Tuesday Circle")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Tuesday Circle")).to_be_visible()
    keys.go_to("Spot it and handle it")
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/sessions/"))
    keys.go_to("We read these together")
    keys.press("Space")
    keys.go_to("Open the room")
    keys.press("Enter")
    expect(page.locator("#room strong")).to_have_text(re.compile("^...-....$"))
    keys.go_to("People in the room")
    keys.type("9")
    keys.press("Enter")
    return page.locator("#room strong").inner_text()


def look_things_up(console: ConsoleWindow, keys: Keyboard) -> None:
    """Lines, help, the emergency card, the keys themselves, the parking lot, the cover: one key each, and Escape."""
    page = console.page
    keys.go_to("Now|Start")
    for key, words in (("s", "What to say"), ("h", "988"), ("e", "Give naloxone."), ("?", "Use these keys")):
        keys.press(key)
        expect(page.get_by_text(words).locator("visible=true").first).to_be_visible()
        keys.press("Escape")
        expect(page.get_by_text(words).locator("visible=true")).to_have_count(0)
    keys.press("p")
    keys.type("the bus strike")
    keys.press("Enter")
    expect(console.button("Done the bus strike")).to_be_visible()
    keys.press("Escape")
    keys.press(".")
    expect(page.get_by_role("button", name="Covered. Press to go back.")).to_be_focused()
    keys.press(".")
    expect(console.large).to_be_visible()


def write_and_review(keys: Keyboard, phones: list[PretendPhone]) -> None:
    keys.next("Start: Welcome")
    while (label := keys.label()) != "Open writing":
        keys.next(re.escape(label))
    keys.next("Open writing")
    for phone, text in zip(phones, WORDS, strict=True):
        phone.share(phone.stage()["step"], text)
    timer = keys.page.locator("[data-timer]").first
    ends_at = timer.get_attribute("data-ends-at") or ""
    keys.press("+")
    expect(timer).not_to_have_attribute("data-ends-at", ends_at)
    keys.next("Close writing")
    keys.look()
    keys.press("n")
    expect(keys.page.locator("#card")).to_be_focused()
    for left in reversed(range(len(WORDS))):
        keys.look()
        keys.press("1")
        expect(keys.page.locator("[data-waiting]")).to_have_attribute("data-waiting", str(left))
    expect(keys.page.locator("#next")).to_be_focused()
    keys.next("Show 4 to group")


def read_aloud(console: ConsoleWindow, keys: Keyboard) -> None:
    keys.press("r")
    words = console.page.locator("[data-read-words]")
    heard = []
    for key in ("ArrowRight", "Space", "PageDown", "ArrowDown"):
        heard.append(words.inner_text())
        keys.press(key)
    assert sorted(heard) == sorted(WORDS)
    keys.press("ArrowLeft")
    expect(words).to_have_text(heard[2])
    keys.press("Escape")
    expect(words).to_be_hidden()


def to_the_end(console: ConsoleWindow, keys: Keyboard) -> None:
    while (label := keys.label()) != "End session":
        keys.next(re.escape(label))
    keys.look()
    keys.press("n")
    expect(console.page.get_by_role("alertdialog")).to_be_visible()
    keys.go_to("End session")
    keys.press("Enter")
    expect(console.page.get_by_role("heading", name="The session is over")).to_be_visible()
    keys.press("p")
    expect(console.page.get_by_label("A word or two")).to_be_hidden()
    keys.go_to("Session summary")
    keys.press("Enter")
    expect(console.page.get_by_role("heading", name="Steps")).to_be_visible()
    for text in WORDS:
        expect(console.page.get_by_text(text)).to_be_visible()
