"""Presses and taps, counted: a session starts in three, a card takes two at most, the reveal is one."""

import time
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, expect

from facilitator.rehearsal import PretendPhone
from tests.cast import Cast, Room
from tests.journeys.keys import Keyboard
from tests.journeys.people import ConsoleWindow
from tests.servers import Server

MARKED = ["My friend Mike picks me up.", "I call my aunt in Denver."]  # what a hint asks to look at twice
PLAIN = [
    "I walk around the block.",
    "Cold water on my wrists.",
    "I eat something first.",
    "I say out loud that it will pass.",
    "I wait and look at the clock.",
    "Music, and I clean one thing.",
    "I sit on the porch.",
    "I write it on paper.",
    "I go where people are.",
    "I take a long shower.",
]


class Taps:
    """A finger that is counted."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target: Locator) -> None:
        self.count += 1
        target.click()


@pytest.mark.proves("R1", "R15")
def test_three_taps_start_a_session_two_keys_do_a_card_and_one_tap_reveals(
    browser: Browser, server: Server, cast: Cast
) -> None:
    console = ConsoleWindow(browser, server.address)
    keys = Keyboard(console.page)
    console.sign_in()
    console.page.goto(f"{server.address}/groups/{cast.tuesday}")
    code = start(console)
    phones = [PretendPhone(server.address) for _ in range(12)]
    for phone in phones:
        phone.join(code)
    while (label := console.large.inner_text()) != "Open writing":
        console.next(label)
    console.next("Open writing")
    for phone, text in zip(phones, PLAIN + MARKED, strict=True):
        phone.share(phone.stage()["step"], text)
    console.next("Close writing")
    expect(console.large).to_have_text("Review 12 cards")
    review(console, keys)
    reveal(console)


def start(console: ConsoleWindow) -> str:
    taps = Taps()
    taps.on(console.page.get_by_role("button", name="Spot it and handle it"))
    taps.on(console.page.get_by_label("We read these together"))
    taps.on(console.large)
    code = console.page.locator("#room strong")
    expect(code).to_be_visible()
    assert taps.count <= 3
    return code.inner_text()


def review(console: ConsoleWindow, keys: Keyboard) -> None:
    """From the key that leads to the queue to the last card, which leads back to the next action."""
    waiting = console.page.locator("[data-waiting]")
    started = time.monotonic()
    keys.look()
    keys.press("n")
    for left in reversed(range(12)):
        before = keys.presses
        while waiting.get_attribute("data-waiting") == str(left + 1):
            keys.look()
            keys.press("1")
            keys.settled()
        assert keys.presses - before <= 2, "two keys a card at most"
        assert waiting.get_attribute("data-waiting") == str(left)
    assert time.monotonic() - started < 180, "twelve cards in under three minutes"
    assert keys.presses <= 1 + len(PLAIN) + 2 * len(MARKED)


def reveal(console: ConsoleWindow) -> None:
    room = Room(cast=None, session_id=UUID(console.page.url.rsplit("/", 1)[1]))  # type: ignore[arg-type]
    (step,) = room.steps("collect")
    assert room.state_of(step) == "closed"
    expect(console.large).to_have_text("Show 12 to group")
    Keyboard(console.page).look()
    taps = Taps()
    taps.on(console.large)
    expect(console.button("Read aloud")).to_be_visible()
    assert (taps.count, room.state_of(step)) == (1, "revealed")
