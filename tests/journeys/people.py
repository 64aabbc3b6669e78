"""What people do with the pages, in their own words. Locators are roles and names, as a person would say them."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, TimeoutError, expect

from tests import servers
from tests.cast import PASSWORD
from tests.servers import until

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
WALL = {"width": 1920, "height": 1080}
TRIES = 3
PATIENCE = 8000  # milliseconds
SWAPPED = "addEventListener('swapped', () => (window.swappedAt = performance.now()))"
LOOKED = """() => {
  if (document.readyState !== "complete") return false;
  const asked = Number(document.querySelector("[data-asked]")?.dataset.asked ?? -1000);
  return performance.now() - Math.max(window.swappedAt ?? -1000, asked) > 550;
}"""
SAID = "(one) => one && [one.textContent, one.value, one.getAttribute('formaction')].join()"


@dataclass
class Opened:
    """A browser window of one person, with everything that went wrong in it."""

    browser: Browser
    address: str
    size: dict[str, int]
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(viewport=self.size, ignore_https_errors=True)  # type: ignore[arg-type]
        self.context.add_init_script(SWAPPED)
        self.context.set_default_timeout(1000 * servers.PATIENCE)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if _is_wrong(said.text, said.type) else None)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def look(self) -> None:
        """As long as it takes to see what has changed: a press sooner is left alone on purpose."""
        look(self.page)

    def arrived(self, address: str | re.Pattern[str]) -> None:
        """The page is there with its scripts: before that, a press is a press on bare HTML."""
        expect(self.page).to_have_url(address)
        self.page.wait_for_load_state()


def look(page: Page) -> None:
    """See `Opened.look`."""
    page.wait_for_function(LOOKED)


def _is_wrong(text: str, kind: str) -> bool:
    """Errors of scripts and of the content security policy; not the network that a journey takes away."""
    return kind == "error" and not re.search(r"net::ERR_|Failed to load resource|WebSocket connection", text)


class ConsoleWindow(Opened):
    """Ana at her laptop."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int] | None = None) -> None:
        super().__init__(browser, address, size or DESK)

    def sign_in(self, name: str = "Ana", password: str = PASSWORD) -> None:
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.button("Sign in").click()
        self.arrived(re.compile("/groups"))

    def start(self, group: str, plan: str) -> str:
        """Prepare a session from a plan; its join code."""
        self.page.get_by_role("link", name=group).first.click()
        self.button(re.compile(plan)).first.click()
        self.arrived(re.compile("/sessions/"))
        self.page.get_by_label("We read these together").check()
        self.next("Open the room")
        code = self.page.locator("#room strong")
        expect(code).to_have_text(re.compile(r"^...-....$"))
        return code.inner_text()

    @property
    def large(self) -> Locator:
        """The one large next action."""
        return self.page.locator("#next")

    def next(self, label: str | re.Pattern[str]) -> None:
        """Press the large action that says `label`, and see it done. A press too soon after a change does nothing
        on purpose, so a person looks a while, and presses again where another change came between."""
        expect(self.large).to_have_text(label if isinstance(label, re.Pattern) else re.compile(re.escape(label)))
        before = self._said()
        for _ in range(TRIES):
            self.look()
            self.large.click()
            if self._changes_from(before):
                return
        raise AssertionError(f"pressed {TRIES} times, and it still says {before}")

    def press_large(self) -> None:
        """Press the large action where it asks first, so that it says the same after."""
        self.look()
        self.large.click()

    def end(self) -> None:
        """End the session, and say so twice."""
        self.press_large()
        self.page.get_by_role("alertdialog").get_by_role("button", name="End session").click()

    def _changes_from(self, before: str) -> bool:
        try:
            self.page.wait_for_function(
                f"(before) => ({SAID})(document.querySelector('#next')) !== before", arg=before, timeout=PATIENCE
            )
        except TimeoutError:
            return False
        return True

    def _said(self) -> str:
        """What the large action says and would do."""
        return str(self.large.evaluate(SAID))

    def show_card(self) -> str:
        """Read the card in focus and press the key that shows it; its words."""
        waiting = self.page.locator("[data-waiting]")
        left = int(waiting.get_attribute("data-waiting") or 0)
        words = self.page.locator("#card .strategy").inner_text()
        self.look()

        def pressed() -> bool:
            """A press just after a card came is left alone, so a person presses again."""
            self.page.keyboard.press("1")
            return waiting.get_attribute("data-waiting") == str(left - 1)

        until(pressed)
        return words

    def wall(self) -> str:
        """The address of the projector's page."""
        with self.context.expect_page() as opened:
            self.page.get_by_role("link", name="Open the screen").click()
        opened.value.wait_for_url(re.compile("/screen/"))
        return opened.value.url


class PhoneWindow(Opened):
    """A member's phone."""

    def __init__(self, browser: Browser, address: str) -> None:
        super().__init__(browser, address, PHONE)

    def join(self, code: str) -> None:
        self.page.goto(self.address)
        self.page.get_by_label("Code").fill(code)
        self.button("Join").click()
        self.arrived(f"{self.address}/room")

    def agree(self) -> None:
        self.button("I agree").click()

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Your words")

    def write(self, text: str) -> None:
        self.box.fill(text)
        self.button("Send").click()

    def send(self, text: str) -> None:
        self.write(text)
        expect(self.page.get_by_text("Saved.", exact=True)).to_be_visible()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=10_000)
