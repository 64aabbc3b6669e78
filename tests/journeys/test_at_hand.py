"""What a facilitator has at hand, and what a phone does for whoever comes late, shares it, or reads slowly."""

import re

import pytest
from playwright.sync_api import Browser, Request, expect

from facilitator.rehearsal import PretendPhone
from tests.cast import Cast, Room
from tests.journeys.people import WALL, ConsoleWindow, Opened, PhoneWindow
from tests.servers import Server

SECRET = "the bus strike and a zebra"
WORDS = ["I walk around the block.", "Cold water.", "I eat something first.", "I say it will pass."]
AWAY = """(away) => {
  Object.defineProperty(document, "visibilityState", {configurable: true, get: () => away ? "hidden" : "visible"});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
LATER = "(ms) => { const now = Date.now; Date.now = () => now() + ms; }"
VOICES = """(local) => {
  const voice = {lang: document.documentElement?.lang || "en", localService: local, name: "made up"};
  const speech = {speaking: false, said: [], getVoices: () => [{...voice, lang: "en-US"}], addEventListener() {},
    speak(words) { speech.speaking = true; speech.said.push(words.text); }, cancel() { speech.speaking = false; }};
  Object.defineProperty(window, "speechSynthesis", {value: speech});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""


def sent_by(console: ConsoleWindow) -> list[str]:
    """Everything that leaves the console from now on: addresses and bodies."""
    left: list[str] = []

    def note(request: Request) -> None:
        left.append(f"{request.url} {request.post_data or ''}")

    console.page.on("request", note)
    return left


@pytest.mark.proves("R17", "P32")
def test_the_parking_lot_never_leaves_the_device_and_goes_at_the_end(
    browser: Browser, server: Server, cast: Cast
) -> None:
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    console.start("Tuesday Circle", "Spot it and handle it")
    left, page = sent_by(console), console.page
    console.button("Park").click()
    expect(page.get_by_text("No names.", exact=False).locator("visible=true")).to_be_visible()
    page.get_by_label("A word or two").fill(SECRET)
    console.button("Park it").click()
    expect(console.button(f"Done {SECRET}")).to_be_visible()
    page.keyboard.press("Escape")
    console.next("Start: Welcome")
    page.reload()
    console.button("Park").click()
    expect(console.button(f"Done {SECRET}")).to_be_visible()
    page.keyboard.press("Escape")
    other = console.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Park").click()
    expect(other.get_by_role("button", name=f"Done {SECRET}")).to_have_count(0)
    page.locator("#now-more-open").click()
    console.button("End now").click()
    page.get_by_role("alertdialog").get_by_role("button", name="End now").click()
    expect(page.get_by_role("heading", name="The session is over")).to_be_visible()
    assert SECRET not in page.content()
    assert SECRET not in str(page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})"))
    assert any("/showing" in one for one in left), "the control: what is sent is seen"
    assert not [one for one in left if "zebra" in one]


@pytest.mark.proves("R16")
def test_read_aloud_shows_one_text_at_a_time_in_the_order_of_the_wall(
    browser: Browser, server: Server, cast: Cast
) -> None:
    room = Room.opened(cast)
    phones = seated(server, room, 4)
    (step,) = room.steps("collect")
    room.open_writing(step)
    for phone, text in zip(phones, WORDS, strict=True):
        phone.share(str(step), text)
    room.close_writing(step)
    for text in WORDS:
        room.approve(text)
    room.reveal(step)
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    console.page.goto(f"{server.address}/sessions/{room.session_id}")
    wall = Opened(browser, server.address, WALL)
    wall.page.goto(console.wall())
    on_the_wall = wall.page.locator(".wall__words li").all_inner_texts()
    console.button("Read aloud").click()
    words = console.page.locator("[data-read-words]")
    heard = [words.inner_text()]
    for _ in range(3):
        console.button("Next").locator("visible=true").last.click()
        heard.append(words.inner_text())
    assert heard == on_the_wall
    assert sorted(heard) == sorted(WORDS)
    assert float(words.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")) >= 40, "arm's length, and more"
    expect(console.page.get_by_text("4 of 4")).to_be_visible()


def seated(server: Server, room: Room, count: int) -> list[PretendPhone]:
    phones = [PretendPhone(server.address) for _ in range(count)]
    for phone in phones:
        phone.join(room.code)
    return phones


@pytest.mark.proves("R18")
def test_two_people_share_each_phone_and_neither_sees_what_the_other_wrote(
    browser: Browser, server: Server, cast: Cast
) -> None:
    room = Room.opened(cast)
    phones = [PhoneWindow(browser, server.address) for _ in range(2)]
    for phone in phones:
        phone.join(room.code)
    (step,) = room.steps("collect")
    room.open_writing(step)
    for phone, text in zip(phones, WORDS[:2], strict=True):
        phone.box.fill(text)
        phone.button("Send").click()
        phone.sees("Saved.")
        phone.button("Hand it on").click()
        expect(phone.box).to_be_focused()
        expect(phone.box).to_have_value("")
        assert text not in phone.page.content()
        expect(phone.page.get_by_text("What I sent").locator("visible=true")).to_have_count(0)
    for phone, text in zip(phones, WORDS[2:], strict=True):
        phone.box.fill(text)
        phone.button("Send").click()
        phone.sees("Saved.")
        phone.page.reload()
        phone.sees("Saved.")
        assert not [one for one in WORDS[:2] if one in phone.page.content()]
    room.close_writing(step)
    assert room.texts() == sorted(WORDS), "two phones, four voices: enough to open"


@pytest.mark.proves("R9")
def test_who_comes_late_or_back_is_told_once_where_the_group_is(browser: Browser, server: Server, cast: Cast) -> None:
    room = Room.opened(cast)
    early, late = (PhoneWindow(browser, server.address) for _ in range(2))
    early.join(room.code)
    room.push(room.steps("spoken")[0])
    early.sees("Phones down.")
    late.join(room.code)
    late.agree()
    late.sees("Step 1 of 12: Welcome and agreements")
    expect(early.page.get_by_text("Step 1 of 12")).to_be_hidden()
    late.button("Go on").click()
    late.sees("Phones down.")
    late.page.reload()
    late.sees("Phones down.")
    expect(late.page.get_by_text("Step 1 of 12")).to_be_hidden()

    sleep(early)
    room.open_writing(room.steps("collect")[0])
    expect(early.page.locator("[data-fragment=stage] > *")).to_have_attribute("data-writing", "open")
    wake(early, minutes=3)
    early.sees("Step 7 of 12: Collect: first ten minutes")
    early.sees("You can still answer.")
    early.button("Go on").click()
    expect(early.box).to_be_visible()

    sleep(late)
    room.close_writing(room.steps("collect")[0])
    expect(late.page.locator("[data-fragment=stage] > *")).to_have_attribute("data-writing", "")
    wake(late, minutes=1)
    expect(late.page.get_by_text("Step 7 of 12")).to_be_hidden()


def sleep(phone: PhoneWindow) -> None:
    phone.page.evaluate(AWAY, True)


def wake(phone: PhoneWindow, minutes: int) -> None:
    phone.page.evaluate(LATER, minutes * 60_000)
    phone.page.evaluate(AWAY, False)


@pytest.mark.proves("R28")
@pytest.mark.parametrize("local", [True, False])
def test_the_phone_reads_the_question_out_only_with_a_voice_of_its_own(
    browser: Browser, server: Server, cast: Cast, local: bool
) -> None:
    room = Room.opened(cast)
    phone = PhoneWindow(browser, server.address)
    phone.page.add_init_script(f"({VOICES})({'true' if local else 'false'})")
    phone.join(room.code)
    room.open_writing(room.steps("collect")[0])
    expect(phone.box).to_be_visible()
    if not local:
        expect(phone.button("Read to me")).to_be_hidden()
        return
    phone.box.fill("what nobody else should hear")
    phone.button("Read to me").click()
    said = phone.page.evaluate("speechSynthesis.said")
    assert said == ["A craving shows up. What do you do in the first ten minutes?"]
    phone.button("Stop").click()
    expect(phone.button("Read to me")).to_be_visible()


def test_a_phone_without_a_voice_has_no_such_button(browser: Browser, server: Server, cast: Cast) -> None:
    room = Room.opened(cast)
    phone = PhoneWindow(browser, server.address)
    phone.page.add_init_script("Object.defineProperty(window, 'speechSynthesis', {value: undefined})")
    phone.join(room.code)
    room.open_writing(room.steps("collect")[0])
    expect(phone.box).to_be_visible()
    expect(phone.page.get_by_role("button", name=re.compile("Read to me"))).to_be_hidden()
    assert phone.wrong == []


@pytest.mark.proves("R18")
def test_slips_are_typed_in_one_after_the_other(browser: Browser, server: Server, cast: Cast) -> None:
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    console.page.goto(f"{server.address}/sessions/{room.session_id}")
    console.page.locator("#now-more-open").click()
    console.button("Type in slips").click()
    for text in WORDS[:3]:
        console.page.get_by_label("What the slip says").fill(text)
        console.button("Add slip").click()
        expect(console.page.get_by_text("Added. Next slip.")).to_be_visible()
        expect(console.page.get_by_label("What the slip says")).to_have_value("")
    console.button("Done").locator("visible=true").click()
    console.next("Close writing")
    expect(console.large).to_have_text("Review 3 cards")
    assert room.texts() == sorted(WORDS[:3])


@pytest.mark.proves("R12")
def test_the_last_minute_is_told_by_words_and_colour_without_a_sound(
    browser: Browser, server: Server, cast: Cast
) -> None:
    room = Room.opened(cast)
    room.push(room.steps("collect")[0])
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    page = console.page
    page.goto(f"{server.address}/sessions/{room.session_id}")
    expect(page.get_by_role("timer").locator("visible=true")).to_have_text(re.compile(r"^[45]:\d\d\s*$"))
    expect(page.get_by_text("Last minute")).to_be_hidden()
    calm = page.get_by_role("timer").first.evaluate("(one) => getComputedStyle(one).color")
    page.locator("#now-more-open").click()
    console.button("Set timer").click()
    page.get_by_label("Minutes from now").fill("1")
    page.locator("#minutes-save").click()
    expect(page.get_by_role("status").filter(has_text="Last minute")).to_be_visible()
    assert page.get_by_role("timer").first.evaluate("(one) => getComputedStyle(one).color") != calm
    assert page.evaluate("document.querySelectorAll('audio, video').length") == 0


def test_a_facilitator_sees_what_phones_show_and_opens_one_without_mixing_the_two(
    browser: Browser, server: Server, cast: Cast
) -> None:
    room = Room.opened(cast)
    room.push(room.steps("spoken")[0])
    console = ConsoleWindow(browser, server.address)
    console.sign_in()
    page = console.page
    page.goto(f"{server.address}/sessions/{room.session_id}")
    page.locator("#room-more-open").click()
    console.button("See as a phone").click()
    phone = page.get_by_role("group", name="A phone")
    expect(phone.get_by_role("heading", name="Phones down.")).to_be_visible()
    room.open_writing(room.steps("collect")[0])
    expect(phone.get_by_role("heading", name="A craving shows up.")).to_be_visible(timeout=15_000)
    with console.context.expect_page() as opened:
        page.get_by_role("link", name="Open as a phone").click()
    tab = opened.value
    expect(tab.get_by_label("Code")).to_have_value(re.compile("^...-....$"))
    tab.get_by_role("button", name="Join").click()
    tab.get_by_role("button", name="I agree").click()
    expect(tab.get_by_text("Glad you made it.")).to_be_visible()
    page.keyboard.press("Escape")
    console.next("Close writing")
    assert {cookie["name"] for cookie in console.context.cookies()} >= {"account", "seat"}
    assert console.wrong == []
