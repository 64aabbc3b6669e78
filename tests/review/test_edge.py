"""From a group to its program: held, mixed, read a second time, and released at one hour of the day."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from facilitator import db, strategies
from facilitator.accounts.models import Program
from facilitator.privacy.pooling import pooled
from facilitator.review import days, desk, edge, offers, view_is_open
from facilitator.review.models import DECLINED, DeskItem, Offer, Released, ReleaseSource
from facilitator.sessions.models import Group
from facilitator.strategies.models import Strategy, TakeBack
from tests.cast import Cast
from tests.conftest import on_both

from . import stage
from .stage import Stage

TEXTS = [f"I count to {number}." for number in ("ten", "twenty", "thirty", "forty", "fifty", "sixty")]


@pytest.fixture
def three(cast: Cast) -> Stage:
    return stage.set_up(cast)


def rows(model: type[db.Base]) -> int:
    with db.reading() as tx:
        return tx.scalar(select(func.count()).select_from(model)) or 0


def is_open(three: Stage) -> bool:
    with db.reading() as tx:
        return view_is_open(tx, three.cast.program)


def edition(three: Stage) -> int:
    with db.reading() as tx:
        return tx.get_one(Program, three.cast.program).edition


@pytest.mark.proves("P23")
def test_a_hold_is_14_to_45_days_and_not_always_the_same() -> None:
    holds = {days.end_of_hold(1000) - 1000 for _ in range(400)}
    assert min(holds) >= 14
    assert max(holds) <= 45
    assert len(holds) > 5


@pytest.mark.proves("P23")
def test_nothing_moves_before_its_hold_is_over(three: Stage) -> None:
    stage.offered(three, TEXTS)
    stage.next_day(three, 13)
    assert rows(DeskItem) == 0
    stage.next_day(three, 45 - 13)
    assert rows(DeskItem) == 6


@pytest.mark.proves("P23")
def test_few_texts_or_those_of_few_sessions_or_of_one_group_wait(three: Stage) -> None:
    stage.offered(three, TEXTS[:4])
    stage.next_day(three, 45)
    assert rows(DeskItem) == 0, "four texts"
    one_group = Stage(three.cast, three.cleo, three.saturday, {three.cast.tuesday: three.sessions[three.cast.tuesday]})
    stage.offered(one_group, ["I sit down.", "I stand up.", "I lie down.", "I look up.", "I look down."])
    stage.next_day(three, 45)
    assert rows(DeskItem) == 9, "the first four are not alone any more"


@on_both
@pytest.mark.proves("P23", "P24")
def test_what_is_accepted_reaches_the_program_together_at_the_daily_hour_without_a_way_back(three: Stage) -> None:
    on_desk = stage.on_desk(three, TEXTS, ["craving", "wait"])
    with db.reading() as tx:
        approved = set(tx.scalars(select(Strategy.id)))
    stage.accept_all(three)
    assert rows(Released) == 0, "not when it is accepted"
    stage.next_day(three)
    with db.reading() as tx:
        released = list(tx.scalars(select(Released)))
        assert {one.text for one in released} == set(TEXTS)
        assert {one.year for one in released} == {stage.YEAR}
        ids = {one.id for one in released}
        assert not ids & (approved | set(on_desk.values()))
    assert rows(DeskItem) == 0
    assert rows(ReleaseSource) == 6
    assert edition(three) == 1
    columns = set(Released.__table__.columns.keys())
    assert not {name for name in columns if name.startswith(("group", "session", "week", "day"))}


def test_four_accepted_texts_wait_for_a_fifth(three: Stage) -> None:
    on_desk = stage.on_desk(three, TEXTS[:5])
    spared = on_desk[TEXTS[0]]
    card = desk.card_of(spared, three.cast.otto)
    desk.decline(spared, "kind", card.mark, three.cast.otto)
    stage.accept_all(three)
    stage.next_day(three)
    assert rows(Released) == 0
    stage.released(
        three, ["I go to bed early."] * 0 + ["I open a window.", "I feed the cat.", "I call.", "I wait.", "I go."]
    )
    assert rows(Released) == 9


def test_what_is_declined_is_erased_on_another_day_and_its_group_is_told_why_in_numbers(three: Stage) -> None:
    on_desk = stage.on_desk(three, TEXTS)
    for text in TEXTS[:3]:
        desk.decline(on_desk[text], "useful", desk.card_of(on_desk[text], three.cast.otto).mark, three.cast.otto)

    def told() -> list[dict[str, int]]:
        with db.reading() as tx:
            return [dict(group.program_declined_for or {}) for group in tx.scalars(select(Group).order_by(Group.name))]

    assert told() == [{}, {}, {}], "not when it is read"
    stage.next_day(three)
    assert told() == [{"useful": 1}, {"useful": 1}, {"useful": 1}]
    with db.reading() as tx:
        assert tx.scalars(select(DeskItem.text).where(DeskItem.state == DECLINED)).all() == []
    assert offers.offering_of(three.cast.tuesday, three.cast.ana).declined_for == {"useful": 1}


def test_the_daily_hour_comes_once_a_day_and_not_before_four(three: Stage) -> None:
    """In America/Denver, where the program is."""
    midnight = datetime(2031, 6, 2, 6, 0, tzinfo=UTC)
    assert edge.daily((midnight + timedelta(hours=3, minutes=59)).timestamp()) == []
    assert len(edge.daily((midnight + timedelta(hours=4)).timestamp())) == 1
    assert edge.daily((midnight + timedelta(hours=20)).timestamp()) == []
    assert len(edge.daily((midnight + timedelta(hours=28)).timestamp())) == 1


@pytest.mark.proves("P26")
def test_sessions_of_the_same_eight_people_are_eight_people() -> None:
    tuesday, thursday = uuid4(), uuid4()
    assert pooled([(tuesday, 8)] * 10, apart=True) == 8
    assert pooled([(tuesday, 8), (tuesday, 11), (thursday, 6)], apart=False) == 11
    assert pooled([(tuesday, 8), (tuesday, 11), (thursday, 6)], apart=True) == 17
    assert pooled([], apart=True) == 0


@pytest.mark.proves("P26")
def test_the_view_opens_by_the_largest_group_unless_memberships_are_attested(three: Stage) -> None:
    stage.released(three, TEXTS)
    assert not is_open(three), "three groups of eight may be the same eight"
    db.write(lambda tx: setattr(tx.get_one(Program, three.cast.program), "memberships_apart", True))
    stage.next_day(three)
    assert is_open(three), "three times eight"
    db.write(lambda tx: setattr(tx.get_one(Program, three.cast.program), "memberships_apart", False))
    stage.next_day(three)
    assert is_open(three), "once open, it stays open"


def test_a_raised_threshold_makes_a_new_edition_and_a_quiet_day_none(three: Stage) -> None:
    db.write(lambda tx: setattr(tx.get_one(Program, three.cast.program), "memberships_apart", True))
    stage.released(three, [f"{text} And {number}." for text in TEXTS for number in ("one", "two")], ["craving"])
    assert edition(three) == 1
    stage.next_day(three)
    assert edition(three) == 1
    db.write(lambda tx: setattr(tx.get_one(Program, three.cast.program), "k_export", 20))
    stage.next_day(three)
    assert edition(three) == 2


def take_back(text: str) -> None:
    strategies.take_back(stage.words(text))
    strategies.apply_take_backs(datetime.now(UTC).timestamp() + 91)


def ids_at(model: type[Offer | DeskItem | Released], text: str) -> list[UUID]:
    with db.reading() as tx:
        return list(tx.scalars(select(model.id).where(model.text == text)))  # type: ignore[union-attr]


@pytest.mark.proves("P27", "P29")
def test_a_take_back_reaches_what_is_offered_and_the_desk_at_once(three: Stage) -> None:
    stage.offered(three, TEXTS[:1])
    take_back(TEXTS[0])
    assert rows(Offer) == 0
    on_desk = stage.on_desk(three, TEXTS[1:])
    desk.reword(
        on_desk[TEXTS[1]], "I count slowly.", desk.card_of(on_desk[TEXTS[1]], three.cast.otto).mark, three.cast.otto
    )
    take_back(TEXTS[1])
    assert ids_at(DeskItem, "I count slowly.") == [], "also when it was reworded"
    assert rows(DeskItem) == 4
    assert rows(TakeBack) == 0


@on_both
@pytest.mark.proves("P27", "P29")
def test_a_take_back_leaves_the_program_at_the_daily_hour_and_not_before(three: Stage) -> None:
    stage.released(three, TEXTS)
    with db.reading() as tx:
        assert tx.scalar(select(Strategy.id).where(Strategy.text == TEXTS[0])), "the control: it is in its library"
    take_back(TEXTS[0])
    with db.reading() as tx:
        assert tx.scalar(select(Strategy.id).where(Strategy.text == TEXTS[0])) is None
    assert len(ids_at(Released, TEXTS[0])) == 1, "a program cannot tell when it was asked for"
    stage.next_day(three)
    assert ids_at(Released, TEXTS[0]) == []
    assert rows(Released) == 5
    assert edition(three) == 2
