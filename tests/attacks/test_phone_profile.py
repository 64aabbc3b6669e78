"""What a browser keeps on the disk of a phone that was in a group and left: a neutral address, and no word of it.

Controls in the same profile: a stored value is found, and by a browser that keeps a history an address as well.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from facilitator.config import Config
from tests.cast import Cast, Room
from tests.servers import running

from .canaries import Canaries

PATIENCE = 60_000  # milliseconds
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
CONTROLS = {"an address that tells", "a value that was kept"}


@pytest.mark.timeout(600)
@pytest.mark.proves("P15", "P16")
def test_a_phone_that_left_holds_nothing_of_the_group(
    config: Config, cast: Cast, needs_chromium: str, tmp_path: Path
) -> None:
    canaries, profile = Canaries(), tmp_path / "profile"
    room = Room.opened(cast)
    room.open_writing(room.steps("collect")[0])
    with running(config) as server, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=shutil.which("chromium") or needs_chromium,
            args=ARGUMENTS,
            viewport={"width": 360, "height": 740},
        )
        context.set_default_timeout(PATIENCE)
        page = context.pages[0] if context.pages else context.new_page()
        _leave_traces(page, server.address, canaries)
        _take_part(page, server.address, room, canaries)
        canaries.plant("seat cookie", next(str(one["value"]) for one in context.cookies() if one["name"] == "seat"))
        page.get_by_role("link", name="Leave").first.click()
        page.wait_for_url(lambda url: "/room" not in url, wait_until="commit")
        context.close()
    canaries.plant("code", room.code)
    canaries.plant("session", room.session_id.hex)
    canaries.plant("session with dashes", str(room.session_id))
    found = canaries.found(profile)
    assert "a value that was kept" in found, "the control"
    assert found.keys() <= CONTROLS, found


def _leave_traces(page: Page, address: str, canaries: Canaries) -> None:
    """The controls: what another site would leave."""
    page.goto(f"{address}/about?{canaries.mark('an address that tells')}")
    page.evaluate("(value) => localStorage.setItem('control', value)", canaries.mark("a value that was kept"))


def _take_part(page: Page, address: str, room: Room, canaries: Canaries) -> None:
    """Join, send one text, begin another."""
    page.goto(address)
    page.get_by_label("Code").fill(room.code)
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Go on").click()
    box = page.get_by_label("Your words")
    box.fill(f"I walk a while {canaries.mark('sent')}")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Send another").click()
    box.fill(f"I call my aunt {canaries.mark('draft')}")
    page.wait_for_function("() => sessionStorage.length > 0")
