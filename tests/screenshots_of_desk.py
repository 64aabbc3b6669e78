"""The way out of a group: what is offered, the desk of a reviewer, and the program's settings."""

import re
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator import db
from facilitator.accounts.models import Program
from facilitator.demo import GROUPS
from facilitator.review.models import DeskItem, Offer
from facilitator.sessions.models import Group
from facilitator.strategies.models import Strategy
from tests.journeys.people import DESK, PHONE, ConsoleWindow, Opened

MARKED = "When it is bad I call Mike from the bowling team, and we talk till one."
ALIKE = ("I put the phone in a drawer at night.", "At night I put my phone into a drawer.")


def furnish_desk(tx: Session, program: Program) -> None:
    """Three texts on the desk; and the first group's library can be offered, one text of it is."""
    group = tx.scalars(select(Group).where(Group.program_id == program.id).order_by(Group.name.desc())).first()
    assert group is not None
    for text in (MARKED, *ALIKE):
        tx.add(
            DeskItem(
                id=db.new_id(), program_id=program.id, group_id=group.id, text=text, language="en", year=2026,
                tags=["alone_bored", "reach_out"], edited=text == MARKED,
            )
        )  # fmt: skip
    shelf = tx.scalars(select(Strategy).where(Strategy.group_id == group.id).order_by(Strategy.text).limit(4)).all()
    for strategy in shelf:
        strategy.share_beyond = True
    tx.add(Offer(strategy_id=shelf[0].id, program_id=program.id, due_day=800_000))
    group.program_declined_for = {"useful": 2}


def pictures_of_offering(album: Any, console: ConsoleWindow, address: str) -> None:
    """What a facilitator sees, and an admin: it is the same person here."""
    page = console.page
    page.goto(f"{address}/groups")
    page.get_by_role("link", name=GROUPS[0]).first.click()
    page.get_by_role("link", name="Library").first.click()
    page.get_by_role("link", name="Offer to the program").click()
    album.take("offers", page, PHONE, DESK, full=True)
    for box in page.locator("input[name=chosen]").all()[:2]:
        box.check()
    console.button("Read once more").click()
    album.take("offer-points", page, PHONE, DESK, full=True)
    page.goto(f"{address}/program/settings")
    album.take("program-settings", page, PHONE, DESK, full=True)


def pictures_of_desk(album: Any, robin: Opened, address: str) -> None:
    page = robin.page
    _to(page, address, MARKED)
    album.take("desk", page, PHONE, DESK, full=True)
    page.keyboard.press("2")
    page.keyboard.press("Escape")
    _to(page, address, ALIKE[0])
    album.take("desk-alike", page, PHONE, DESK, full=True)
    page.keyboard.press("4")
    robin.button("Decline").click()
    album.take("desk-refused", page, PHONE, DESK, full=True)
    page.get_by_label("It would not help others.").check()
    robin.button("Decline").click()
    page.goto(f"{address}/desk/decided")
    album.take("desk-decided", page, PHONE, DESK, full=True)
    robin.button(re.compile("^Undo")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


def _to(page: Page, address: str, text: str) -> None:
    """Go on with "Later" until `text` comes."""
    page.goto(f"{address}/desk")
    for _ in range(3):
        if page.locator("#card .strategy").inner_text() == text:
            return
        page.locator('[data-key="n"]').click()
