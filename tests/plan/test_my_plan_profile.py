"""What a browser keeps on the disk of a phone with a plan: with a passphrase set first, no word of it.

The control is the same without a passphrase: there every word is found.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from facilitator.config import Config
from tests.attacks.canaries import Canaries
from tests.cast import Cast
from tests.journeys.planning import PASSPHRASE
from tests.servers import running

PATIENCE = 60_000  # milliseconds
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
FIELDS = {
    "vision": "What would success look like for me?",
    "barriers": "What stands in my way?",
    "pitfalls": "Which pitfalls are the most risky for me?",
}


@pytest.mark.timeout(600)
@pytest.mark.proves("P16", "R25")
def test_with_a_passphrase_set_first_no_word_of_a_plan_is_on_the_disk(
    config: Config, cast: Cast, needs_chromium: str, tmp_path: Path
) -> None:
    path = shutil.which("chromium") or needs_chromium
    plain, locked = Canaries(), Canaries()
    with running(config) as server, sync_playwright() as playwright:
        _live_with_it(playwright, path, tmp_path / "plain", server.address, plain, "")
        _live_with_it(playwright, path, tmp_path / "locked", server.address, locked, PASSPHRASE)
    assert plain.found(tmp_path / "plain").keys() == plain.planted.keys(), "the control"
    locked.plant("passphrase", PASSPHRASE)
    assert locked.found(tmp_path / "locked") == {}


def _live_with_it(
    playwright: Playwright, path: str, profile: Path, address: str, canaries: Canaries, passphrase: str
) -> None:
    """Set a passphrase or none, write, read the card, keep a text from another page, open again; then close."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=path, args=ARGUMENTS, viewport={"width": 360, "height": 740}
    )
    context.set_default_timeout(PATIENCE)
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(f"{address}/plan/en")
    page.get_by_role("button", name="Set passphrase" if passphrase else "Start").locator("visible=true").click()
    if passphrase:
        page.get_by_label("New passphrase").fill(passphrase)
        page.get_by_label("The same once more").fill(passphrase)
        page.get_by_label("The same once more").press("Enter")
        expect(page.get_by_text("The passphrase is set.")).to_be_visible()
        page.go_back()
    _write(page, canaries)
    kept = canaries.mark("kept")
    keep = "async (text) => (await import('/static/js/plan_keep.js')).keep({ text: `Cold water ${text}`, notes: [] })"
    page.evaluate(keep, kept)
    page.reload()
    if passphrase:
        page.locator("#passphrase").fill(passphrase)
        page.locator("#passphrase").press("Enter")
    page.locator("[data-go=kept]").click()
    expect(page.locator('[data-question="kept.texts"] textarea')).to_have_value(f"Cold water {kept}")
    context.close()


def _write(page: Page, canaries: Canaries) -> None:
    page.locator("[data-go=ten-write]").click()
    page.get_by_label("One line").locator("visible=true").first.fill(f"I walk {canaries.mark('first move')}")
    page.get_by_role("button", name="Back").locator("visible=true").click()
    page.locator("[data-go=success]").click()
    page.get_by_role("button", name="Show all").click()
    for name, question in FIELDS.items():
        page.get_by_role("textbox", name=question).press_sequentially(f"I want {canaries.mark(name)}")
    expect(page.locator("[data-status]")).to_have_text("Saved on this phone.")
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Craving now").locator("visible=true").click()
    expect(page.locator("[data-ten=moves]")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'))")
