"""Pictures of every page, light and dark, on a phone, a desk and a projector: `python3 -m tests.screenshots`.

A made-up session runs in real browsers; at each point the screens that have something to show are photographed
into docs/screenshots/. `--only WORD` takes those whose name holds the word; `--language es` a chosen few in Spanish.
"""

import argparse
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from facilitator import create_app, db
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.demo import GROUPS, NAME, furnish
from facilitator.demo_words import SAID
from facilitator.development.services import NEEDS
from tests.journeys.conftest import ARGUMENTS
from tests.journeys.people import DESK, PHONE, WALL, ConsoleWindow, Opened, PhoneWindow
from tests.screenshots_in_spanish import take_a_few_in_spanish
from tests.screenshots_index import write_index
from tests.screenshots_of_accounts import account_pages
from tests.screenshots_of_kinds import pictures_of_kinds
from tests.screenshots_of_plan import pictures_of_plan
from tests.screenshots_of_programs import furnish_program, pictures_of_programs
from tests.screenshots_of_running import pictures_of_running
from tests.screenshots_of_safety import pictures_of_safety
from tests.screenshots_of_starting import starting_pages
from tests.screenshots_of_writing import writing_pages
from tests.servers import Server, running

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
PHONES = 6


@dataclass
class Album:
    """Takes the pictures. Each page is taken in both schemes, at each size it is used at."""

    only: str
    taken: list[str] = field(default_factory=list)

    def take(self, name: str, page: Page, *sizes: dict[str, int], full: bool = False) -> None:
        before = page.viewport_size or DESK
        for size in sizes:
            resize(page, size)
            for scheme in self.schemes(first=size == sizes[0]):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                self._take(f"{name}-{size['width']}-{scheme}", page, full)
        page.emulate_media(color_scheme="light")
        resize(page, before)

    def schemes(self, *, first: bool) -> tuple[str, ...]:
        """In which schemes a page is taken at a size, the `first` of its sizes or another."""
        return ("light", "dark")

    def _take(self, name: str, page: Page, full: bool) -> None:
        if self.only in name:
            _keep(page.screenshot(full_page=full), FOLDER / f"{name}.png")
            self.taken.append(name)


def _keep(picture: bytes, path: Path) -> None:
    """In 64 colours, a third of the bytes: pages are flat, and the folder is in every clone."""
    flat = Image.open(BytesIO(picture)).convert("RGB").quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat.save(path, optimize=True)


def resize(page: Page, size: Any) -> None:
    """Give the page a size, and see it taken: a busy browser takes a moment."""
    page.set_viewport_size(size)
    page.wait_for_function("(width) => innerWidth === width", arg=size["width"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--language", default="en", choices=list(TAKERS))
    asked = parser.parse_args()
    album = Album(asked.only)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with furnished() as (server, password), a_browser() as browser:
        TAKERS[asked.language](album, browser, server, password)
        if asked.language == "en":
            pictures_of_safety(album, browser, signed_in(browser, server, password), server.address)
    write_index(FOLDER)
    print(f"{len(album.taken)} pictures in {FOLDER}")


@contextmanager
def furnished() -> Iterator[tuple[Server, str]]:
    """A server on a made-up installation, and the facilitator's password."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(secret_key="s" * 40, data_folder=Path(folder), public_url="http://localhost")
        upgrade(config.database_url)
        create_app(config)
        password = furnish()
        furnish_program()
        db.database().close()
        with running(config) as server:
            yield server, password


@contextmanager
def a_browser() -> Iterator[Browser]:
    path = next(need for need in NEEDS if need.name == "browser").find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def signed_in(browser: Browser, server: Server, password: str) -> ConsoleWindow:
    console = ConsoleWindow(browser, server.address)
    console.page.goto(f"{server.address}/sign-in")
    console.sign_in(NAME, password)
    return console


def take_all(album: Album, browser: Browser, server: Server, password: str) -> None:
    take_pages(album, browser, server, password)
    take_sessions(album, browser, server, password)


def take_pages(album: Album, browser: Browser, server: Server, password: str) -> None:
    """Every page that needs no running session."""
    console = ConsoleWindow(browser, server.address)
    visitor = Opened(browser, server.address, PHONE)
    outside(album, visitor, server.address)
    album_sign_in(album, console, server.address, password)
    desk_pages(album, console, server.address)
    writing_pages(album, console, server.address)
    account_pages(album, console, server.address)
    starting_pages(album, browser, console, server.address)
    pictures_of_plan(album, browser, server.address)
    pictures_of_programs(album, browser, console, server.address)


def take_sessions(album: Album, browser: Browser, server: Server, password: str) -> None:
    """What a console, phones and the wall show in the course of sessions."""
    console = signed_in(browser, server, password)
    console.page.goto(f"{server.address}/groups")
    code, wall = prepare(album, browser, console, server)
    phones = join(album, browser, server, code)
    album.take("wall-lobby", wall.page, WALL)
    album.take("console-lobby", console.page, DESK, PHONE)
    through_writing(album, console, wall, phones)
    review_and_reveal(album, console, wall, phones[0])
    to_the_end(album, console, wall, phones[0])
    pictures_of_kinds(album, browser, console, server.address)
    pictures_of_running(album, browser, console, server.address)


def outside(album: Album, visitor: Opened, address: str) -> None:
    for name, path in (("join", "/"), ("help", "/help"), ("take-back", "/take-back"), ("about", "/about")):
        visitor.page.goto(address + path)
        album.take(name, visitor.page, PHONE, DESK, full=True)
    visitor.page.goto(f"{address}/nowhere")
    album.take("not-found", visitor.page, PHONE, DESK)


def album_sign_in(album: Album, console: ConsoleWindow, address: str, password: str) -> None:
    console.page.goto(f"{address}/sign-in")
    album.take("sign-in", console.page, PHONE, DESK)
    console.sign_in(NAME, password)


def desk_pages(album: Album, console: ConsoleWindow, address: str) -> None:
    page = console.page
    album.take("groups", page, PHONE, DESK, full=True)
    page.get_by_role("link", name=GROUPS[0]).first.click()
    album.take("group", page, PHONE, DESK, full=True)
    group = page.url
    paths = (
        ("group-settings", f"{group}/settings"),
        ("library", f"{group}/library"),
        ("prompts", f"{address}/prompts"),
        ("plans", f"{address}/plans"),
        ("plan", f"{address}/plans/B"),
        ("group-new", f"{address}/groups/new"),
        ("password", f"{address}/account/password"),
    )
    for name, path in paths:
        page.goto(path)
        album.take(name, page, PHONE, DESK, full=True)
    page.goto(f"{address}/groups")


def prepare(album: Album, browser: Browser, console: ConsoleWindow, server: Server) -> tuple[str, Opened]:
    page = console.page
    page.get_by_role("link", name=GROUPS[0]).first.click()
    console.button(re.compile("Spot it and handle it")).first.click()
    expect(page).to_have_url(re.compile("/sessions/"))
    album.take("console-prepared", page, DESK, PHONE)
    sheet = console.context.new_page()
    sheet.goto(f"{page.url}/sheet")
    album.take("join-sheet", sheet, DESK, full=True)
    sheet.close()
    wall = Opened(browser, server.address, WALL)
    wall.page.goto(console.wall())
    album.take("wall-soon", wall.page, WALL)
    page.get_by_label("We read these together").check()
    console.next("Open the room")
    expect(page.locator("#room strong")).to_have_text(re.compile("^...-....$"))
    return page.locator("#room strong").inner_text(), wall


def join(album: Album, browser: Browser, server: Server, code: str) -> list[PhoneWindow]:
    phones = [PhoneWindow(browser, server.address) for _ in range(PHONES)]
    for phone in phones:
        phone.join(code)
    album.take("phone-lobby", phones[0].page, PHONE)
    phones[0].page.get_by_role("link", name="Help").click()
    album.take("phone-help", phones[0].page, PHONE)
    phones[0].page.keyboard.press("Escape")
    return phones


def through_writing(album: Album, console: ConsoleWindow, wall: Opened, phones: list[PhoneWindow]) -> None:
    console.next("Start: Welcome")
    phones[0].sees("Phones down.")
    album.take("phone-down", phones[0].page, PHONE)
    album.take("wall-step", wall.page, WALL)
    while (label := console.large.inner_text()) != "Open writing":
        console.next(label)
    album.take("console-step", console.page, DESK, PHONE, WALL)
    console.next("Open writing")
    phones[0].box.fill(SAID[0])
    album.take("phone-writing", phones[0].page, PHONE)
    album.take("wall-writing", wall.page, WALL)
    album.take("console-writing", console.page, DESK, PHONE)
    for number, phone in enumerate(phones):
        phone.send(SAID[number])
    album.take("phone-saved", phones[0].page, PHONE)
    late = PhoneWindow(phones[0].browser, phones[0].address)
    late.join(console.page.locator("#room strong").inner_text())
    album.take("phone-agreements", late.page, PHONE)


def review_and_reveal(album: Album, console: ConsoleWindow, wall: Opened, phone: PhoneWindow) -> None:
    console.next("Close writing")
    expect(console.large).to_have_text(re.compile("Review"))
    album.take("phone-closed", phone.page, PHONE)
    album.take("console-review", console.page, DESK, WALL, full=True)
    console.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    console.page.get_by_role("link", name=re.compile("Queue")).click()
    album.take("console-queue", console.page, PHONE)
    console.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    console.button(re.compile("^Edit")).click()
    album.take("console-edit", console.page, DESK)
    console.page.keyboard.press("Escape")
    for _ in range(PHONES):
        console.show_card()
    console.next(re.compile("Show 6 to group"))
    phone.sees(SAID[0])
    album.take("phone-revealed", phone.page, PHONE)
    album.take("wall-revealed", wall.page, WALL)
    album.take("console-revealed", console.page, DESK)


def to_the_end(album: Album, console: ConsoleWindow, wall: Opened, phone: PhoneWindow) -> None:
    while (label := console.large.inner_text()) != "End session":
        console.next(label)
    album.take("phone-closing", phone.page, PHONE, full=True)
    album.take("wall-closing", wall.page, WALL)
    console.press_large()
    album.take("console-end", console.page, DESK)
    console.page.get_by_role("alertdialog").get_by_role("button", name="End session").click()
    phone.sees("This session has ended.")
    album.take("phone-ended", phone.page, PHONE, full=True)
    album.take("wall-ended", wall.page, WALL)
    album.take("console-ended", console.page, DESK, PHONE)


TAKERS = {"en": take_all, "es": take_a_few_in_spanish}

if __name__ == "__main__":
    main()
