"""Two facilitators: the first drops, members are told, the second takes over by one press, the first follows."""

import pytest
from playwright.sync_api import Browser, expect

from facilitator.rehearsal import PretendPhone
from facilitator.sessions import groups
from tests.cast import Cast
from tests.journeys.people import WALL, ConsoleWindow, Opened, PhoneWindow
from tests.servers import Server

MISSED = "acilitator is reconnecting."
A_WHILE = 40_000  # milliseconds: fifteen seconds without a console, and the tick after them


def lead(console: ConsoleWindow, words: str) -> None:
    now = console.page.get_by_role("region", name="Now")
    expect(now.get_by_text(words, exact=True)).to_be_visible(timeout=15_000)


@pytest.mark.proves("R14")
def test_a_co_facilitator_takes_over_when_the_first_drops(browser: Browser, server: Server, cast: Cast) -> None:
    groups.add_facilitator(cast.tuesday, cast.bea, cast.ana)
    ana = ConsoleWindow(browser, server.address)
    ana.sign_in("Ana")
    code = ana.start("Tuesday Circle", "Spot it and handle it")
    lead(ana, "You lead")
    wall = Opened(browser, server.address, WALL)
    wall.page.goto(ana.wall())
    phone = PhoneWindow(browser, server.address)
    phone.join(code)
    ana.next("Start: Welcome")
    phone.sees("Phones down.")
    address = ana.page.url
    ana.context.close()

    for screen in (phone, wall):
        expect(screen.page.get_by_text(MISSED).locator("visible=true")).to_be_visible(timeout=A_WHILE)

    bea = ConsoleWindow(browser, server.address)
    bea.sign_in("Bea")
    bea.page.goto(address)
    lead(bea, "Ana leads")
    expect(bea.large).to_be_hidden()
    for screen in (phone, wall):
        expect(screen.page.get_by_text(MISSED).locator("visible=true")).to_have_count(0, timeout=A_WHILE)

    bea.button("Take over").click()
    asked = bea.page.get_by_role("alertdialog")
    expect(asked).to_contain_text("Take over from Ana?")
    asked.get_by_role("button", name="Back").click()
    lead(bea, "Ana leads")
    bea.button("Take over").click()
    asked.get_by_role("button", name="Take over").click()
    lead(bea, "You lead")

    back = ConsoleWindow(browser, server.address)
    back.sign_in("Ana")
    back.page.goto(address)
    lead(back, "Bea leads")
    follow_and_review(bea, back, server, code)
    assert [window.wrong for window in (bea, back, phone, wall)] == [[]] * 4


def follow_and_review(leads: ConsoleWindow, follows: ConsoleWindow, server: Server, code: str) -> None:
    """Who follows sees each step, has no way to move it, and reviews the queue."""
    phones = [PretendPhone(server.address) for _ in range(4)]
    for phone in phones:
        phone.join(code)
    while (label := leads.large.inner_text()) != "Open writing":
        leads.next(label)
    leads.next("Open writing")
    for number, phone in enumerate(phones):
        phone.share(phone.stage()["step"], f"words number {number}")
    leads.next("Close writing")
    expect(follows.large).to_have_text("Review 4 cards")
    expect(follows.page.get_by_role("button", name="Lock")).to_have_count(0)
    for _ in phones:
        follows.show_card()
    expect(follows.large).to_be_hidden()
    leads.next("Show 4 to group")
    expect(follows.page.get_by_role("button", name="Read aloud")).to_be_visible()
