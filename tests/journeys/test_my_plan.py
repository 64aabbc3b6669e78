"""A member's own plan: whole, in airplane mode, on a second phone, from the group, and by keyboard."""

import json

import pytest
from playwright.sync_api import Browser, expect

from facilitator import content
from tests.cast import Cast, Room
from tests.journeys.planning import PASSPHRASE, PlanWindow, Sent
from tests.journeys.test_kinds import SECRET, Session
from tests.journeys.test_offline_plan import restarted_with_a_new_build, visit
from tests.servers import Server

PARTS = [part for part in content.my_plan("en").values() if not part.group]
STAGES = [part for part in content.my_plan("en").values() if part.group]


def write_a_whole_plan(phone: PlanWindow) -> int:
    """Every question of every part, the stages too; how many fields that was."""
    written = 0
    for part in PARTS:
        view = "ten-write" if part.id == "ten" else part.id
        phone.go(view)
        if phone.seen("Show all").count():
            phone.seen("Show all").click()
        if part.id == "kept":
            phone.seen("Add").click()
        written += phone.write_everywhere(view, "I write")
        phone.saved()
        phone.seen("Done").click()
    phone.go("stage")
    for stage in STAGES:
        phone.page.get_by_label(stage.title, exact=True).check()
        written += phone.write_everywhere("stage", stage.id)
    phone.saved()
    phone.seen("Done").click()
    return written


@pytest.mark.proves("P11", "P14", "R25")
def test_a_whole_plan_is_written_in_airplane_mode_kept_and_carried_to_another_phone(
    browser: Browser, server: Server, cast: Cast
) -> None:
    phone = PlanWindow(browser, server.address)
    sent = Sent.by(phone.context)
    visit(phone, "/plan/en")
    server.stop()
    phone.visit()
    phone.seen("Start").click()
    fields = write_a_whole_plan(phone)
    phone.go("safe")
    first = phone.answers()
    asked = {one.key for part in content.my_plan("en").values() for one in part.questions} | {"stage.now"}
    assert set(first) == asked, "every question has an answer"
    assert json.dumps(first).count("okapi") == fields

    phone.page.reload()
    phone.go("safe")
    assert phone.answers() == first
    restarted_with_a_new_build(server)
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.visit()
    phone.go("safe")
    assert phone.answers() == first

    phone.page.get_by_text("Set passphrase").locator("visible=true").first.click()
    phone.set_passphrase()
    locked = phone.file("Save locked")
    assert b"okapi" not in locked
    terms = json.loads(locked)["sealed"]["terms"]
    assert (terms["kdf"], terms["cipher"]) == ("PBKDF2-SHA-256", "AES-GCM-256")
    assert terms["rounds"] >= 600_000
    assert sent.telling(server.address) == []

    other = PlanWindow(browser, server.address)
    sent = Sent.by(other.context)
    other.visit()
    other.seen("Open a file").click()
    said = other.page.locator("[data-file-said]")
    for wrong, told in ((b"a photo", "This is not a plan."), (locked[:-200], "This file is damaged.")):
        other.page.get_by_label("File", exact=True).set_input_files(
            {"name": "notes.json", "mimeType": "application/json", "buffer": wrong}
        )
        expect(said).to_contain_text(told)
    other.page.get_by_label("File", exact=True).set_input_files(
        {"name": "notes-locked.json", "mimeType": "application/json", "buffer": locked}
    )
    for typed, told in (("not it", "That is not the passphrase"), (PASSPHRASE, "It is in your plan.")):
        other.page.get_by_label("Passphrase of the file").fill(typed)
        other.page.get_by_label("Passphrase of the file").press("Enter")
        expect(said).to_contain_text(told)
    assert other.answers() == first
    assert sent.telling(server.address) == []
    other.page.evaluate("fetch('/about?planted', { method: 'GET' }).then(() => true)")
    assert sent.telling(server.address) == [f"GET {server.address}/about?planted"], "the control"
    assert [phone.wrong, other.wrong] == [[], []]


@pytest.mark.proves("P11", "P16", "R25", "R47")
def test_what_a_phone_keeps_in_the_room_is_in_its_plan_and_clearing_asks_what_to_clear(
    browser: Browser, server: Server, cast: Cast
) -> None:
    session = Session.opened(browser, server, cast, plan="A")
    (private,), (collect,), (close,) = (session.room.steps(kind) for kind in ("private", "collect", "close"))
    phone = session.phone()
    plan = PlanWindow(browser, server.address)
    plan.context, plan.page = phone.context, phone.context.new_page()
    plan.visit()
    plan.seen("Set passphrase").click()
    plan.set_passphrase()
    plan.page.close()

    session.step(private, "showing")
    phone.page.get_by_label("For you alone").fill(SECRET)
    requests = Sent.by(phone.context)
    phone.button("Keep in plan").click()
    phone.sees("It is in your plan.")
    assert requests.requests == []
    _share(
        session, collect, ["Cold water on my wrists.", "I take my medicine at eight.", "I walk.", "I call.", "I eat."]
    )
    phone.sees("Cold water on my wrists.")
    requests = Sent.by(phone.context)
    for words in ("Cold water on my wrists.", "I take my medicine at eight."):
        item = phone.page.locator("li.strategy", has_text=words)
        item.get_by_role("button", name="Keep this").click()
        expect(item.get_by_role("status")).to_have_text("It is in your plan.")
    assert requests.requests == []

    session.step(close, "showing")
    phone.sees("Before you go")
    phone.button("Clear this phone").locator("visible=true").click()
    phone.sees("Your own plan is on this phone too.")
    phone.button("This group only").locator("visible=true").click()
    phone.sees("This phone is clear.")
    plan.page = phone.context.new_page()
    plan.visit()
    plan.unlock()
    plan.go("kept")
    for words in (SECRET, "Cold water on my wrists.", "I take my medicine at eight."):
        assert plan.shows(words)
    notes = plan.page.get_by_text("Talk with your prescriber before any change.").locator("visible=true")
    expect(notes).to_have_count(1)
    phone.button("Clear this phone").locator("visible=true").click()
    phone.button("My plan too").locator("visible=true").click()
    expect(plan.page.get_by_role("heading", name="Your plan is off this phone.")).to_be_visible()
    assert not plan.shows("okapi")
    assert phone.page.evaluate("indexedDB.databases()") == []
    assert phone.wrong == []


def _share(session: Session, step: object, texts: list[str]) -> None:
    """The group writes, and all of it is shown."""
    from facilitator.rehearsal import PretendPhone

    room: Room = session.room
    session.step(step, "showing", "writing")  # type: ignore[arg-type]
    for text in texts:
        other = PretendPhone(session.server.address)
        other.join(room.code)
        other.share(str(step), text)
    session.step(step, "closing")  # type: ignore[arg-type]
    for text in texts:
        room.approve(text)
    session.step(step, "reveal")  # type: ignore[arg-type]


@pytest.mark.proves("R52")
def test_the_plan_is_written_and_read_by_keyboard_alone(browser: Browser, server: Server, cast: Cast) -> None:
    from tests.journeys.test_kinds import press

    phone = PlanWindow(browser, server.address)
    phone.visit()

    def enter(name: str) -> None:
        press(phone.page, phone.seen(name).first, "Tab")
        phone.page.keyboard.press("Enter")

    press(phone.page, phone.seen("Start"), "Tab")
    phone.page.keyboard.press("Enter")
    press(phone.page, phone.page.locator("[data-go=signs]"), "Tab")
    phone.page.keyboard.press("Enter")
    expect(phone.page.get_by_role("heading", name="Early signs")).to_be_focused()
    press(phone.page, phone.page.get_by_role("group", name="What are my early signs?").get_by_label("One line"), "Tab")
    phone.page.keyboard.type("I skip meals.")
    enter("Next")
    expect(phone.page.get_by_role("group", name="What do I do when I see one?")).to_be_focused()
    press(phone.page, phone.question("What do I do when I see one?"), "Tab")
    phone.page.keyboard.type("I tell someone.")
    phone.saved()
    expect(phone.page.get_by_role("status").filter(has_text="Saved on this phone.")).to_have_count(1)
    enter("Show all")
    enter("Done")
    expect(phone.page.locator("[data-go=signs]")).to_contain_text("Begun")
    phone.page.keyboard.press("Tab")
    enter("Craving now")
    expect(phone.page.get_by_role("heading", name="It will pass.")).to_be_focused()
    enter("Back")
    expect(phone.page.get_by_role("heading", name="My plan", exact=True)).to_be_focused()
    assert phone.wrong == []
