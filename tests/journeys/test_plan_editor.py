"""Ana builds a plan by keyboard alone, saves it and starts a session from it; and the editor's other ways to move."""

import re

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from tests.cast import Cast
from tests.journeys.people import PHONE, ConsoleWindow, Opened
from tests.servers import Server, until


@pytest.fixture
def ana(browser: Browser, server: Server, cast: Cast) -> ConsoleWindow:
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    return console


def go(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until `target` has the focus, as a person without a mouse does."""
    for _ in range(200):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab does not reach {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    go(page, target)
    page.keyboard.press(key)


def names(page: Page) -> list[str]:
    return page.locator(".step:not(.step--gone) .step__name").all_inner_texts()


def said(page: Page) -> str:
    return page.locator("[data-told]").inner_text()


@pytest.mark.proves("R2", "R52")
def test_a_plan_is_built_saved_and_started_by_keyboard_alone(ana: ConsoleWindow, cast: Cast) -> None:
    page = ana.page
    press(page, page.get_by_role("link", name="Plans", exact=True))
    press(page, page.get_by_role("link", name="New plan"))
    go(page, page.get_by_label("Name of the plan"))
    page.keyboard.type("Evening round")
    add_steps(page)
    reorder(page)
    take_out_and_put_back(page)
    press(page, ana.button("Save plan").last)
    expect(page.get_by_role("heading", level=1)).to_have_text("Evening round")
    expect(page.get_by_text("25 minutes, phones up for 5.")).to_be_visible()

    press(page, page.get_by_role("link", name="Groups"))
    press(page, page.get_by_role("link", name="Tuesday Circle"))
    press(page, ana.button(re.compile("^Evening round")))
    expect(page).to_have_url(re.compile("/sessions/"))
    expect(page.locator(".agenda__name")).to_have_text(
        ["Welcome and agreements", "A craving shows up", "How we are", "Settle", "Safety close"], use_inner_text=True
    )
    assert ana.wrong == []


def add_steps(page: Page) -> None:
    """A spoken step, whose name gets the focus, then one found among the prompts, then a quiet moment."""
    press(page, page.get_by_role("button", name="Spoken", exact=True))
    expect(page.get_by_label("Name of the step").locator("visible=true")).to_be_focused()
    page.keyboard.type("How we are")
    expect(page.locator(".step__name").nth(1)).to_have_text("How we are")
    go(page, page.get_by_label("Search the prompts"))
    page.keyboard.type("craving shows first TEN")
    found = page.locator(".find:visible")
    expect(found).to_have_count(1)
    press(page, found.get_by_role("button"))
    expect(page.locator("[data-told]")).to_have_text("A craving shows up is added. The plan has 4 steps.")
    press(page, page.get_by_role("button", name="Settle", exact=True))
    expect(page.locator("[data-told]")).to_contain_text("The plan has 5 steps.")
    name = page.locator(".step").nth(3).get_by_label("Name of the step")
    press(page, page.locator(".step").nth(3).locator("summary"))
    go(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type("Settle")


def reorder(page: Page) -> None:
    assert names(page) == ["Welcome and agreements", "How we are", "A craving shows up", "Settle", "Safety close"]
    up = page.get_by_role("button", name="Move up A craving shows up")
    press(page, up)
    expect(up).to_be_focused()
    assert said(page) == "A craving shows up is now step 2 of 5."
    assert names(page)[1:3] == ["A craving shows up", "How we are"]
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    assert said(page) == "A craving shows up is the first step."
    press(page, page.get_by_role("button", name="Move down A craving shows up"))
    assert names(page)[:2] == ["Welcome and agreements", "A craving shows up"]


def take_out_and_put_back(page: Page) -> None:
    press(page, page.get_by_role("button", name="Take out Settle"))
    undo = page.get_by_role("button", name="Undo Settle")
    expect(undo).to_be_focused()
    assert said(page) == "Settle is taken out."
    expect(page.locator("[data-sum]").last).to_have_text("16 minutes, phones up for 5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take out Settle")).to_be_focused()
    expect(page.locator("[data-sum]").last).to_have_text("19 minutes, phones up for 5")
    minutes = page.get_by_label("Minutes: Welcome and agreements")
    go(page, minutes)
    page.keyboard.press("Control+A")
    page.keyboard.type("10")
    expect(page.locator(".step [data-time]").nth(1)).to_have_text("10–15")


@pytest.mark.proves("R3")
def test_the_warning_comes_and_goes_with_the_minutes(ana: ConsoleWindow, server: Server) -> None:
    page = ana.page
    page.goto(f"{server.address}/plans/new")
    ana.button("Stop using").click()
    minutes = page.get_by_label("Minutes: Make a move")
    warning = page.get_by_text("More than 15 minutes with phones up.")
    expect(warning).to_be_hidden()
    minutes.fill("16")
    expect(warning).to_be_visible()
    minutes.fill("15")
    expect(warning).to_be_hidden()
    ana.button("Take out Safety close").click()
    expect(page.get_by_text("This plan has no closing step at its end.")).to_be_visible()
    ana.button("Add closing step").click()
    expect(page.get_by_text("This plan has no closing step at its end.")).to_be_hidden()


def test_a_step_is_dragged_to_another_place(ana: ConsoleWindow, server: Server) -> None:
    page = ana.page
    page.goto(f"{server.address}/plans/B")
    ana.button("Copy and change").click()
    expect(page.locator("[data-grip]").first).to_be_visible()
    before = names(page)
    drag(page, page.locator("[data-grip]").nth(0), page.locator(".step").nth(2))
    until(lambda: names(page) == [before[1], before[2], before[0], *before[3:]])
    assert said(page) == f"{before[0]} is now step 3 of {len(before)}."
    ana.button("Save plan").last.click()
    expect(page.locator(".agenda__title").nth(2)).to_have_text(before[0])


def drag(page: Page, grip: Locator, onto: Locator) -> None:
    start, end = grip.bounding_box(), onto.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 5, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] * 0.5, steps=8)
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] * 0.9, steps=4)
    page.mouse.up()


def test_leaving_with_changes_asks_first_and_saving_does_not(ana: ConsoleWindow, server: Server) -> None:
    page = ana.page
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{server.address}/plans/new")
    page.goto(f"{server.address}/plans")
    assert asked == []
    page.goto(f"{server.address}/plans/new")
    page.get_by_label("Name of the plan").fill("Half done")
    page.goto(f"{server.address}/plans")
    assert asked == ["beforeunload"]
    page.goto(f"{server.address}/plans/new")
    page.get_by_label("Name of the plan").fill("All done")
    ana.button("Save plan").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All done")
    assert asked == ["beforeunload"]


def test_without_a_script_a_plan_is_built_all_the_same(browser: Browser, server: Server, cast: Cast) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{server.address}/sign-in")
    page.get_by_label("Name").fill("Ana")
    page.get_by_label("Password", exact=True).fill("lantern porridge meadow kettle")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{server.address}/plans/new")
    page.get_by_label("Name of the plan").fill("By hand")
    page.get_by_role("button", name="Settle", exact=True).click()
    page.get_by_role("button", name=re.compile("Move up Look around")).click()
    expect(page.get_by_role("button", name=re.compile("Move up Look around"))).to_be_focused()
    page.get_by_role("button", name="Take out Welcome and agreements").click()
    expect(page.get_by_role("button", name="Undo Welcome and agreements")).to_be_focused()
    page.get_by_role("button", name="Save plan").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("By hand")
    expect(page.locator(".agenda__title")).to_have_text(["Look around", "Safety close"])


@pytest.mark.proves("R27")
def test_the_words_of_a_prompt_are_read_while_they_are_typed(ana: ConsoleWindow, server: Server) -> None:
    page = ana.page
    page.goto(f"{server.address}/prompts/new")
    page.get_by_label("What members see").fill("How do addicts anticipate challenging situations?")
    expect(page.locator("[data-reading]")).to_contain_text("Aim for 6 or lower")
    expect(page.locator("[data-hints] li")).to_have_text([re.compile("“addicts”")])
    page.get_by_label("What members see").fill("What helps you when a craving comes?")
    expect(page.locator("[data-reading]")).not_to_contain_text("Aim for 6 or lower")
    expect(page.locator("[data-hints]")).to_be_hidden()
    expect(page.get_by_label("Choices")).to_be_hidden()
    page.get_by_label("Kind").select_option("poll")
    expect(page.get_by_label("Choices")).to_be_visible()
    assert ana.wrong == []


def test_a_file_of_a_megabyte_is_answered_in_plain_words(browser: Browser, server: Server, cast: Cast) -> None:
    visitor = Opened(browser, server.address, PHONE)
    page = visitor.page
    page.goto(f"{server.address}/sign-in")
    page.get_by_label("Name").fill("Ana")
    page.get_by_label("Password", exact=True).fill("lantern porridge meadow kettle")
    visitor.button("Sign in").click()
    expect(page).to_have_url(re.compile("/groups"))
    page.goto(f"{server.address}/plans/import")
    page.get_by_label("File").set_input_files({"name": "a.toml", "mimeType": "text/plain", "buffer": b"#" * 1_000_000})
    visitor.button("Bring in").click()
    expect(page.get_by_text("That is too much to send at once.")).to_be_visible()
