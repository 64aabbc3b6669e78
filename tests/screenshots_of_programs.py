"""The pages of a program: what it has, and the collections made of it."""

import re
from typing import Any
from uuid import UUID

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator import accounts, db
from facilitator.accounts.models import Account, Program
from facilitator.demo import GROUPS
from facilitator.demo_words import SAID
from facilitator.review import collections
from facilitator.review.models import Released, ReleasedTag
from tests.cast import PASSWORD
from tests.journeys.people import DESK, PHONE, ConsoleWindow, Opened
from tests.screenshots_of_desk import furnish_desk, pictures_of_desk, pictures_of_offering
from tests.screenshots_of_exports import pictures_of_exports, pictures_of_tokens
from tests.screenshots_of_view import furnish_view, pictures_of_view

REVIEWER = "Robin Made-Up"
HELD = (
    *((text, ("craving", "do_else", "stage2"), "en") for text in SAID[:8]),
    ("I take my medicine with breakfast, so that I do not forget it.", ("care", "routine"), "en"),
    ("Pienso en la película hasta el final, y en quién me espera en casa.", ("think", "stage3"), "es"),
    ("After a slip I tell one person on the same day.", ("alone_bored", "reach_out"), "en"),
)


def furnish_program() -> None:
    """A reviewer, and what the program has: a published collection, and a draft."""
    db.write(lambda tx: furnish_desk(tx, tx.scalars(select(Program)).one()))
    with db.reading() as tx:
        program_id = tx.scalars(select(Program.id)).one()
        admin = tx.scalars(select(Account.id).where(Account.is_admin)).one()
    robin = accounts.create_account(program_id, REVIEWER, PASSWORD, ["reviewer"], must_change=False)
    ids = db.write(lambda tx: _release(tx, program_id))
    items = [{"strategy": str(one), "note": "Good to read aloud." if at == 1 else ""} for at, one in enumerate(ids[:9])]
    fields = {
        "title": "What helps in the first weeks", "purpose": "For people who are new in a group. Read one, try one.",
        "licence": "Free to copy and to hand on, not to sell.", "review_by": "2026-01", "owner": str(robin),
    }  # fmt: skip
    made = collections.create({**fields, "items": items}, robin)
    collections.publish(made, 1, robin)
    collections.create({"title": "Evenings alone", "items": items[:3]}, admin)


def _release(tx: Session, program_id: UUID) -> list[UUID]:
    program = tx.get_one(Program, program_id)
    program.view_open, program.edition = True, 1
    ids = []
    for text, tags, language in HELD:
        one = Released(id=db.new_id(), program_id=program_id, text=text, language=language, year=2026, edition=1)
        one.tags = [ReleasedTag(tag=tag) for tag in tags]
        tx.add(one)
        tx.flush()
        ids.append(one.id)
    furnish_view(tx, program_id)
    return ids


def pictures_of_programs(album: Any, browser: Browser, console: ConsoleWindow, address: str) -> None:
    """Robin's pages, then what a facilitator sees of them; ends where it began, on the groups."""
    robin = Opened(browser, address, DESK)
    robin.page.goto(f"{address}/sign-in")
    robin.page.get_by_label("Name").fill(REVIEWER)
    robin.page.get_by_label("Password", exact=True).fill(PASSWORD)
    robin.button("Sign in").click()
    robin.page.wait_for_url(lambda url: "/sign-in" not in url)
    pictures_of_view(album, robin, address)
    pictures_of_desk(album, robin, address)
    _collections(album, robin, address)
    _version(album, robin.page, address)
    pictures_of_exports(album, robin, address)
    pictures_of_tokens(album, console, address)
    pictures_of_offering(album, console, address)
    console.page.goto(f"{address}/collections")
    console.page.get_by_role("link", name="What helps in the first weeks").first.click()
    console.button(re.compile("^Bring in")).first.click()
    expect(console.page.get_by_text("In the library", exact=True)).to_be_visible()
    album.take("collection-version-facilitator", console.page, PHONE, DESK, full=True)
    _choices(album, console, address)
    console.page.goto(f"{address}/groups")


def _collections(album: Any, robin: Opened, address: str) -> None:
    page = robin.page
    page.goto(f"{address}/collections")
    album.take("collections", page, PHONE, DESK, full=True)
    page.goto(f"{address}/collections/new")
    album.take("collection-new", page, PHONE, DESK, full=True)
    robin.button("Save draft").click()
    album.take("collection-refused", page, PHONE, DESK, full=True)
    page.goto(f"{address}/collections")
    page.get_by_role("link", name="Edit Evenings alone").click()
    robin.button("Search").click()
    expect(page.locator(".find__words").first).to_be_visible()
    robin.button(re.compile("^Take out")).first.click()
    album.take("collection-draft", page, PHONE, DESK, full=True)
    robin.button("Save and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish Evenings alone?")
    album.take("collection-publish", page, PHONE, DESK, full=True)
    page.get_by_role("link", name="Back to the draft").click()
    page.get_by_role("link", name=re.compile("^Delete")).click()
    album.take("collection-delete", page, PHONE, DESK)


def _version(album: Any, page: Page, address: str) -> None:
    page.goto(f"{address}/collections")
    page.get_by_role("link", name="What helps in the first weeks").first.click()
    album.take("collection-version", page, PHONE, DESK, full=True)
    page.get_by_role("link", name=re.compile("^Pull")).first.click()
    album.take("collection-pull", page, PHONE, DESK, full=True)


def _choices(album: Any, console: ConsoleWindow, address: str) -> None:
    """Of a poll in a session that is ready, and goes again."""
    page = console.page
    page.goto(f"{address}/groups")
    page.get_by_role("link", name=GROUPS[1]).first.click()
    group = page.url
    console.button(re.compile("Spot it and handle it")).first.click()
    page.wait_for_url(re.compile("/sessions/"))
    page.goto(address + str(page.locator("a[id^='choices-']").first.get_attribute("href")))
    album.take("poll-choices", page, PHONE, DESK, full=True)
    page.goto(group)
    console.button(re.compile("^Remove ")).first.click()
