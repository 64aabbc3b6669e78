"""Members' own pages without a network: after one visit they open in airplane mode, and a new build loses nothing."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from facilitator.plan import cards, starting
from tests.cast import Cast, Room
from tests.journeys.people import PHONE, Opened, PhoneWindow
from tests.library.shelves import CALL, CLINIC, WALK, shelve
from tests.servers import SERVE, Server, until

PART, ASKED = "My plan for success", "What do I want to be different in my life?"
RESTED, CALM = "I wake up rested.", "I wake up rested, and calm."
PAGES = {"/plan/en": "My plan", "/help": "Help", "/plan/es": "Mi plan", "/start": "¿Quiere empezar y no sabe cómo?"}
NEWER = f"""
import sys
from gevent import monkey
monkey.patch_all()
from facilitator import version
version.__version__ = "newer"
{SERVE}
"""
SETS = "async () => (await caches.keys()).filter((name) => name.startsWith('pages-'))"
HELD = """async () => {
  const all = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
  return all;
}"""
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)"
UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


def restarted_with_a_new_build(server: Server) -> None:
    """The same server on the same port and data, of another version."""
    server.stop()
    environ = os.environ | {
        "SECRET_KEY": server.config.secret_key, "FACILITATOR_DATA": str(server.config.data_folder),
        "DATABASE_URL": server.config.database_url, "PUBLIC_URL": server.address,
    }  # fmt: skip
    server.process = subprocess.Popen([sys.executable, "-c", NEWER, str(server.port)], env=environ)
    until(server._answers, 60)


def visit(phone: Opened, path: str) -> None:
    """Open a page and stay until the phone has it for keeps."""
    phone.page.goto(phone.address + path)
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def parts_of(page: Page) -> set[str]:
    """The builds that the files of this page are of."""
    return set(page.evaluate("[...document.scripts].map((one) => new URL(one.src).pathname.split('/')[2])"))


def write(page: Page, text: str) -> None:
    """Answer one question of the plan, and see it saved."""
    page.get_by_role("button", name=PART).click()
    page.get_by_role("textbox", name=ASKED).fill(text)
    expect(page.locator("[data-status]")).to_have_text("Saved on this phone.")


@pytest.mark.proves("P16", "R25", "R37")
def test_after_one_visit_the_pages_open_without_a_network_and_a_new_build_loses_nothing(
    browser: Browser, server: Server, cast: Cast
) -> None:
    starting.describe("", "Made-up Clinic, 555 0101", "Sam, 555 0102", cast.ada)
    phone = Opened(browser, server.address, PHONE)
    visit(phone, "/plan/en")
    expect(phone.page.get_by_text("This page now opens with no network too.")).to_have_count(1)
    phone.button("Start").click()
    write(phone.page, RESTED)

    server.stop()  # airplane mode: nobody answers any more
    for path, words in PAGES.items():
        phone.page.goto(server.address + path)
        expect(phone.page.get_by_role("heading", name=words, exact=True)).to_be_visible()
    expect(phone.page.get_by_text("Made-up Clinic, 555 0101")).to_be_visible()
    phone.page.goto(f"{server.address}/plan")
    expect(phone.page.get_by_role("heading", name="Mi plan", exact=True)).to_be_visible()
    phone.page.goto(f"{server.address}/plan/en")
    phone.page.get_by_role("button", name=PART).click()
    expect(phone.page.get_by_role("textbox", name=ASKED)).to_have_value(RESTED)
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        phone.page.goto(f"{server.address}/about")

    restarted_with_a_new_build(server)
    phone.page.goto(f"{server.address}/plan/en")
    old, [first] = parts_of(phone.page), phone.page.evaluate(SETS)
    phone.page.get_by_role("button", name=PART).click()
    phone.page.get_by_role("textbox", name=ASKED).fill(CALM)
    phone.page.evaluate("window.stillHere = true")
    phone.page.evaluate(UPDATE)
    phone.page.wait_for_function(f"({WAITING})()")
    assert phone.page.evaluate("window.stillHere"), "the page was not loaded anew under somebody's hands"
    assert parts_of(phone.page) == old
    assert len(phone.page.evaluate(SETS)) == 2, "the new set lies beside the old"
    expect(phone.page.locator("[data-status]")).to_have_text("Saved on this phone.")
    phone.page.close()

    phone.page = phone.context.new_page()
    until(lambda: builds_when_opened(phone).isdisjoint(old), 30)
    assert first not in phone.page.evaluate(SETS)
    assert len(phone.page.evaluate(SETS)) == 1
    server.stop()
    phone.page.goto(f"{server.address}/plan/en")
    phone.page.get_by_role("button", name=PART).click()
    expect(phone.page.get_by_role("textbox", name=ASKED)).to_have_value(CALM)
    assert not phone.wrong


def builds_when_opened(phone: Opened) -> set[str]:
    phone.page.goto(f"{phone.address}/plan/en")
    expect(phone.page.get_by_role("heading", name="My plan", exact=True)).to_be_visible()
    return parts_of(phone.page)


@pytest.mark.proves("P14", "P16")
def test_the_worker_keeps_nothing_of_a_session_and_answers_nothing_for_it(
    browser: Browser, server: Server, cast: Cast
) -> None:
    """A phone that has the pages joins a room: whatever belongs to the room comes from the server and stays nowhere."""
    room, key = Room.opened(cast), cards.make(cast.tuesday, cast.ana)
    phone = PhoneWindow(browser, server.address)
    visit(phone, "/plan/en")
    answered: dict[str, bool] = {}
    phone.page.on("response", lambda answer: answered.update({urlsplit(answer.url).path: answer.from_service_worker}))
    phone.join(room.code)
    phone.sees("You are in.")
    phone.page.reload()
    phone.sees("You are in.")
    phone.page.goto(f"{server.address}/card#{key}")
    expect(phone.page.get_by_text("Nothing is here yet.")).to_be_visible()
    assert "#" not in phone.page.url
    phone.page.goto(f"{server.address}/help")
    expect(phone.page.get_by_role("heading", name="Help", exact=True)).to_be_visible()
    theirs = {path for path, kept in answered.items() if not kept}
    assert {"/", "/room", "/card", "/static/js/room.js"} <= theirs
    assert {path for path, kept in answered.items() if kept} <= {"/help"} | {
        p for p in answered if p.startswith("/app/")
    }
    assert answered["/help"], "the control: what is kept does come from the phone"
    held = set(phone.page.evaluate(HELD))
    known = {f"/{page}/{language}" for page in ("plan", "start", "help") for language in ("en", "es")}
    assert {path for path in held if not path.startswith("/app/")} == known | {"/language"}
    assert not phone.wrong


@pytest.mark.proves("P11", "R32", "R33", "R47")
def test_a_library_card_is_searched_and_kept_in_the_plan_on_the_phone_alone(
    browser: Browser, server: Server, cast: Cast
) -> None:
    shelve(cast, WALK, ["craving", "stage2"])
    shelve(cast, CALL, ["alone_bored", "reach_out"])
    shelve(cast, CLINIC, ["care", "stage1"])
    phone = Opened(browser, server.address, PHONE)
    phone.page.goto(f"{server.address}/card#{cards.make(cast.tuesday, cast.ana)}")
    ideas, asked = phone.page.locator("[data-idea]:visible"), phone.page.get_by_label("What is going on?")
    expect(ideas).to_have_count(3)
    expect(phone.button("Keep this").first).to_be_visible()
    sent: list[str] = []
    phone.page.on("request", lambda request: sent.append(request.url))
    asked.fill("Alone at night")
    expect(ideas.locator("[data-text]")).to_have_text([CALL])
    asked.fill("volcano")
    expect(phone.page.get_by_text("Nothing fits. Try fewer words.")).to_be_visible()
    asked.fill("")
    phone.page.get_by_text("Filters").click()
    phone.page.get_by_label("Stage").select_option("Stop using")
    expect(ideas.locator("[data-text]")).to_have_text([CLINIC])
    phone.page.get_by_label("Stage").select_option("All stages")
    phone.button("Shuffle").click()
    expect(ideas).to_have_count(3)
    ideas.filter(has_text=CLINIC).get_by_role("button", name="Keep this").click()
    expect(phone.page.get_by_text("It is in your plan.")).to_be_visible()
    assert sent == [], "no request was made for any of it"
    assert phone.page.url == f"{server.address}/card"

    phone.page.goto(f"{server.address}/plan/en")
    phone.page.get_by_role("button", name="From my group").click()
    expect(phone.page.get_by_role("textbox").filter(visible=True).first).to_have_value(CLINIC)
    expect(phone.page.get_by_text("Talk with your prescriber before any change.").filter(visible=True)).to_be_visible()
    assert not phone.wrong


def test_over_plain_http_elsewhere_there_is_no_worker_and_nothing_breaks(
    browser: Browser, server: Server, cast: Cast
) -> None:
    """As on the demo's address in a home network: no secure context, so no worker; the page is as it is."""
    phone = Opened(browser, server.address, PHONE)
    phone.context.add_init_script("delete Navigator.prototype.serviceWorker")
    phone.page.goto(f"{server.address}/plan/en")
    phone.button("Start").click()
    expect(phone.button("Craving now")).to_be_visible()
    phone.page.goto(f"{server.address}/start/en")
    expect(phone.page.get_by_role("heading", name="First steps")).to_be_visible()
    expect(phone.page.get_by_role("button", name="Print")).to_be_visible()
    assert not phone.wrong
