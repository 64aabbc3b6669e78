"""A person with a plan on the phone: what they press and write, and what is on the wire meanwhile."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.journeys.people import PHONE, Opened

PASSPHRASE = "four plain words here"
SAVED = "Saved on this phone."
TYPED = """([part, begin]) => {
  let count = 0;
  for (const field of document.querySelectorAll(`[data-view="${part}"] textarea`)) {
    if (field.closest("[hidden]")) continue;
    count += 1;
    field.value = `${begin} ${part} ${count} okapi ñ “7919”`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return count;
}"""
ON_SCREEN = "() => document.body.innerText + [...document.querySelectorAll('textarea')].map((one) => one.value).join()"


@dataclass
class Sent:
    """Every request of a browser window, its worker's among them."""

    requests: list[Request] = field(default_factory=list)

    @classmethod
    def by(cls, context: BrowserContext) -> "Sent":
        sent = cls()
        context.on("request", lambda request: sent.requests.append(request))
        return sent

    def telling(self, address: str) -> list[str]:
        """Those that carry anything: a body, a query, a method but GET, or that go anywhere else."""
        home = urlsplit(address)
        return [f"{one.method} {one.url}" for one in self.requests if not _is_quiet(one, home.netloc)]


def _is_quiet(request: Request, home: str) -> bool:
    asked = urlsplit(request.url)
    if asked.scheme == "blob":
        return True  # The file that is being saved: it is read from this page's memory.
    return request.method == "GET" and not request.post_data and not asked.query and asked.netloc == home


class PlanWindow(Opened):
    """A member's phone, at their plan."""

    def __init__(self, browser: Browser, address: str) -> None:
        super().__init__(browser, address, PHONE)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def visit(self, page: Page | None = None) -> None:
        (page or self.page).goto(f"{self.address}/plan/en")

    def seen(self, name: str, page: Page | None = None) -> Locator:
        return (page or self.page).get_by_role("button", name=name, exact=True).locator("visible=true")

    def begin(self) -> None:
        self.visit()
        self.seen("Start").click()

    def go(self, part: str, page: Page | None = None) -> None:
        """Open a part from the first page."""
        button = (page or self.page).locator(f'[data-go="{part}"]').locator("visible=true")
        button.click()

    def home(self) -> None:
        self.page.locator('[data-foot] [data-do="back"], [data-view] [data-go="home"]').locator("visible=true").click()

    def question(self, words: str, page: Page | None = None) -> Locator:
        return (page or self.page).get_by_role("textbox", name=words)

    def saved(self, page: Page | None = None) -> None:
        expect((page or self.page).locator("[data-status]")).to_have_text(SAVED)

    def write_everywhere(self, part: str, begin: str) -> int:
        """Write into every field of the part that is on; how many that was."""
        return int(self.page.evaluate(TYPED, [part, begin]))

    def set_passphrase(self, words: str = PASSPHRASE) -> None:
        """From the page "Keep it safe", with its fields open."""
        self.page.get_by_label("New passphrase").fill(words)
        self.page.get_by_label("The same once more").fill(words)
        self.page.get_by_label("The same once more").press("Enter")
        expect(self.page.get_by_text("The passphrase is set.")).to_be_visible()

    def unlock(self, words: str = PASSPHRASE, page: Page | None = None) -> None:
        field = (page or self.page).locator("#passphrase")
        field.fill(words)
        field.press("Enter")

    def file(self, button: str) -> bytes:
        """Save to a file on the page "Keep it safe"; what is in it."""
        with self.page.expect_download() as downloading:
            self.seen(button).click()
        return downloading.value.path().read_bytes()

    def answers(self) -> dict[str, Any]:
        """All answers, by a plain file; on the page "Keep it safe"."""
        found: dict[str, Any] = json.loads(self.file("Save plain"))["plan"]["answers"]
        return found

    def shows(self, words: str, page: Page | None = None) -> bool:
        return words in str((page or self.page).evaluate(ON_SCREEN))
