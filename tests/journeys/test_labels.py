"""A whole session by what a screen reader tells: roles and names to act on, polite announcements to follow (R52)."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from facilitator.rehearsal import PretendPhone
from tests.cast import PASSWORD, Cast
from tests.journeys.people import DESK, PHONE, Opened, look
from tests.servers import Server

WORDS = ["I walk around the block.", "Cold water on my wrists.", "I eat something first.", "I say it will pass."]
SOON = 15_000  # milliseconds


def control(page: Page, role: str, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role(role, name=name).first  # type: ignore[arg-type]


def press(page: Page, name: str | re.Pattern[str], role: str = "button") -> None:
    control(page, role, name).click()


def announced(page: Page, words: str) -> None:
    """A polite live region says so: nobody has to look for what has changed."""
    status = page.get_by_role("status").filter(has_text=re.compile(words))
    expect(status.first).to_have_count(1, timeout=SOON)
    assert status.first.get_attribute("aria-live") in (None, "polite"), "role=status is polite"


def next_action(page: Page) -> Locator:
    """The button of the region Now that moves the group on."""
    names = re.compile("^(Start:|Next:|Open |Close |Show |Review |End session)")
    now = page.get_by_role("region", name="Now")
    return now.get_by_role("button", name=names).or_(now.get_by_role("link", name=names)).first


def press_again(button: Locator, done: Callable[[], None]) -> None:
    """Press until it is done: a press just after a change was meant for what stood there before, and does nothing."""
    for _ in range(6):
        look(button.page)
        button.click()
        with suppress(AssertionError):
            return done()
    raise AssertionError("pressed six times in vain")


def go_on(page: Page) -> str:
    """Take the next action and hear what follows; its name."""
    action = next_action(page)
    name = action.inner_text()
    heard = page.get_by_role("status").all_inner_texts()

    def quiet() -> bool:
        return page.get_by_role("status").all_inner_texts() == heard and next_action(page).inner_text() == name

    press_again(action, lambda: expect(next_action(page)).not_to_have_text(name, timeout=2_000))
    assert not quiet(), f"{name} was pressed, and nothing was said"
    return name


@pytest.mark.proves("R52")
def test_a_session_runs_by_roles_names_and_announcements_alone(browser: Browser, server: Server, cast: Cast) -> None:
    console, phone = Opened(browser, server.address, DESK), Opened(browser, server.address, PHONE)
    code = open_a_room(console.page, server)
    join(phone.page, server, code)
    others = [PretendPhone(server.address) for _ in WORDS[1:]]
    for other in others:
        other.join(code)
    while next_action(console.page).inner_text() != "Open writing":
        go_on(console.page)
    announced(console.page, "Collect: first ten minutes")
    announced(phone.page, "Phones down")
    go_on(console.page)
    write(phone.page)
    for other, text in zip(others, WORDS[1:], strict=True):
        other.share(other.stage()["step"], text)
    review_and_show(console.page)
    announced(phone.page, "This is what the group shared.")
    for text in WORDS:
        expect(phone.page.get_by_role("listitem").filter(has_text=text).first).to_be_visible()
    end(console.page)
    announced(phone.page, "This session has ended.")
    assert [window.wrong for window in (console, phone)] == [[], []]


def open_a_room(page: Page, server: Server) -> str:
    page.goto(f"{server.address}/sign-in")
    control(page, "textbox", "Name").fill("Ana")
    control(page, "textbox", "Password").fill(PASSWORD)
    press(page, "Sign in")
    press(page, "Tuesday Circle", "link")
    press(page, re.compile("Spot it and handle it"))
    page.wait_for_load_state()
    control(page, "checkbox", "We read these together").check()
    press(page, "Open the room")
    announced(page, "People can join now")
    code = page.get_by_role("region", name="Room").get_by_role("strong").first
    expect(code).to_have_text(re.compile("^...-....$"))
    return code.inner_text()


def join(page: Page, server: Server, code: str) -> None:
    page.goto(server.address)
    control(page, "textbox", "Code").fill(code)
    press(page, "Join")
    announced(page, "You are in.")


def write(page: Page) -> None:
    announced(page, "Your turn to write. A craving shows up.")
    control(page, "textbox", "Your words").fill(WORDS[0])
    press(page, "Send")
    announced(page, "Saved.")


def review_and_show(page: Page) -> None:
    assert go_on(page) == "Close writing"
    press(page, "Review 4 cards", "link")
    card = page.get_by_role("region", name="Queue").get_by_role("article")
    for _ in WORDS:
        words = card.inner_text()
        show = page.get_by_role("group", name="This card").get_by_role("button", name=re.compile("^Show"))
        press_again(show, lambda: expect(card.filter(has_text=words)).to_have_count(0, timeout=2_000))  # noqa: B023
    assert go_on(page) == "Show 4 to group"


def end(page: Page) -> None:
    while next_action(page).inner_text() != "End session":
        go_on(page)
    asked = page.get_by_role("alertdialog")
    press_again(next_action(page), lambda: expect(asked).to_contain_text("This cannot be undone.", timeout=2_000))
    asked.get_by_role("button", name="End session").click()
    announced(page, "The session is over")
    press(page, "Session summary", "link")
    expect(page.get_by_role("heading", name="Steps")).to_be_visible()
