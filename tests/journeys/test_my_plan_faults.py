"""What can go wrong on a phone with a plan: nothing is lost, and each trouble is told in a plain line."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.cast import Cast
from tests.journeys.planning import PASSPHRASE, PlanWindow
from tests.servers import Server

PITFALLS, VISION, BARRIERS = (
    "Which pitfalls are the most risky for me?",
    "What would success look like for me?",
    "What stands in my way?",
)
ROOM = 8 * 1024 * 1024
SKEWED = "window.skew = 0; const rightly = Date.now.bind(Date); Date.now = () => rightly() + window.skew;"
JUMP = "(by) => { window.skew = by; dispatchEvent(new Event('focus')); }"
WRITINGS = 40  # of six answers in two windows, each told of the other's
TURN = """async () => {
  const store = await (await import("/static/js/plan_store.js")).openStore();
  const { turn } = await store.read();
  store.close();
  return turn;
}"""
GROWN = """async () => {
  const { openStore, STEPS } = await import("/static/js/plan_store.js");
  const steps = [...STEPS, (db) => db.createObjectStore("later")];
  const store = await openStore({}, steps);
  const held = await store.read();
  store.close();
  return held.plan.answers;
}"""


def _crash(page: Page) -> None:
    """The window's process ends at once, in the middle of whatever it does."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=5_000)
    page.close()


def to_success(phone: PlanWindow, page: Page | None = None) -> None:
    """The part "My plan for success", all questions at once."""
    phone.go("success", page)
    if phone.seen("Show all", page).count():
        phone.seen("Show all", page).click()


@pytest.mark.proves("R25")
def test_a_phone_without_room_or_storage_says_so_before_anything_is_typed(
    browser: Browser, server: Server, cast: Cast
) -> None:
    none = PlanWindow(browser, server.address)
    none.context.add_init_script("Object.defineProperty(window, 'indexedDB', { get: () => undefined })")
    none.visit()
    expect(none.page.get_by_text("This browser cannot keep a plan.")).to_be_visible()
    expect(none.seen("Start")).to_be_visible()
    none.seen("Start").click()
    to_success(none)
    none.question(VISION).fill("My own place")
    expect(none.page.locator("[data-status]")).to_have_text("Not saved yet.")
    none.seen("Done").click()
    none.go("safe")
    assert none.answers() == {"success.vision": "My own place"}, "it can still be saved to a file"

    full = PlanWindow(browser, server.address)
    quota = full.context.new_cdp_session(full.page)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": 1})
    full.visit()
    line = full.page.get_by_text("This phone is full.")
    expect(line).to_be_visible()
    full.seen("Start").click()
    to_success(full)
    full.question(BARRIERS).fill("No ride to the clinic")
    expect(full.page.locator("[data-status]")).to_have_text("Not saved yet.")
    expect(full.question(BARRIERS)).to_have_value("No ride to the clinic")
    quota.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": ROOM})
    full.saved()
    expect(line).to_be_hidden()
    full.page.reload()
    to_success(full)
    expect(full.question(BARRIERS)).to_have_value("No ride to the clinic")
    assert [none.wrong, full.wrong] == [[], []]


@pytest.mark.proves("R25")
def test_two_windows_and_a_killed_one_lose_nothing(browser: Browser, server: Server, cast: Cast) -> None:
    phone = PlanWindow(browser, server.address)
    phone.begin()
    to_success(phone)
    other = phone.context.new_page()
    phone.visit(other)
    other.locator("[data-view=home], [data-view=welcome]").locator("visible=true").wait_for()
    if phone.seen("Start", other).count():
        phone.seen("Start", other).click()
    to_success(phone, other)
    phone.question(VISION).fill("My own place")
    phone.question(BARRIERS, other).fill("No ride")
    expect(phone.question(VISION, other)).to_have_value("My own place")
    expect(phone.question(BARRIERS)).to_have_value("No ride")
    phone.question(PITFALLS).fill("Payday")
    phone.question(PITFALLS, other).fill("Long nights")
    for page in (phone.page, other):
        phone.saved(page)
        expect(phone.question(PITFALLS, page)).to_have_value(re.compile("Long nights"))

    assert phone.page.evaluate(TURN) <= WRITINGS, "two windows do not write for one another without end"

    phone.question(VISION, other).press_sequentially("x" * 30)
    _crash(other)
    third = phone.context.new_page()
    phone.visit(third)
    to_success(phone, third)
    expect(phone.question(VISION, third)).to_have_value(re.compile("My own place"))
    expect(phone.question(BARRIERS, third)).to_have_value("No ride")
    assert third.evaluate(GROWN)["success.barriers"] == "No ride", "a later version of the database"
    assert phone.wrong == []


@pytest.mark.proves("R25")
def test_a_locked_plan_locks_itself_whatever_the_clock_does_and_gives_all_back(
    browser: Browser, server: Server, cast: Cast
) -> None:
    phone = PlanWindow(browser, server.address)
    phone.context.add_init_script(SKEWED)
    phone.begin()
    to_success(phone)
    phone.question(VISION).fill("My own place")
    phone.saved()
    phone.seen("Done").click()
    phone.go("safe")
    expect(phone.page.get_by_text("Old traces of those words may stay on this phone")).to_be_visible()
    phone.page.get_by_text("Set passphrase").locator("visible=true").first.click()
    phone.set_passphrase()
    other = phone.context.new_page()
    phone.visit(other)
    expect(other.get_by_role("heading", name="Locked")).to_be_visible()
    phone.page.go_back()
    to_success(phone)
    phone.page.evaluate(JUMP, -400 * 24 * 3600 * 1000)
    phone.question(BARRIERS).fill("No ride")
    phone.saved()
    phone.page.evaluate(JUMP, 6 * 60 * 1000)
    expect(phone.page.get_by_role("heading", name="Locked")).to_be_visible()
    assert not phone.shows("My own place")
    phone.unlock("something else")
    expect(phone.page.get_by_text("That is not the passphrase.")).to_be_visible()
    phone.unlock()
    expect(phone.question(BARRIERS)).to_have_value("No ride")
    expect(phone.question(VISION)).to_have_value("My own place")

    phone.unlock(PASSPHRASE, other)
    to_success(phone, other)
    phone.question(PITFALLS, other).fill("Payday")
    phone.saved(other)
    expect(phone.question(PITFALLS)).to_have_value("Payday")
    assert phone.wrong == []
