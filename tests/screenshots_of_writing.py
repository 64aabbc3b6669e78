"""Pictures of the pages where prompts and plans are written: part of `python3 -m tests.screenshots`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.people import DESK, PHONE, ConsoleWindow

if TYPE_CHECKING:
    from tests.screenshots import Album

HARD = "How do addicts anticipate challenging situations?"
FAULTY = '[prompts.rain]\nlanguage = "en"\nkind = "dance"\nminutes = -1\ntext = "What did the rain sound like?"\n'
ADDRESSES = (
    ("plan-new", "/plans/new"),
    ("plan-three-questions", "/plans/stage2"),
    ("plan-print", "/plans/B/print"),
    ("plan-print-large", "/plans/B/print?large=1"),
    ("agreements-print", "/print/agreements"),
    ("slips-print", "/print/slips"),
    ("slips-print-large", "/print/slips?large=1"),
    ("import", "/plans/import"),
    ("prompt-new", "/prompts/new"),
)


def writing_pages(album: Album, console: ConsoleWindow, address: str) -> None:
    """The editors in their states, what they made, and every page that is printed."""
    plan_editor(album, console, address)
    prompt_editor(album, console, address)
    for name, path in ADDRESSES:
        console.page.goto(address + path)
        album.take(name, console.page, PHONE, DESK, full=True)
    faulty_file(album, console, address)
    console.page.goto(f"{address}/groups")


def plan_editor(album: Album, console: ConsoleWindow, address: str) -> None:
    page = console.page
    page.goto(f"{address}/plans/B")
    console.button("Copy and change").click()
    album.take("plan-edit", page, PHONE, DESK)
    page.locator(".step summary").nth(1).click()
    console.button("Take out Check-in round").click()
    console.button("Stop using").click()
    expect(page.locator("[data-told]")).to_contain_text("is added")
    album.take("plan-edit-open", page, PHONE, DESK, full=True)
    page.get_by_label("Name of the plan").fill("")
    page.get_by_label("Minutes: Join and quick check").fill("500")
    console.button("Save plan").last.click()
    album.take("plan-edit-refused", page, PHONE, DESK, full=True)
    page.get_by_label("Name of the plan").fill("Evening round")
    page.get_by_label("Minutes: Join and quick check").fill("5")
    console.button("Save plan").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Evening round")
    album.take("plan-own", page, PHONE, DESK, full=True)


def prompt_editor(album: Album, console: ConsoleWindow, address: str) -> None:
    page = console.page
    page.goto(f"{address}/prompts")
    page.locator("#S2-2").get_by_role("button", name="Copy").click()
    page.get_by_label("What members see").fill(HARD)
    expect(page.locator("[data-hints] li")).to_have_text([re.compile("addicts")])
    album.take("prompt-edit", page, PHONE, DESK, full=True)
    page.get_by_label("Choices").fill("One")
    console.button("Save prompt").click()
    album.take("prompt-edit-refused", page, PHONE, DESK, full=True)
    page.get_by_label("What members see").fill("When is your day the loudest?")
    page.get_by_label("Choices").fill("Morning\nEvening")
    console.button("Save prompt").click()
    album.take("prompts-own", page, PHONE, DESK)


def faulty_file(album: Album, console: ConsoleWindow, address: str) -> None:
    console.page.goto(f"{address}/plans/import")
    console.page.get_by_label("Or its text").fill(FAULTY)
    console.button("Bring in").click()
    album.take("import-refused", console.page, PHONE, DESK, full=True)
