"""From three groups' sessions to a booklet; and what its author takes back is gone everywhere it can be reached."""

import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from facilitator import db, library, strategies
from facilitator.accounts.models import Program
from facilitator.library import Filters
from facilitator.review import days, desk, export_views, exports, offers, tokens
from facilitator.review.export_models import Export
from facilitator.review.models import DeskItem, Released
from facilitator.review.readings import Query
from tests.cast import PASSWORD, POINTS, Cast, Room, answered
from tests.journeys.people import DESK, ConsoleWindow, Opened, PhoneWindow
from tests.review import stage
from tests.review.stage import Stage
from tests.servers import Server

SAID = (
    "I walk until the street is quiet.", "I call my sister before noon.", "I drink cold water slowly.",
    "I count the blue cars.", "I put on loud music and clean.", "I wait ten minutes by the clock.",
    "I write it down and tear it up.", "I cook for two.", "I sit in the back row.",
    "I go to bed angry and safe.", "I breathe out longer than in.", "I hold the dog.",
)  # fmt: skip
REGRETTED = SAID[0]


@pytest.mark.proves("P23", "P27", "P29")
def test_what_three_groups_found_becomes_a_booklet_until_its_author_takes_it_back(
    browser: Browser, server: Server, app: Flask, cast: Cast, tmp_path: Path
) -> None:
    three, words = three_groups(app, cast)
    offer_all(browser, server, three)
    stage.next_day(three, days.LONGEST_HOLD)
    otto = Opened(browser, server.address, DESK)
    second_review(otto, three)
    stage.next_day(three)
    version = collection(otto)
    booklet(otto, tmp_path)
    tool = app.test_client(use_cookies=False)
    bearer = {"Authorization": f"Bearer {tokens.make('A tool', list(tokens.SCOPES), 1, cast.ada)}"}
    assert REGRETTED in tool.get("/api/v1/strategies?limit=50", headers=bearer).text
    made = export(cast)

    phone = PhoneWindow(browser, server.address)
    phone.page.goto(f"{server.address}/take-back")
    phone.page.get_by_label("Your words").fill(words)
    phone.button("Take back").click()
    phone.sees("Thank you.")
    strategies.apply_take_backs(time.time() + 120)
    assert REGRETTED not in {item.text for item in library.strategies_of(cast.tuesday, cast.ana, Filters())}
    stage.next_day(three)

    otto.page.goto(version)
    expect(otto.page.get_by_text("Its writer took it back.")).to_be_visible()
    expect(otto.page.get_by_text(SAID[1], exact=True)).to_be_visible()
    expect(otto.page.get_by_text(REGRETTED)).to_have_count(0)
    otto.page.goto(f"{server.address}/program?words=quiet")
    expect(otto.page.get_by_text(REGRETTED)).to_have_count(0)
    assert REGRETTED not in tool.get("/api/v1/strategies?limit=50", headers=bearer).text
    next_version(otto, version)
    with db.reading() as tx:
        assert tx.get_one(Export, made).superseded
        assert REGRETTED not in set(tx.scalars(select(Released.text)))
    assert [window.wrong for window in (otto, phone)] == [[], []]


def three_groups(app: Flask, cast: Cast) -> tuple[Stage, str]:
    """A session of each of three groups, with four phones that all say yes to sharing; the words of one of them."""
    three = stage.set_up(cast, meetings=0)
    db.write(lambda tx: setattr(tx.get_one(Program, cast.program), "memberships_apart", True))
    kept = ""
    for number, group_id in enumerate(three.groups):
        room = Room.opened(replace(cast, ana=three.leader_of(group_id), tuesday=group_id))
        step = room.steps("collect")[0]
        phones, texts = room.phones(app, 4), SAID[number * 4 : number * 4 + 4]
        room.open_writing(step)
        for phone, text in zip(phones, texts, strict=True):
            told = answered(phone.send(step, text=text, share_beyond=True))
            kept = told["words"] if text == REGRETTED else kept
        room.close_writing(step)
        for text in texts:
            room.approve(text)
        room.reveal(step)
        strategies.end(room.session_id, room.cast.ana, phones=4)
    return three, kept


def offer_all(browser: Browser, server: Server, three: Stage) -> None:
    """Ana offers with her hands, the others as quickly."""
    ana = ConsoleWindow(browser, server.address)
    ana.sign_in()
    ana.page.goto(f"{server.address}/groups/{three.cast.tuesday}/offers")
    for text in SAID[:4]:
        ana.page.get_by_label(text).check()
    ana.button("Read once more").click()
    for box in ana.page.get_by_role("checkbox").all():
        box.check()
    ana.button("Offer").click()
    expect(ana.page.get_by_role("status")).to_contain_text("Offered.")
    for group_id in three.groups[1:]:
        leader = three.leader_of(group_id)
        found = [item.id for item in library.strategies_of(group_id, leader, Filters())]
        offers.offer(group_id, found, POINTS, leader)
    assert ana.wrong == []


def second_review(otto: Opened, three: Stage) -> None:
    """Otto reads one on the page; what he accepts there, he accepts twelve times."""
    sign_in(otto, "Otto")
    otto.page.goto(f"{otto.address}/desk")
    with db.reading() as tx:
        assert len(tx.scalars(select(DeskItem.id)).all()) == len(SAID)
    otto.look()
    for box in otto.page.locator("input[name=checks]").all():
        box.check()
    otto.button(re.compile("^Accept")).click()
    expect(otto.page.get_by_text("11 to read")).to_be_visible()
    stage.accept_all(three)
    assert desk.queue_of(three.cast.otto) == []


def sign_in(window: Opened, name: str) -> None:
    window.page.goto(f"{window.address}/sign-in")
    window.page.get_by_label("Name").fill(name)
    window.page.get_by_label("Password", exact=True).fill(PASSWORD)
    window.button("Sign in").click()
    window.page.wait_for_url(lambda url: "/sign-in" not in url)


def collection(otto: Opened) -> str:
    """A collection of everything, in an order of its own; the address of the published version."""
    page = otto.page
    page.goto(f"{otto.address}/collections")
    page.get_by_role("link", name="New collection").click()
    otto.arrived(re.compile("/collections/"))
    page.get_by_label("Title").fill("What helps in the first weeks")
    page.get_by_label("Licence").fill("Free to copy, not to sell.")
    page.get_by_label("Words").fill("dog")
    page.keyboard.press("Enter")
    expect(page.locator(".find__words")).to_have_text([SAID[11]])
    otto.button(re.compile("^Add ")).first.click()
    expect(page.locator("[data-told]")).to_have_text("Added. The draft has 1.")
    page.get_by_label("Words").fill("")
    otto.button("Search").click()
    expect(page.locator(".find__words")).to_have_count(12)
    otto.button("Add all").click()
    expect(page.locator("[data-told]")).to_have_text("Added. The draft has 12.")
    page.locator("[data-step]").nth(1).get_by_role("button", name=re.compile("^Move up")).press("Enter")
    expect(page.locator("[data-step]").nth(1)).to_contain_text(SAID[11])
    page.get_by_label("Note beside it").nth(1).fill("For a bad evening.")
    otto.button("Save and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish What helps in the first weeks?")
    expect(page.get_by_text(REGRETTED)).to_be_visible()
    otto.button("Publish").click()
    expect(page.get_by_role("status")).to_contain_text("Published.")
    return page.url.split("?")[0]


def booklet(otto: Opened, folder: Path) -> None:
    """Opened, and looked at: a picture of its cover is there, and its words can be read."""
    with otto.page.expect_download() as coming:
        otto.page.get_by_role("link", name="Booklet").click()
    file = folder / "booklet.pdf"
    coming.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF-")
    if shutil.which("pdftotext"):
        told = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode()
        for words in ("What helps in the first weeks", "Free to copy", REGRETTED, "For a bad evening.", "988"):
            assert words in " ".join(told.split())


def export(cast: Cast) -> UUID:
    """An export of what the program has, handed out to its end."""
    made = exports.make(exports.Wanted("csv", Query()), cast.otto, "en", export_views.spoken("en"))
    assert b"".join(made.pieces)
    with db.reading() as tx:
        row = tx.scalars(select(Export)).one()
        assert not row.superseded
        return row.id


def next_version(otto: Opened, version: str) -> None:
    """The draft has lost it too, and so has what is published next."""
    otto.page.goto(version)
    otto.page.get_by_role("link", name="Edit the draft").click()
    expect(otto.page.locator("[data-step]")).to_have_count(11)
    otto.button("Save and publish").click()
    otto.button("Publish").click()
    expect(otto.page.get_by_text("Version 2")).to_be_visible()
    expect(otto.page.get_by_text(REGRETTED)).to_have_count(0)
