"""What a program sees: its strategies, and pictures of them."""

import random
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from facilitator import content, db
from facilitator.accounts.models import Program
from facilitator.demo_words import SAID
from facilitator.review import withholding
from facilitator.review.models import Released, ReleasedTag
from tests.journeys.people import DESK, PHONE, Opened

MORE = 500


def furnish_view(tx: Session, program_id: UUID) -> None:
    """Enough strategies for pictures, of three years, as the daily rule shows them; the view opens."""
    chance, taxonomy = random.Random(5), content.taxonomy("en")
    axes = (taxonomy.stages, taxonomy.situations, taxonomy.approaches)
    program = tx.get_one(Program, program_id)
    program.view_open = False
    for number in range(MORE):
        one = Released(
            id=db.new_id(), program_id=program_id, text=f"{SAID[number % len(SAID)]} And then I wait a little.",
            language="en", year=2024 + number % 3, edition=1,
        )  # fmt: skip
        one.tags = [ReleasedTag(tag=axis[int(len(axis) * chance.random() ** 2)].id) for axis in axes]
        tx.add(one)
    tx.flush()
    withholding.withhold_new(tx, program_id, 1)
    program.view_open = True


def pictures_of_view(album: Any, robin: Opened, address: str) -> None:
    page = robin.page
    page.goto(f"{address}/program?seed=1&approach=wait")
    album.take("program-view", page, PHONE, DESK)
    page.goto(f"{address}/program?seed=1&words=nothing+like+this")
    album.take("program-view-empty", page, PHONE, DESK)
    page.goto(f"{address}/program/pictures")
    for name in ("heat", "gaps", "years"):
        page.locator(f"#{name}").scroll_into_view_if_needed()
    album.take("program-pictures", page, PHONE, DESK, full=True)
