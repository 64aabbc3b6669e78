"""A detail that says who somebody is: a calm line on the phone, a mark on the card, and other words by one tap."""

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.cast import Cast
from tests.journeys.people import ConsoleWindow, PhoneWindow
from tests.journeys.test_kinds import Session
from tests.servers import Server

TOLD = "my wife danielle hides the card, call 555-0142"
PLAIN = ("I walk to the corner and back.", "Cold water, then a slow breath.", "I wash the dishes.")


@pytest.mark.proves("P18", "P20")
def test_the_phone_hints_and_the_card_offers_other_words(browser: Browser, server: Server, cast: Cast) -> None:
    session = Session.opened(browser, server, cast)
    [step] = session.room.steps("collect")
    session.step(step, "showing", "writing")
    phone = writer(session)
    asked: list[Request] = []
    phone.page.on("request", lambda request: asked.append(request))
    line = phone.page.locator("[data-identifying]")
    phone.box.fill(PLAIN[0])
    expect(line).to_be_hidden()
    phone.box.fill(TOLD)
    expect(line).to_be_visible()
    expect(line.get_by_text("a name")).to_be_visible()
    expect(line.get_by_text("a phone number")).to_be_visible()
    expect(line.get_by_text("a place")).to_be_hidden()
    assert [one.url for one in asked if one.method == "POST"] == [], "it looks by itself"
    phone.write(TOLD)
    phone.sees("Saved.")
    for words in PLAIN:
        other = writer(session)
        other.write(words)
        other.sees("Saved.")
    session.room.close_writing(step)
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    console.page.goto(f"{server.address}/sessions/{session.room.session_id}")
    approve_in_other_words(console)
    assert "my wife a friend hides the card, call [number]" not in session.room.texts()
    assert TOLD not in session.room.texts()
    assert console.wrong == phone.wrong == []


def approve_in_other_words(console: ConsoleWindow) -> None:
    page = console.page
    card = page.locator("#card")
    while card.locator("mark").count() == 0:
        before = card.get_attribute("data-card")
        page.keyboard.press("3")
        expect(page.locator(f'[data-card="{before}"]')).to_have_count(0)
    expect(card.locator("mark")).to_have_text(["danielle", "555-0142"])
    page.get_by_role("button", name="Put other words in its place").click()
    expect(page.locator("#edit-text")).to_have_value("my wife a friend hides the card, call [number]")
    tick = page.locator("#edit-confirmed")
    if tick.is_visible():
        tick.check()
    page.locator("#edit button:not([type])").click()
    expect(page.locator("mark")).to_have_count(0)


def writer(session: Session) -> PhoneWindow:
    phone = session.phone()
    phone.agree()
    phone.button("Go on").click()
    return phone
