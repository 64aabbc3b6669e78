"""Ana and the group, with browsers that ask for Spanish. The words they look for are the ones a Spanish reader sees."""

import re
from typing import Any, cast

from playwright.sync_api import Browser, BrowserContext, Locator, expect

from tests.cast import PASSWORD
from tests.journeys.people import ConsoleWindow, PhoneWindow


class _InSpanish:
    """A browser whose windows all ask for Mexican Spanish."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def new_context(self, **chosen: Any) -> BrowserContext:
        return self._browser.new_context(locale="es-MX", **chosen)


def in_spanish(browser: Browser) -> Browser:
    return cast(Browser, _InSpanish(browser))


class SpanishConsole(ConsoleWindow):
    """Ana's laptop, in Spanish."""

    def sign_in(self, name: str = "Ana", password: str = PASSWORD) -> None:
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("Nombre").fill(name)
        self.page.get_by_label("Contraseña", exact=True).fill(password)
        self.button("Acceder").click()
        self.arrived(re.compile("/groups"))

    def open_room(self) -> str:
        """Agree, open the room; its join code."""
        self.page.get_by_label("Leímos esto en grupo").check()
        self.next("Abrir la sala")
        code = self.page.locator("#room strong")
        expect(code).to_have_text(re.compile(r"^...-....$"))
        return code.inner_text()

    def wall(self) -> str:
        with self.context.expect_page() as opened:
            self.page.get_by_role("link", name="Abrir la pantalla").click()
        opened.value.wait_for_url(re.compile("/screen/"))
        return opened.value.url

    def end(self) -> None:
        self.press_large()
        self.page.get_by_role("alertdialog").get_by_role("button", name="Terminar sesión").click()


class SpanishPhone(PhoneWindow):
    """A member's phone, in Spanish."""

    def join(self, code: str) -> None:
        self.page.goto(self.address)
        self.page.get_by_label("Código").fill(code)
        self.button("Entrar").click()
        self.arrived(f"{self.address}/room")

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Sus palabras")

    def write(self, text: str) -> None:
        self.box.fill(text)
        self.button("Enviar").click()

    def send(self, text: str) -> None:
        self.write(text)
        expect(self.page.get_by_text("Guardado.", exact=True)).to_be_visible()
