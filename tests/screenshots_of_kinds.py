"""Pictures of scales, polls, private steps and exercises: part of `python3 -m tests.screenshots`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, expect

from facilitator.demo import GROUPS
from tests.journeys.people import DESK, PHONE, WALL, ConsoleWindow, Opened, PhoneWindow

if TYPE_CHECKING:
    from tests.screenshots import Album

NUMBERS = (1, 2, 3, 5, 6, 6, 7)
MOMENTS = ("Evening", "Late night", "Late night", "Evening", "Evening", "Late night", "Late night")
ALONE = "M. from the walk. I will say: can you sit with me?"


def pictures_of_kinds(album: Album, browser: Browser, console: ConsoleWindow, address: str) -> None:
    phones = [PhoneWindow(browser, address) for _ in NUMBERS]
    wall = _open(browser, console, phones, address, "Getting steady")
    _scale(album, console, wall, phones)
    _exercise(album, console, wall)
    _private(album, console, phones[0])
    _end(album, console, phones[0])
    wall = _open(browser, console, phones, address, "Routine, people, fun")
    _poll(album, console, wall, phones)


def _open(browser: Browser, console: ConsoleWindow, phones: list[PhoneWindow], address: str, plan: str) -> Opened:
    console.page.goto(f"{address}/groups")
    code = console.start(GROUPS[1], plan)
    wall = Opened(browser, address, WALL)
    wall.page.goto(console.wall())
    for phone in phones:
        phone.join(code)
    return wall


def _scale(album: Album, console: ConsoleWindow, wall: Opened, phones: list[PhoneWindow]) -> None:
    first = phones[0].page
    _walk(console, "Open answers")
    first.get_by_text("Think of your number.").wait_for()
    album.take("phone-scale-shown", first, PHONE)
    console.next("Open answers")
    album.take("console-scale-open", console.page, DESK, PHONE)
    for phone, number in zip(phones, NUMBERS, strict=True):
        phone.page.get_by_role("radio", name=str(number), exact=True).check()
        if phone is phones[0]:
            album.take("phone-scale-hard", first, PHONE)
        if phone is phones[3]:
            album.take("phone-scale", phone.page, PHONE)
        phone.button("Send").click()
        phone.sees("Saved.")
    album.take("phone-scale-sent-hard", first, PHONE)
    album.take("phone-scale-sent", phones[3].page, PHONE)
    console.next("Close answers")
    expect(console.large).to_have_text("Show to group")
    album.take("console-scale-closed", console.page, DESK, PHONE)
    console.next("Show to group")
    phones[0].sees("Most")
    wall.page.get_by_text("Most").wait_for()
    album.take("phone-scale-told", first, PHONE)
    album.take("wall-scale-told", wall.page, WALL)


def _exercise(album: Album, console: ConsoleWindow, wall: Opened) -> None:
    _walk(console, "Next: Talk: a past try")
    wall.page.locator("[data-pace]").wait_for()
    album.take("wall-exercise", wall.page, WALL)
    album.take("console-exercise", console.page, DESK)


def _private(album: Album, console: ConsoleWindow, phone: PhoneWindow) -> None:
    _walk(console, "Next: Closing round")
    phone.page.get_by_label("For you alone").fill(ALONE)
    album.take("phone-private", phone.page, PHONE)


def _end(album: Album, console: ConsoleWindow, phone: PhoneWindow) -> None:
    _walk(console, "End session")
    console.end()
    phone.sees(ALONE)
    album.take("phone-ended-private", phone.page, PHONE, full=True)


def _poll(album: Album, console: ConsoleWindow, wall: Opened, phones: list[PhoneWindow]) -> None:
    _walk(console, "Open answers")
    console.next("Open answers")
    first = phones[0]
    first.button("Send").click()
    first.sees("Choose an answer first, or choose Pass.")
    album.take("phone-poll", first.page, PHONE)
    for phone, moment in zip(phones, MOMENTS, strict=True):
        phone.page.get_by_role("radio", name=moment, exact=True).check()
        phone.button("Send").click()
        phone.sees("Saved.")
    console.next("Close answers")
    console.next("Show to group")
    first.sees("Late night")
    wall.page.get_by_text("Late night").wait_for()
    album.take("phone-poll-told", first.page, PHONE)
    album.take("wall-poll-told", wall.page, WALL)
    album.take("console-poll-told", console.page, DESK)


def _walk(console: ConsoleWindow, until: str) -> None:
    """Press on until the large action says `until`."""
    expect(console.large).to_have_text(re.compile("."))
    while (label := console.large.inner_text()) != until:
        console.next(label)
