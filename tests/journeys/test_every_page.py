"""Every page in every state, as the pictures show them: accessible by axe, and no wider than a small phone.

Each is looked at in the narrowest size it is used at, where targets are closest; the pictures have the others.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import screenshots
from tests.journeys import people

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320
OF_COLOURS = ["color-contrast", "link-in-text-block"]
Take = Callable[[screenshots.Album, Browser, Any, str], None]
RUN = """(some) => axe.run(document, {runOnly: some}).then((found) => found.violations.map(
  (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`))"""


class Inspector(screenshots.Album):
    """Stands in for the camera: looks at each page instead of taking its picture."""

    def __init__(self) -> None:
        super().__init__("")
        self.found: dict[str, list[str]] = {}

    def take(self, name: str, page: Page, *sizes: dict[str, int], full: bool = False) -> None:
        super().take(name, page, min(sizes, key=lambda size: size["width"]), full=full)
        before = page.viewport_size or people.DESK
        screenshots.resize(page, {"width": NARROW, "height": 640})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > NARROW:
            self.found.setdefault(name, []).append(f"{wide} px wide at {NARROW}")
        screenshots.resize(page, before)

    def schemes(self, *, first: bool) -> tuple[str, ...]:
        """Colours do not depend on the size: the dark is looked at once, and in it nothing but colours differs."""
        return ("light", "dark") if first else ("light",)

    def _take(self, name: str, page: Page, full: bool) -> None:
        self.taken.append(name)
        if violations := violations_on(page, OF_COLOURS if name.endswith("-dark") else RULES):
            self.found[name] = violations


def violations_on(page: Page, some: Sequence[str] = RULES) -> list[str]:
    """What axe finds by some rules. It is put into the page past the content security policy, which forbids it as it
    should."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN, some)
    return found


@pytest.fixture
def furnished() -> Iterator[tuple[Any, str]]:
    with screenshots.furnished() as found:
        yield found


@pytest.mark.proves("R52", "R55")
@pytest.mark.parametrize("take", [screenshots.take_pages, screenshots.take_sessions])
def test_every_page_in_every_state_is_accessible(browser: Browser, furnished: tuple[Any, str], take: Take) -> None:
    server, password = furnished
    inspector = Inspector()
    take(inspector, browser, server, password)
    assert len(inspector.taken) > 45
    assert inspector.found == {}


def test_the_inspector_finds_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html><body><img src='x'><input><button></button></body></html>")
    ids = {one.split(":")[0] for one in violations_on(page)}
    assert {"image-alt", "label", "button-name"} <= ids
    page.set_content("<html><body><p style='color: #777; background: #888'>Grey.</p></body></html>")
    assert [one.split(":")[0] for one in violations_on(page, OF_COLOURS)] == ["color-contrast"]
    page.close()
