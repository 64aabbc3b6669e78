"""A short session in Spanish, from the door to the end: no English word of ours is on any screen (R54)."""

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page, expect

from facilitator import content
from facilitator.development.catalogs import path_of
from tests.cast import Cast
from tests.journeys.people import WALL, Opened, PhoneWindow
from tests.journeys.spanish import SpanishConsole, SpanishPhone, in_spanish
from tests.journeys.test_every_page import Inspector
from tests.screenshots import furnished
from tests.screenshots_in_spanish import take_in_spanish
from tests.servers import Server

WROTE = [
    "Llamo a mi hermana y le cuento.",
    "Camino hasta que se me pasa.",
    "Me lavo la cara con agua fría.",
    "Espero quince minutos y miro el reloj.",
]
PROMPT = content.prompts("es")["S2-1"].text
SHOWN = "document.body.innerText"
TOO_WIDE = """[...document.querySelectorAll("button, .button, .tag, .tabs__tab, summary")]
  .filter((one) => !one.closest(".visually-hidden") && !one.querySelector(".visually-hidden")
    && !one.matches(".step__move") && one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.innerText)"""
# A box with its label is one target; a link within a sentence may be smaller (WCAG 2.5.8).
TOO_SMALL = """[...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && getComputedStyle(one).display !== "inline")
  .filter((one) => !one.closest(".visually-hidden, .skip-link"))
  .map((one) => [one, /^(checkbox|radio)$/.test(one.type) ? one.closest("label, .choice") : one])
  .map(([one, target]) => [one, target.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 44 || box.height < 44))
  .map(([one, box]) => `${one.id || one.className || one.innerText} ${box.width} x ${box.height}`)"""


@cache
def english() -> frozenset[str]:
    """The catalog's English words that read differently in Spanish, values left out."""
    with path_of("es").open("rb") as file:
        messages = [message for message in read_po(file, locale="es") if message.id]
    pairs = [
        (one, other)
        for message in messages
        for one, other in zip(_forms(message.id), _forms(message.string), strict=False)
    ]
    return frozenset(one.strip() for one, other in pairs if one.casefold() != other.casefold() and "%" not in one)


def _forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, list | tuple) else (str(words),)


def in_english(text: str) -> list[str]:
    """What of a screen's text is English: a line that is an English label, a sentence, or a line in English words."""
    names = {"Tuesday Circle", *(one.name for one in content.pack("us", "es").resources)}
    lines = [line.strip() for line in text.splitlines() if line.strip() and line.strip() not in names]
    labels = [line for line in lines if line in english()]
    sentences = [words for words in english() if len(words.split()) > 2 and words in text]
    return labels + sentences + [line for line in lines if content.language_of(line) == "en"]


def spanish_only(page: Page) -> None:
    assert in_english(page.evaluate(SHOWN)) == []


@pytest.mark.proves("R54")
def test_a_session_in_spanish_shows_no_english(browser: Browser, server: Server, cast: Cast) -> None:
    spanish = in_spanish(browser)
    console = SpanishConsole(spanish, server.address)
    console.sign_in()
    console.page.goto(f"{server.address}/prompts?group={cast.tuesday}")
    console.page.locator("article#S2-1").get_by_role("button", name="Empezar").click()
    code = console.open_room()
    wall = Opened(spanish, server.address, WALL)
    wall.page.goto(console.wall())
    phones = [SpanishPhone(spanish, server.address) for _ in WROTE]
    screens = [phones[0].page, wall.page, console.page]
    phones[0].page.goto(server.address)
    spanish_only(phones[0].page)
    for phone in phones:
        phone.join(code)
        phone.sees("Ya entró.")
    all_spanish(screens)
    write(console, phones, screens)
    review_and_reveal(console, phones, screens)
    end(console, phones, screens)
    assert [window.wrong for window in (console, wall, *phones)] == [[]] * (len(phones) + 2)


def write(console: SpanishConsole, phones: list[SpanishPhone], screens: list[Page]) -> None:
    console.next(re.compile("^Empezar: "))
    phones[0].sees("Baje el teléfono.")
    all_spanish(screens)
    console.next("Abrir escritura")
    expect(phones[0].page.get_by_role("heading", name=PROMPT)).to_be_visible()
    phones[0].button("Ayuda").or_(phones[0].page.get_by_role("link", name="Ayuda")).first.click()
    spanish_only(phones[0].page)
    phones[0].page.keyboard.press("Escape")
    all_spanish(screens)
    for phone, text in zip(phones, WROTE, strict=True):
        phone.send(text)
    spanish_only(phones[0].page)


def review_and_reveal(console: SpanishConsole, phones: list[SpanishPhone], screens: list[Page]) -> None:
    console.next("Cerrar escritura")
    expect(console.large).to_have_text("Revisar 4 tarjetas")
    all_spanish(screens)
    assert sorted(console.show_card() for _ in WROTE) == sorted(WROTE)
    console.next("Mostrar 4 al grupo")
    for phone in phones:
        phone.sees(WROTE[0])
    all_spanish(screens)


def end(console: SpanishConsole, phones: list[SpanishPhone], screens: list[Page]) -> None:
    console.next(re.compile("^Sigue: "))
    phones[0].sees("Antes de irse")
    all_spanish(screens)
    expect(console.large).to_have_text("Terminar sesión")
    console.end()
    for phone in phones:
        phone.sees("Esta sesión terminó.")
    all_spanish(screens)


def all_spanish(screens: list[Page]) -> None:
    for page in screens:
        spanish_only(page)


@pytest.mark.proves("R54")
def test_english_on_a_screen_would_be_found(browser: Browser, server: Server) -> None:
    page = browser.new_page(locale="en-US")
    page.goto(server.address)
    found = in_english(page.evaluate(SHOWN))
    assert "Before you join" in found
    assert "Join" in found
    page.close()


class Measurer(Inspector):
    """Also looks for targets under 44 px, and for labels wider than their button, where Spanish needs more room."""

    def take(self, name: str, page: Page, *sizes: dict[str, int], full: bool = False) -> None:
        super().take(name, page, *sizes, full=full)
        before = page.viewport_size
        for size in ({"width": 320, "height": 640}, *sizes):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for fault, look in (("cut off", TOO_WIDE), ("too small", TOO_SMALL)):
                if found := page.evaluate(look):
                    self.found.setdefault(name, []).append(f"{fault} at {size['width']} px: {found}")
        if before:
            page.set_viewport_size(before)


@pytest.mark.proves("R52", "R53", "R54")
def test_spanish_pages_are_accessible_and_fit_a_small_phone(browser: Browser) -> None:
    inspector = Measurer()
    with furnished() as (server, password):
        take_in_spanish(inspector, browser, server, password)
    assert len(inspector.taken) > 45
    assert inspector.found == {}


def test_what_is_cut_off_or_too_small_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<style>button { width: 50px; height: 50px; overflow: hidden } .small { height: 43px }</style>"
        "<button>Descartar para siempre</button><button class=small>Sí</button><p>Un <a href='/'>enlace</a>.</p>"
    )
    assert page.evaluate(TOO_WIDE) == ["Descartar para siempre"]
    assert page.evaluate(TOO_SMALL) == ["small 50 x 43"]
    page.close()


def test_another_language_is_one_tap_away_and_keeps_the_code(browser: Browser, server: Server) -> None:
    phone = PhoneWindow(browser, server.address)
    phone.page.goto(server.address)
    phone.page.get_by_label("Code").fill("abc2")
    phone.button("Español").click()
    expect(phone.page.get_by_role("heading", name="Antes de entrar")).to_be_visible()
    expect(phone.page.get_by_label("Código")).to_have_value("ABC-2")
    assert phone.page.url == f"{server.address}/"
    phone.page.get_by_role("link", name="Ayuda").click()
    spanish_only(phone.page)
    phone.page.keyboard.press("Escape")
    phone.button("English").click()
    expect(phone.page.get_by_label("Code")).to_have_value("ABC-2")
    assert phone.wrong == []
