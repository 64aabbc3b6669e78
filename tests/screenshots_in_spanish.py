"""A chosen few of the pictures in Spanish, where words are longer: `python3 -m tests.screenshots --language es`."""

import re
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Browser, Page, expect

from facilitator.demo import GROUPS, NAME
from tests.journeys.people import DESK, PHONE, WALL, Opened
from tests.journeys.spanish import SpanishConsole, SpanishPhone, in_spanish
from tests.screenshots_of_plan import pictures_of_plan
from tests.servers import Server

SAID = [
    "Llamo a la amiga que siempre contesta.",
    "Doy dos vueltas a la cuadra.",
    "Agua fría en las muñecas.",
    "Espero quince minutos y miro el reloj.",
    "Digo en voz alta que va a pasar.",
    "Primero como algo.",
]


KEPT = (
    "join-es", "group-es", "phone-answering-es", "phone-answers-es", "phone-writing-es", "phone-revealed-es",
    "phone-ended-es", "my-plan-home-es", "my-plan-question-es", "my-plan-ten-own-es",
    "console-writing-es", "console-review-es", "console-queue-es", "wall-lobby-es", "wall-answers-es",
)  # fmt: skip


class Album(Protocol):
    """Takes pictures (see tests/screenshots.py), or looks at pages in their place."""

    def take(self, name: str, page: Page, *sizes: dict[str, int], full: bool = False) -> None: ...


@dataclass
class Few:
    """Keeps those pictures of an album that show how Spanish fits."""

    album: Album

    def take(self, name: str, page: Page, *sizes: dict[str, int], full: bool = False) -> None:
        if name in KEPT:
            self.album.take(name, page, *sizes, full=full)


def take_a_few_in_spanish(album: Album, browser: Browser, server: Server, password: str) -> None:
    take_in_spanish(Few(album), browser, server, password)


def take_in_spanish(album: Album, browser: Browser, server: Server, password: str) -> None:
    spanish = in_spanish(browser)
    console = SpanishConsole(spanish, server.address)
    outside(album, Opened(spanish, server.address, PHONE), server.address)
    pictures_of_plan(album, spanish, server.address, "es")
    console.sign_in(NAME, password)
    desk_pages(album, console)
    console.button(re.compile("Verlo y manejarlo")).first.click()
    expect(console.page).to_have_url(re.compile("/sessions/"))
    album.take("console-prepared-es", console.page, DESK, PHONE)
    wall = Opened(spanish, server.address, WALL)
    wall.page.goto(console.wall())
    code = console.open_room()
    phones = [SpanishPhone(spanish, server.address) for _ in SAID]
    for phone in phones:
        phone.join(code)
    album.take("phone-lobby-es", phones[0].page, PHONE)
    album.take("wall-lobby-es", wall.page, WALL)
    album.take("console-lobby-es", console.page, DESK, PHONE)
    answering(album, console, wall, phones)
    writing(album, console, wall, phones)
    review_and_reveal(album, console, wall, phones[0])
    to_the_end(album, console, phones[0])


def outside(album: Album, visitor: Opened, address: str) -> None:
    for name, path in (("join-es", "/"), ("help-es", "/help"), ("take-back-es", "/take-back"), ("about-es", "/about")):
        visitor.page.goto(address + path)
        album.take(name, visitor.page, PHONE, full=True)
    visitor.page.goto(f"{address}/sign-in")
    album.take("sign-in-es", visitor.page, PHONE)


def desk_pages(album: Album, console: SpanishConsole) -> None:
    page = console.page
    page.get_by_role("link", name=GROUPS[0]).first.click()
    album.take("group-es", page, PHONE, DESK, full=True)
    group = page.url
    for name, path in (
        ("group-settings-es", f"{group}/settings"),
        ("library-es", f"{group}/library"),
        ("plan-new-es", f"{console.address}/plans/new"),
        ("prompt-new-es", f"{console.address}/prompts/new"),
    ):
        page.goto(path)
        album.take(name, page, PHONE, DESK, full=True)
    page.goto(group)


def answering(album: Album, console: SpanishConsole, wall: Opened, phones: list[SpanishPhone]) -> None:
    console.next(re.compile("^Empezar: "))
    phones[0].sees("Baje el teléfono.")
    album.take("phone-down-es", phones[0].page, PHONE)
    while (label := console.large.inner_text()) != "Abrir respuestas":
        console.next(label)
    console.next("Abrir respuestas")
    for number, phone in enumerate(phones):
        phone.page.locator(".answer__choice").nth(min(number % 3, 1)).click()
        if phone is phones[0]:
            album.take("phone-answering-es", phone.page, PHONE)
        phone.button("Enviar").click()
        phone.sees("Guardado.")
    console.next("Cerrar respuestas")
    console.next("Mostrar al grupo")
    phones[0].sees("La mayoría")
    album.take("phone-answers-es", phones[0].page, PHONE)
    album.take("wall-answers-es", wall.page, WALL)
    album.take("console-answers-es", console.page, DESK, PHONE)


def writing(album: Album, console: SpanishConsole, wall: Opened, phones: list[SpanishPhone]) -> None:
    while (label := console.large.inner_text()) != "Abrir escritura":
        console.next(label)
    album.take("console-step-es", console.page, DESK, PHONE)
    console.next("Abrir escritura")
    phones[0].box.fill(SAID[0])
    album.take("phone-writing-es", phones[0].page, PHONE)
    album.take("wall-writing-es", wall.page, WALL)
    album.take("console-writing-es", console.page, DESK, PHONE)
    for text, phone in zip(SAID, phones, strict=True):
        phone.send(text)
    album.take("phone-saved-es", phones[0].page, PHONE)


def review_and_reveal(album: Album, console: SpanishConsole, wall: Opened, phone: SpanishPhone) -> None:
    console.next("Cerrar escritura")
    expect(console.large).to_have_text(re.compile("Revisar"))
    album.take("console-review-es", console.page, DESK, full=True)
    console.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    console.page.get_by_role("link", name=re.compile("Textos")).click()
    album.take("console-queue-es", console.page, PHONE)
    console.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    for _ in SAID:
        console.show_card()
    console.next(re.compile("Mostrar 6 al grupo"))
    phone.sees(SAID[0])
    album.take("phone-revealed-es", phone.page, PHONE)
    album.take("wall-revealed-es", wall.page, WALL)


def to_the_end(album: Album, console: SpanishConsole, phone: SpanishPhone) -> None:
    while (label := console.large.inner_text()) != "Terminar sesión":
        console.next(label)
    album.take("phone-closing-es", phone.page, PHONE, full=True)
    console.end()
    phone.sees("Esta sesión terminó.")
    album.take("phone-ended-es", phone.page, PHONE, full=True)
    album.take("console-ended-es", console.page, DESK, PHONE)
