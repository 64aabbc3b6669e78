"""What a program hands on: exports, tokens, and the page for whoever writes a tool."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.journeys.people import DESK, PHONE, ConsoleWindow, Opened


def pictures_of_exports(album: Any, robin: Opened, address: str) -> None:
    """A reviewer makes a file, and the page says so; the file comes down whole."""
    page = robin.page
    page.goto(f"{address}/program")
    page.get_by_role("link", name="Export").click()
    album.take("exports-first", page, PHONE, DESK, full=True)
    with page.expect_download() as coming:
        robin.button("Make file").click()
    assert coming.value.suggested_filename.endswith(".zip")
    expect(page.get_by_text("The file is made.")).to_be_visible()
    expect(page.get_by_text("SHA-256")).to_be_visible()
    page.goto(f"{address}/program/exports?approach=do_else&kind=xlsx")
    album.take("exports", page, PHONE, DESK, full=True)


def pictures_of_tokens(album: Any, console: ConsoleWindow, address: str) -> None:
    """An admin makes a token, sees it once, and is asked before it ends."""
    page = console.page
    page.goto(f"{address}/program/tokens")
    album.take("tokens-first", page, PHONE, DESK, full=True)
    page.get_by_label("What it is for").fill("The yearly report")
    page.get_by_label("Strategies").check()
    page.get_by_label("Counts").check()
    console.button("Make token").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The yearly report")
    album.take("token-made", page, PHONE, DESK, full=True)
    page.get_by_role("link", name="Done").click()
    album.take("tokens", page, PHONE, DESK, full=True)
    page.get_by_role("link", name=re.compile("^Revoke")).click()
    album.take("token-revoke", page, PHONE, DESK)
    page.goto(f"{address}/api/v1/read")
    album.take("api", page, PHONE, DESK, full=True)
