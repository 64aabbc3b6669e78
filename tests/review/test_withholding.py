"""The daily rule on real rows: what is new, what falls, and what is never shown again."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator import db
from facilitator.accounts.models import Program
from facilitator.review import readings, withdrawing, withholding
from facilitator.review.models import Released
from facilitator.review.readings import Query
from tests.cast import Cast
from tests.conftest import on_both

from .stage import Item, Stage, put_out, set_up


def release(stage: Stage, items: list[Item], *, first: bool = False) -> dict[str, UUID]:
    """One more edition, as the edge releases it."""
    made = put_out(stage, items)

    def turn(tx: Session) -> None:
        program = tx.get_one(Program, stage.cast.program)
        program.view_open = not first
        withholding.withhold_new(tx, program.id, program.edition)
        program.view_open = True

    db.write(turn)
    return made


def some(count: int, mark: str, *tags: str) -> list[Item]:
    return [Item(f"I wait ({mark} {number}).", tags) for number in range(count)]


def take_back(cast: Cast, ids: list[UUID]) -> None:
    def work(tx: Session) -> None:
        gone = list(tx.scalars(select(Released).where(Released.id.in_(ids))))
        withdrawing.clear(tx, gone, "")
        for one in gone:
            tx.delete(one)
        tx.flush()
        program = tx.get_one(Program, cast.program)
        withholding.withhold_new(tx, program.id, program.edition + 1)
        program.edition += 1

    db.write(work)


def shown(cast: Cast, tag: str) -> int:
    return len(readings.find(cast.program, Query(situation=tag), limit=500).items)


@on_both
@pytest.mark.proves("P25")
def test_a_tag_that_few_have_is_shown_nowhere_and_stays_withheld_where_it_once_was(cast: Cast) -> None:
    stage = set_up(cast)
    release(stage, some(10, "a", "craving") + some(12, "b", "body"), first=True)
    assert (shown(cast, "craving"), shown(cast, "body")) == (0, 12)
    release(stage, some(12, "c", "craving") + some(3, "d", "body"))
    assert (shown(cast, "craving"), shown(cast, "body")) == (12, 15)
    assert readings.cells(cast.program).tags == {"craving": 12, "body": 15}


@pytest.mark.proves("P25")
def test_until_the_view_opens_everything_is_decided_anew(cast: Cast) -> None:
    stage = set_up(cast)
    release(stage, some(6, "a", "craving"), first=True)
    release(stage, some(6, "b", "craving"), first=True)
    assert shown(cast, "craving") == 12


@on_both
@pytest.mark.proves("P25", "P29")
def test_what_a_take_back_leaves_too_few_of_rests_with_it_and_does_not_come_back(cast: Cast) -> None:
    stage = set_up(cast)
    made = release(stage, some(11, "a", "craving") + some(14, "b", "body"), first=True)
    take_back(cast, [made["I wait (a 3)."], made["I wait (b 3)."]])
    texts = {item.text for item in readings.find(cast.program, Query(), limit=500).items}
    assert len(texts) == 13
    assert all("(b" in text for text in texts), "one of eleven was taken back, and all eleven are gone"
    release(stage, some(11, "c", "craving"))
    assert shown(cast, "craving") == 11


@pytest.mark.proves("P25")
def test_a_threshold_that_is_raised_takes_tags_and_no_texts(cast: Cast) -> None:
    stage = set_up(cast)
    release(stage, some(12, "a", "craving"), first=True)

    def raise_it(tx: Session) -> None:
        program = tx.get_one(Program, cast.program)
        program.k_export = 20
        assert withholding.withhold_new(tx, program.id, program.edition + 1)
        program.edition += 1

    db.write(raise_it)
    assert shown(cast, "craving") == 0
    assert len(readings.find(cast.program, Query(), limit=500).items) == 12
