"""A facilitator's hands on the keyboard, and nothing else: no mouse, no touch."""

import re

from playwright.sync_api import Page, TimeoutError

from tests.journeys.people import SAID, look

MOST_TABS = 80
NAME = """() => {
  const one = document.activeElement;
  const name = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || "";
  return name.trim().replace(/\\s+/g, " ");
}"""


class Keyboard:
    """Keys pressed one by one, and counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, key: str) -> None:
        self.presses += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def go_to(self, name: str) -> None:
        """Tab until what has the focus is called so."""
        for _ in range(MOST_TABS):
            if re.match(name, str(self.page.evaluate(NAME))):
                return
            self.press("Tab")
        raise AssertionError(f"{name} cannot be reached with Tab; the focus is on {self.page.evaluate(NAME)}")

    def look(self) -> None:
        """As long as it takes to see what has changed: a press sooner is left alone on purpose."""
        look(self.page)

    def settled(self) -> None:
        """Until the press has had its answer: no button waits for the server any more."""
        self.page.wait_for_function("() => !document.querySelector('.queue__actions [aria-disabled=true]')")

    def next(self, label: str) -> None:
        """Press the key of the next action, which says `label`, and see it done."""
        large = self.page.locator("#next")
        assert re.match(label, large.inner_text()), large.inner_text()
        before = large.evaluate(SAID)
        self.look()
        self.press("n")
        changed = f"(before) => ({SAID})(document.querySelector('#next')) !== before"
        try:
            self.page.wait_for_function(changed, arg=before, timeout=15_000)
        except TimeoutError:
            raise AssertionError(f"{label} was pressed, and nothing happened") from None

    def label(self) -> str:
        """What the next action says."""
        return self.page.locator("#next").inner_text()
