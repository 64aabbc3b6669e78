"""Scales, polls, private steps and exercises on real phones: by keyboard, in one rhythm, and what must stay stays."""

import json
import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect
from sqlalchemy.orm import Session as Transaction

from facilitator import db
from facilitator.sessions.models import Step
from tests.cast import Cast, Room
from tests.journeys.people import WALL, Opened, PhoneWindow
from tests.servers import Console, Server, until

SECRET = "planted words that stay here, okapi 7919"


@dataclass
class Session:
    """A session that Ana runs over HTTP, and the phones and the projector that follow it."""

    browser: Browser
    server: Server
    room: Room
    console: Console

    @classmethod
    def opened(cls, browser: Browser, server: Server, cast: Cast, plan: str = "B", prompt: str = "") -> "Session":
        console = Console(server.address)
        console.sign_in("Ana")
        session = cls(browser, server, Room.prepared(cast, plan=plan, prompt=prompt), console)
        session.do("room", agreed="yes")
        return session

    def do(self, path: str, **fields: object) -> None:
        path = f"/sessions/{self.room.session_id}/{path}"
        answer = self.console.command(path, turn=self.room.turn, **fields)
        assert answer["status"] == 200, answer["message"]

    def step(self, step: UUID, *what: str, **fields: object) -> None:
        for one in what:
            self.do(f"steps/{step}/{one}", **fields)

    def phone(self) -> PhoneWindow:
        phone = PhoneWindow(self.browser, self.server.address)
        phone.join(self.room.code)
        return phone

    def wall(self) -> Opened:
        wall = Opened(self.browser, self.server.address, WALL)
        _, page = self.console.ask(f"/sessions/{self.room.session_id}/screen")
        link = re.search(r"/screen/[\w.~-]+", page)
        assert link
        wall.page.goto(self.server.address + link[0])
        return wall


def number(phone: PhoneWindow, value: int) -> Locator:
    return phone.page.get_by_role("radio", name=str(value), exact=True)


def care(phone: PhoneWindow) -> Locator:
    return phone.page.get_by_text("You are not alone.").locator("visible=true")


def posted(page: Page) -> list[dict[str, object]]:
    """Every envelope the page sends from now on, without what differs each time."""
    letters: list[dict[str, object]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/room/envelopes"):
            assert len(request.post_data or "") == 4096
            letter = json.loads(request.post_data or "{}")
            letters.append({name: letter[name] for name in letter if name not in ("receipt", "pad", "of")})

    page.on("request", note)
    return letters


@pytest.mark.proves("R44", "R52")
def test_a_scale_is_answered_and_changed_by_keyboard_alone(browser: Browser, server: Server, cast: Cast) -> None:
    session = Session.opened(browser, server, cast, prompt="U4")
    (step,) = session.room.steps("scale")
    phone, other = session.phone(), session.phone()
    session.step(step, "showing", "writing")
    expect(phone.page.get_by_role("group", name="Your answer")).to_be_visible()
    expect(phone.page.get_by_text("0 means none.", exact=True)).to_be_visible()
    letters = posted(phone.page)

    press(phone.page, number(phone, 0), "Tab")
    for _ in range(6):
        phone.page.keyboard.press("ArrowRight")
    expect(number(phone, 6)).to_be_checked()
    expect(care(phone)).to_have_count(0)
    phone.page.keyboard.press("Enter")
    phone.sees("You chose: 6")

    press(phone.page, phone.button("Change"), "Tab")
    phone.page.keyboard.press("Enter")
    expect(number(phone, 6)).to_be_focused()
    for _ in range(3):
        phone.page.keyboard.press("ArrowRight")
    expect(care(phone)).to_be_visible()
    phone.page.keyboard.press("Enter")
    phone.sees("You chose: 9")
    phone.sees("Saved.")
    expect(care(phone)).to_be_visible()

    plain = {"v": 1, "step": str(step), "kind": "answer", "text": "", "share_beyond": False}
    assert letters == [{**plain, "first": True, "value": 6}, {**plain, "first": False, "value": 9}]
    expect(care(other)).to_have_count(0)
    assert [phone.wrong, other.wrong] == [[], []]


def press(page: Page, target: Locator, key: str) -> None:
    """Press a key until the focus is where it should be."""

    def there() -> bool:
        if not target.evaluate("(one) => one === document.activeElement"):
            page.keyboard.press(key)
        return bool(target.evaluate("(one) => one === document.activeElement"))

    until(there)


@pytest.mark.proves("R44")
def test_a_hard_answer_keeps_its_help_over_a_reload_and_loses_it_with_a_change(
    browser: Browser, server: Server, cast: Cast
) -> None:
    session = Session.opened(browser, server, cast, prompt="U4")
    (step,) = session.room.steps("scale")
    phone = session.phone()
    session.step(step, "showing", "writing")
    number(phone, 10).check()
    phone.button("Send").click()
    phone.sees("You chose: 10")
    phone.page.reload()
    phone.sees("You chose: 10")
    expect(care(phone)).to_be_visible()
    phone.button("Change").click()
    number(phone, 3).check()
    expect(care(phone)).to_have_count(0)


@pytest.mark.proves("P10")
def test_a_poll_goes_from_the_phones_to_every_screen_in_words(browser: Browser, server: Server, cast: Cast) -> None:
    session = Session.opened(browser, server, cast)
    step = session.room.steps("poll")[1]
    phones, wall = [session.phone() for _ in range(6)], session.wall()
    session.step(step, "showing", "writing")
    phones[0].button("Send").click()
    phones[0].sees("Choose an answer first, or choose Pass.")
    for phone in phones[:5]:
        phone.page.get_by_role("radio", name="Fights").check()
        phone.button("Send").click()
        phone.sees("No one sees your answer by itself.")
    phones[5].button("Pass").click()
    phones[5].sees("You passed.")

    session.step(step, "closing")
    for phone in phones:
        phone.sees("Answers are closed. Thank you.")
    expect(wall.page.get_by_text("Most", exact=True)).to_have_count(0)
    session.step(step, "reveal")
    for window in (*phones, wall):
        told = window.page.locator(".told__option").locator("visible=true")
        expect(told).to_have_count(1)
        expect(told).to_have_text(re.compile(r"\s*Most\s+Fights\s*"))
    assert [window.wrong for window in (*phones, wall)] == [[]] * 7


def test_a_scale_that_is_asked_again_asks_every_phone_anew(browser: Browser, server: Server, cast: Cast) -> None:
    session = Session.opened(browser, server, cast, prompt="U4")
    (step,) = session.room.steps("scale")
    phone = session.phone()
    session.step(step, "showing", "writing")
    number(phone, 4).check()
    phone.button("Send").click()
    phone.sees("You chose: 4")
    session.step(step, "closing")
    session.step(session.room.steps("close")[0], "showing")
    session.step(step, "showing", "writing")
    expect(number(phone, 4)).to_be_visible()
    expect(number(phone, 4)).not_to_be_checked()


# What stays on the phone


@dataclass
class Wire:
    """Everything a page sends: addresses, headers, bodies, and what goes through its socket."""

    sent: list[str]

    @classmethod
    def of(cls, page: Page) -> "Wire":
        wire = cls([])
        page.on("request", lambda request: wire.sent.append(f"{request.url} {request.headers} {request.post_data}"))
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: wire.sent.append(str(frame))))
        return wire

    def carries(self, text: str) -> bool:
        return any(text in one for one in self.sent)


def stored_on(page: Page) -> str:
    return str(page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})"))


@pytest.mark.proves("P11", "P16")
def test_a_private_text_never_leaves_the_phone(browser: Browser, server: Server, cast: Cast) -> None:
    session = Session.opened(browser, server, cast, plan="A")
    (private,), (collect,), (close,) = (session.room.steps(kind) for kind in ("private", "collect", "close"))
    phone = session.phone()
    wire = Wire.of(phone.page)

    session.step(private, "showing")
    alone = phone.page.get_by_label("For you alone")
    alone.fill(SECRET)
    assert alone.evaluate("(box) => [box.name, box.form === null]") == ["", True]
    phone.sees("This stays on your phone.")
    phone.page.reload()
    expect(alone).to_have_value(SECRET)
    session.step(collect, "showing", "writing")
    phone.send("I walk around the block.")
    session.step(collect, "closing")
    session.step(private, "showing")
    expect(alone).to_have_value(SECRET)
    assert "okapi" not in stored_on(phone.page), "what is kept cannot be read"

    session.step(close, "showing")
    session.do("end")
    phone.sees("Only on this phone")
    phone.sees(SECRET)
    assert stored_on(phone.page) == "{}"
    assert not wire.carries("okapi")
    assert wire.carries("I walk around the block."), "the control: what is sent is seen here"
    assert phone.wrong == []


@pytest.mark.proves("P16")
def test_leaving_takes_a_private_text_along(browser: Browser, server: Server, cast: Cast) -> None:
    session = Session.opened(browser, server, cast, plan="A")
    phone = session.phone()
    session.step(session.room.steps("private")[0], "showing")
    alone = phone.page.get_by_label("For you alone")
    alone.fill(SECRET)
    until(lambda: phone.page.evaluate("sessionStorage.length") == 1)
    phone.page.get_by_role("link", name="Help").click()
    card = phone.page.get_by_role("dialog")
    card.locator("summary", has_text="Clear this phone").click()
    card.get_by_role("button", name="Clear", exact=True).click()
    phone.page.keyboard.press("Escape")
    expect(alone).to_have_value("")
    assert phone.page.evaluate("sessionStorage.length") == 0


# An exercise


@pytest.fixture
def exercise(browser: Browser, server: Server, cast: Cast) -> tuple[Session, UUID]:
    """A grounding step of five lines and two minutes, with phones up."""
    session = Session.opened(browser, server, cast, prompt="S1-6")
    (step,) = session.room.steps("ground")

    def phones_up(tx: Transaction) -> None:
        tx.get_one(Step, step).phones_up = True

    db.write(phones_up)
    return session, step


def lines_on(page: Page) -> list[str]:
    """The lines of the exercise that can be seen."""
    seen = "(lines) => lines.filter((line) => getComputedStyle(line).opacity === '1').map((line) => line.textContent)"
    return [str(line) for line in page.locator("[data-pace] li").locator("visible=true").evaluate_all(seen)]


@pytest.mark.proves("R35")
def test_an_exercise_goes_line_by_line_and_in_one_rhythm(exercise: tuple[Session, UUID]) -> None:
    session, step = exercise
    phone, wall = session.phone(), session.wall()
    session.step(step, "showing")
    until(lambda: lines_on(phone.page) == lines_on(wall.page) == ["Feet on the floor."])
    session.step(step, "timer", do="set", minutes=1)
    until(lambda: lines_on(phone.page) == lines_on(wall.page) == ["Name five things you can see."])
    phone.sees("Or just look around the room.")
    assert phone.page.locator("audio, video").count() == 0


@pytest.mark.proves("R35", "R55")
def test_who_asks_for_less_motion_sees_all_lines_and_they_stay(exercise: tuple[Session, UUID]) -> None:
    session, step = exercise
    phone = session.phone()
    phone.page.emulate_media(reduced_motion="reduce")
    session.step(step, "showing")
    until(lambda: len(lines_on(phone.page)) == 5)
    session.step(step, "timer", do="set", minutes=1)
    phone.page.wait_for_function("() => document.querySelector('[data-pace]').dataset.endsAt - Date.now() < 60500")
    until(lambda: len(lines_on(phone.page)) == 5)


@pytest.mark.proves("R35")
def test_an_exercise_can_be_stopped_on_one_phone(exercise: tuple[Session, UUID]) -> None:
    session, step = exercise
    phone, other = session.phone(), session.phone()
    session.step(step, "showing")
    phone.button("Stop").click()
    phone.sees("You stopped.")
    assert lines_on(phone.page) == []
    until(lambda: lines_on(other.page) == ["Feet on the floor."])
    phone.button("Start again").click()
    until(lambda: lines_on(phone.page) == ["Feet on the floor."])
