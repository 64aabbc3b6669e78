"""The network fails on the console: the facilitator goes on with plan, timers, lines and emergency card (R19)."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import Cast, Room
from tests.journeys.people import ConsoleWindow, PhoneWindow
from tests.servers import Server

OFFLINE = "Offline: you can go on. Phones catch up when the network is back."
SOON = 20_000  # milliseconds


@pytest.mark.proves("R19")
def test_the_facilitator_goes_on_without_a_network_and_is_told_where_screens_are(
    browser: Browser, server: Server, cast: Cast
) -> None:
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    code = console.start("Tuesday Circle", "Spot it and handle it")
    phone = PhoneWindow(browser, server.address)
    phone.join(code)
    console.next("Start: Welcome")
    page = console.page
    room = Room(cast, UUID(page.url.rsplit("/", 1)[1]))
    turn = room.turn
    server.kill()

    expect(page.get_by_text(OFFLINE)).to_be_visible(timeout=SOON)
    expect(page.get_by_role("heading", name="Welcome and agreements").locator("visible=true")).to_be_visible()
    clock = page.locator("[data-local] [data-timer-text]")
    left = clock.inner_text()
    expect(clock).not_to_have_text(left)
    console.button("Next here: Join and quick check").click()
    console.button("Next here: Check-in round").click()
    expect(page.get_by_role("heading", name="Check-in round")).to_be_visible()
    expect(page.get_by_text("Phones and the screen still show: Welcome and agreements")).to_be_visible()
    expect(page.get_by_text("First name and how you are, or pass.")).to_be_visible()
    expect(clock).to_have_text(re.compile(r"^1[01]:\d\d$"))
    cards_work_without_a_network(console)
    server.start()

    said = page.get_by_text("Back online. Screens show: Welcome and agreements. You went on to: Check-in round.")
    expect(said).to_be_visible(timeout=SOON)
    expect(page.get_by_text(OFFLINE)).to_be_hidden()
    expect(console.large).to_have_text("Next: Join and quick check")
    assert room.turn == turn, "the stage did not move while the console was alone"
    console.next("Next: Join and quick check")
    expect(phone.page.locator("[data-fragment=stage]")).to_contain_text(
        re.compile("You can send it soon|safe"), timeout=SOON
    )
    assert console.wrong == []


def cards_work_without_a_network(console: ConsoleWindow) -> None:
    """The lines, the help card, the emergency card and the parking lot; a command that cannot go out says so."""
    page = console.page
    for name, words in (
        ("Say", "Forty-five seconds each."),
        ("Help", "988"),
        ("Emergency", "Give naloxone."),
    ):
        page.locator("summary", has_text=re.compile(f"^{name}$")).click()
        expect(page.get_by_text(re.compile(re.escape(words))).locator("visible=true").first).to_be_visible()
        page.keyboard.press("Escape")
    page.locator("[data-local]").get_by_role("button", name="Park").click()
    page.get_by_label("A word or two").fill("the bus strike")
    console.button("Park it").click()
    expect(console.button("Done the bus strike")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("People in the room?").fill("9")
    console.button("Save").click()
    expect(page.get_by_text("That did not go through.")).to_be_visible(timeout=SOON)
