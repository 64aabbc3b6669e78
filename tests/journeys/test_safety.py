"""Somebody may need help, on real phones and a real console: before sending and after, found, answered, and offline."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect

from facilitator import content
from facilitator.demo import NAME
from tests.cast import Cast
from tests.journeys.people import ConsoleWindow, PhoneWindow
from tests.journeys.test_every_page import Inspector
from tests.journeys.test_kinds import Session
from tests.screenshots import furnished
from tests.screenshots_of_safety import pictures_of_safety
from tests.servers import Server, until

DARK = "some days i dont want to be here anymore"
SLIP = "i relapsed on friday, my sister drove me to the clinic"
PLAIN = ("I walk to the corner and back.", "Cold water, then I call my aunt.", "I wash the dishes.")
CARD = content.signals("en")["crisis"].card


@pytest.fixture
def session(browser: Browser, server: Server, cast: Cast) -> Session:
    session = Session.opened(browser, server, cast)
    [step] = session.room.steps("collect")
    session.step(step, "showing", "writing")
    return session


@pytest.fixture
def console(session: Session) -> Iterator[ConsoleWindow]:
    console = ConsoleWindow(session.browser, session.server.address)
    console.sign_in()
    console.page.goto(f"{session.server.address}/sessions/{session.room.session_id}")
    yield console
    assert console.wrong == []


def writer(session: Session) -> PhoneWindow:
    phone = session.phone()
    phone.agree()
    phone.button("Go on").click()
    return phone


def write(phone: PhoneWindow, text: str) -> None:
    phone.write(text)
    phone.sees("Saved.")


def listed(phone: PhoneWindow) -> None:
    """The lists have come: a card appears for a word that calls for one."""
    phone.box.fill("kms")
    expect(phone.page.get_by_text(CARD)).to_be_visible()
    phone.box.fill("")
    expect(phone.page.get_by_text(CARD)).to_be_hidden()


@pytest.mark.proves("R40")
def test_the_card_comes_before_sending_and_again_after_and_send_is_never_blocked(session: Session) -> None:
    phone = writer(session)
    phone.box.fill("I walk the dog.")
    card = phone.page.get_by_text(CARD)
    expect(card).to_be_hidden()
    phone.box.fill(DARK)
    expect(card).to_be_visible()
    expect(phone.page.locator("form.write").get_by_role("link", name="Call 988")).to_be_visible()
    assert phone.button("Send").is_enabled()
    phone.button("Send").click()
    phone.sees("Saved.")
    expect(card).to_be_visible()
    phone.page.reload()
    expect(card).to_be_visible()
    phone.button("Send another").click()
    expect(card).to_be_hidden()
    write(phone, PLAIN[0])
    expect(card).to_be_hidden()
    assert phone.wrong == []


@pytest.mark.proves("R40", "P11", "P14")
def test_the_phone_looks_by_itself_and_sends_nothing_to_find_out(session: Session) -> None:
    phone = writer(session)
    listed(phone)
    sent: list[Request] = []
    phone.page.on("request", lambda request: sent.append(request))
    phone.box.press_sequentially(DARK)
    expect(phone.page.get_by_text(CARD)).to_be_visible()
    asked = [request for request in sent if "/room/fragments" not in request.url]
    assert asked == [], [request.url for request in asked]
    phone.context.set_offline(True)
    phone.box.fill("what a day")
    expect(phone.page.get_by_text(CARD)).to_be_hidden()
    phone.box.fill("me quiero morir")
    expect(phone.page.get_by_text(CARD)).to_be_visible()
    phone.button("Send").click()
    expect(phone.page.get_by_text(CARD)).to_be_visible()
    phone.page.get_by_role("link", name="Help").first.click()
    expect(phone.page.get_by_role("heading", name="Someone will not wake up?").first).to_be_visible()


@pytest.mark.proves("R43")
def test_somebody_asks_to_be_found_is_found_and_loses_nothing(session: Session, console: ConsoleWindow) -> None:
    phone = writer(session)
    phone.box.fill("half a sentence")
    phone.page.get_by_role("link", name="Help").first.click()
    phone.page.get_by_role("dialog").get_by_role("button", name="Please find me").click()
    words = phone.page.locator("[data-find-words]")
    expect(words).to_have_text(re.compile(r"^\w+[\w ]*, \w+$"))
    line = console.page.locator(".signal")
    expect(line.locator("strong")).to_have_text(words.inner_text())
    expect(line.locator("use")).to_have_attribute(
        "href", phone.page.locator("[data-find-shape] use").get_attribute("href") or ""
    )
    expect(phone.page.get_by_text("Not seen yet. Walk over, or call.")).to_be_visible(timeout=15_000)
    expect(phone.page.get_by_role("dialog").get_by_role("link", name="Call 988").first).to_be_visible()
    phone.page.reload()
    phone.page.get_by_role("link", name="Help").first.click()
    expect(words).to_have_text(line.locator("strong").inner_text())
    console.button("I am with them").click()
    expect(phone.page.get_by_text("They have seen it.")).to_be_visible(timeout=10_000)
    phone.page.get_by_role("button", name="Cancel").click()
    expect(line).to_have_count(0)
    phone.page.get_by_role("button", name="Close").click()
    expect(phone.box).to_have_value("half a sentence")
    assert phone.wrong == []


@pytest.mark.proves("R41", "R51")
def test_the_line_comes_silently_and_the_end_asks_first(session: Session, console: ConsoleWindow) -> None:
    phone = writer(session)
    write(phone, DARK)
    line = console.page.get_by_text("Someone here may need help.")
    expect(line).to_be_visible(timeout=15_000)
    assert console.page.locator("audio").count() == 0
    console.page.locator("#now-more-open").click()
    console.page.locator("#end-now").click()
    question = console.page.get_by_role("alertdialog")
    expect(question).to_contain_text("Someone here may need help: nobody has seen to it.")
    question.get_by_role("button", name="Back").click()
    console.button("I have seen it").click()
    expect(line).to_have_count(0)
    console.page.locator("#now-more-open").click()
    console.page.locator("#end-now").click()
    expect(question).not_to_contain_text("Someone here may need help")


@pytest.mark.proves("R15", "P19", "R42")
def test_a_flagged_card_takes_a_second_press_and_a_held_one_waits_open(
    session: Session, console: ConsoleWindow
) -> None:
    for text in (SLIP, DARK, *PLAIN):
        write(writer(session), text)
    console.next("Close writing")
    card = console.page.locator("#card .strategy")
    expect(card).to_have_text(SLIP)
    expect(console.page.locator("#pile-held")).to_contain_text(DARK)
    expect(console.page.locator("#pile-held")).to_contain_text("Talk of dying")
    show = console.page.locator("#card-show")
    until(lambda: press_one(console) and "Sure?" in show.inner_text())
    expect(show).to_contain_text("Is a strategy")
    expect(card).to_have_text(SLIP)
    until(lambda: press_one(console) and console.page.locator("[data-waiting]").get_attribute("data-waiting") == "3")
    console.page.locator("#pile-held").get_by_role("button", name="Put back").click()
    expect(card).to_have_text(DARK)
    until(lambda: press_one(console) and console.page.get_by_role("dialog", name="Edit").is_visible())
    console.page.get_by_label("Keep the part that helped").fill("On dark days I call my sister.")
    console.page.get_by_label("Looked at once more:").check()
    console.button("Save and show").click()
    expect(console.page.locator("[data-waiting]")).to_have_attribute("data-waiting", "3")


def press_one(console: ConsoleWindow) -> bool:
    console.page.keyboard.press("1")
    console.page.wait_for_timeout(150)  # a person's pause between two presses
    return True


def test_a_heavy_text_is_asked_about_first_on_every_screen(session: Session, console: ConsoleWindow) -> None:
    phones = [writer(session) for _ in range(5)]
    heavy = "My brother died, I light a candle."
    for phone, text in zip(phones, (heavy, *PLAIN, "Gum."), strict=True):
        write(phone, text)
    console.next("Close writing")
    card = console.page.locator("#card .strategy")
    for _ in range(5):
        words = card.inner_text()
        if words == heavy:
            console.page.get_by_label("Heavy: ask first").first.check()
        console.show_card()
        assert words != heavy or not console.page.locator("#heavy").is_checked(), "ticked for one card alone"
    console.next("Show 5 to group")
    wall = session.wall()
    expect(wall.page.get_by_text("Heavy: ask first.")).to_be_visible()
    expect(wall.page.get_by_text(heavy)).to_have_count(0)
    expect(phones[1].page.get_by_text(heavy).first).to_be_hidden()
    phones[1].page.get_by_text("Heavy. Tap to read.").first.click()
    expect(phones[1].page.get_by_text(heavy).first).to_be_visible()
    console.button("Open on screen").click()
    expect(wall.page.get_by_text(heavy)).to_be_visible()


@pytest.mark.proves("R52", "R55")
def test_every_page_and_state_of_safety_is_accessible(browser: Browser) -> None:
    inspector = Inspector()
    with furnished() as (server, password):
        console = ConsoleWindow(browser, server.address)
        console.page.goto(f"{server.address}/sign-in")
        console.sign_in(NAME, password)
        pictures_of_safety(inspector, browser, console, server.address)
    assert len(inspector.taken) > 30
    assert inspector.found == {}
