"""A whole group session in real browsers: a console, a projector and eight phones run Plan B to the end."""

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import Cast
from tests.journeys.people import WALL, ConsoleWindow, Opened, PhoneWindow
from tests.servers import Server

WORDS = [
    "I call the friend who always picks up.",
    "Walk around the block, twice.",
    "Cold water on my wrists.",
    "I wait fifteen minutes and look at the clock.",
    "I say out loud that it will pass.",
    "Eat something first.",
]
OFFLINE = "I sit on the porch until it is smaller."
TAKEN_BACK = "This one I did not want to share."
SHARED = sorted([*WORDS, OFFLINE])


@pytest.mark.proves("R9", "R10", "R11")
def test_eight_phones_run_plan_b_to_the_end(browser: Browser, server: Server, cast: Cast) -> None:
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    code = console.start("Tuesday Circle", "Spot it and handle it")
    wall = Opened(browser, server.address, WALL)
    wall.page.goto(console.wall())
    expect(wall.page.get_by_text(code)).to_be_visible()
    phones = [PhoneWindow(browser, server.address) for _ in range(8)]
    for phone in phones:
        phone.join(code)
        phone.sees("You are in.")

    walk_to_the_question(console, wall, phones)
    write_pass_drop_and_take_back(phones)
    review_and_reveal(console, wall, phones)
    go_on_to_the_end(console, wall, phones)

    console.page.goto(f"{server.address}/groups/{cast.tuesday}/library")
    for text in SHARED:
        expect(console.page.locator(".strategy", has_text=text)).to_have_count(1)
    expect(console.page.get_by_text(TAKEN_BACK)).to_have_count(0)
    assert [window.wrong for window in (console, wall, *phones)] == [[]] * 10


def walk_to_the_question(console: ConsoleWindow, wall: Opened, phones: list[PhoneWindow]) -> None:
    console.next("Start: Welcome")
    for phone in phones:
        phone.sees("Phones down.")
    while (label := console.large.inner_text()) != "Open writing":
        console.next(label)
    wall.page.reload()
    expect(wall.page.get_by_text("A craving shows up")).to_be_visible()
    console.next("Open writing")


def write_pass_drop_and_take_back(phones: list[PhoneWindow]) -> None:
    *writers, passer, wanderer = phones
    for phone, text in zip(writers, WORDS, strict=True):
        phone.send(text)
    passer.button("Pass").click()
    passer.sees("Saved.")
    the_one_who_drops(wanderer)
    writers[0].button("Send another").click()
    writers[0].send(TAKEN_BACK)
    writers[0].button("Take it back").click()
    taken = writers[0].page.locator(".mine__item").filter(has_text=TAKEN_BACK)
    expect(taken.locator("[data-taken]")).to_have_count(1)


def review_and_reveal(console: ConsoleWindow, wall: Opened, phones: list[PhoneWindow]) -> None:
    console.next("Close writing")
    for phone in phones:
        phone.sees("Phones down.")
    expect(console.large).to_have_text("Review 7 cards")
    assert sorted(console.show_card() for _ in SHARED) == SHARED
    expect(wall.page.get_by_text(WORDS[0])).to_have_count(0)
    console.next("Show 7 to group")
    for text in SHARED:
        expect(wall.page.get_by_text(text)).to_be_visible()
        for phone in phones:
            phone.sees(text)
    expect(wall.page.get_by_text(TAKEN_BACK)).to_have_count(0)


def go_on_to_the_end(console: ConsoleWindow, wall: Opened, phones: list[PhoneWindow]) -> None:
    while (label := console.large.inner_text()) != "End session":
        console.next(label)
    console.end()
    for phone in phones:
        phone.sees("This session has ended.")
    expect(wall.page.get_by_text(WORDS[0])).to_have_count(0)


def the_one_who_drops(phone: PhoneWindow) -> None:
    """Goes offline while writing, loses its socket twice, reloads, and sends while there is no network."""
    phone.box.fill(OFFLINE[:12])
    for _ in range(2):
        phone.context.set_offline(True)
        phone.page.evaluate("window.dispatchEvent(new Event('offline'))")
        phone.box.fill(OFFLINE[:20])
        phone.context.set_offline(False)
        phone.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(phone.box).to_have_value(OFFLINE[:20])
    phone.page.reload()
    expect(phone.box).to_have_value(OFFLINE[:20])
    phone.context.set_offline(True)
    phone.write(OFFLINE)
    phone.sees("Not saved yet.")
    phone.context.set_offline(False)
    phone.sees("Saved.")
    phone.page.reload()
    phone.sees("Saved.")
