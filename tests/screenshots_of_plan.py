"""Pictures of a member's own plan, empty and written, open and locked; see tests/screenshots.py."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.people import DESK, PHONE
from tests.journeys.planning import PASSPHRASE, PlanWindow

MOVES = ("I go outside and walk.", "I drink a glass of cold water.", "I watch the clock for ten minutes.")


class Album(Protocol):
    """Takes pictures (see tests/screenshots.py), or looks at pages in their place."""

    def take(self, name: str, page: Page, *sizes: dict[str, int], full: bool = False) -> None: ...


def pictures_of_plan(album: Album, browser: Browser, address: str, language: str = "en") -> None:
    """From the first visit to a locked plan. Buttons are found by what they do, which is the same in every language."""
    phone, mark = PlanWindow(browser, address), "" if language == "en" else f"-{language}"
    page = phone.page
    page.goto(f"{address}/plan/{language}")
    _do(page, "begin").wait_for()
    album.take(f"my-plan-welcome{mark}", page, PHONE, full=True)
    _do(page, "begin").click()
    album.take(f"my-plan-home{mark}", page, PHONE, DESK, full=True)
    _go(page, "ten")
    album.take(f"my-plan-ten{mark}", page, PHONE, full=True)
    _go(page, "home")
    _write_the_card(album, page, mark)
    _stage_and_cards(album, page, mark)
    _go(page, "safe")
    page.locator("[data-setting] summary").click()
    album.take(f"my-plan-safe{mark}", page, PHONE, DESK, full=True)
    page.locator("[data-new]").fill(PASSPHRASE)
    page.locator("[data-again]").fill(PASSPHRASE)
    _do(page, "guard").click()
    expect(page.locator("[data-guard-said]")).not_to_be_empty()
    expect(_do(page, "save-locked")).to_be_visible()
    album.take(f"my-plan-safe-locked{mark}", page, PHONE, full=True)
    page.reload()
    page.locator("#passphrase").fill("x")
    _do(page, "unlock").click()
    expect(page.locator("[data-wrong]")).to_be_visible()
    album.take(f"my-plan-locked{mark}", page, PHONE, full=True)


def _write_the_card(album: Album, page: Page, mark: str) -> None:
    _go(page, "ten-write")
    for number, words in enumerate(MOVES):
        if number:
            page.locator("[data-add-row]").locator("visible=true").click()
        page.locator("[data-view=ten-write] li textarea").locator("visible=true").nth(number).fill(words)
    album.take(f"my-plan-list{mark}", page, PHONE, full=True)
    _do(page, "next").click()
    page.locator("[data-view=ten-write] li textarea").locator("visible=true").first.fill("Lee, 555 010 0199")
    _do(page, "next").click()
    page.locator(".examples summary").locator("visible=true").click()
    page.locator(".example").locator("visible=true").first.click()
    _do(page, "next").click()
    _go(page, "ten")
    album.take(f"my-plan-ten-own{mark}", page, PHONE, full=True)
    _go(page, "home")


def _stage_and_cards(album: Album, page: Page, mark: str) -> None:
    _go(page, "stage")
    album.take(f"my-plan-stage{mark}", page, PHONE, full=True)
    page.locator("#stage2").check()
    _do(page, "next").click()
    album.take(f"my-plan-question{mark}", page, PHONE, full=True)
    _do(page, "back").click()
    _do(page, "back").click()
    _go(page, "triggers")
    page.locator(".examples summary").locator("visible=true").first.click()
    album.take(f"my-plan-examples{mark}", page, PHONE, full=True)
    page.locator(".example").locator("visible=true").first.click()
    _do(page, "turn-view").click()
    album.take(f"my-plan-all{mark}", page, PHONE, DESK, full=True)
    _do(page, "next").click()
    album.take(f"my-plan-begun{mark}", page, PHONE, full=True)


def _do(page: Page, what: str) -> Locator:
    return page.locator(f"[data-do={what}]").locator("visible=true").first


def _go(page: Page, where: str) -> None:
    page.locator(f"[data-go={where}]").locator("visible=true").first.click()
