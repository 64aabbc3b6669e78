"""What one group learned helps another: a collection in a group's library, and as the choices of a poll."""

import time
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import db, library, strategies
from facilitator.accounts.models import Program
from facilitator.errors import NotFound, Refused
from facilitator.library import Filters, LibraryItem
from facilitator.review import collections, importing, withdrawing
from facilitator.review.models import Released
from facilitator.sessions.models import Step
from facilitator.strategies.models import Strategy
from tests.cast import Cast, Room

from .stage import TEXTS, Item, Stage, approved, next_day, put_out, set_up, words

WALK, CALL, CARE = TEXTS[0][0], TEXTS[1][0], "I ask for my methadone early when I travel."


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_up(cast)


@pytest.fixture
def out(stage: Stage) -> dict[str, UUID]:
    return put_out(stage, [Item(WALK, TEXTS[0][1]), Item(CALL, TEXTS[1][1]), Item(CARE)])


@pytest.fixture
def version(cast: Cast, out: dict[str, UUID]) -> UUID:
    items = [{"strategy": str(out[text])} for text in (WALK, CALL, CARE)]
    return collections.publish(collections.create({"title": "First weeks", "items": items}, cast.otto), 1, cast.otto)


def shelf(cast: Cast) -> dict[str, LibraryItem]:
    return {item.text: item for item in library.strategies_of(cast.tuesday, cast.ana, Filters())}


def test_a_facilitator_brings_a_published_collection_into_a_group_s_library_and_undoes_it(
    ana: FlaskClient, cast: Cast, stage: Stage, version: UUID
) -> None:
    approved(stage.sessions[cast.tuesday][0], CALL)
    page, way = f"/collections/versions/{version}", f"/collections/versions/{version}/groups/{cast.tuesday}/imports"
    assert "Bring in" in ana.get(page).text
    assert ana.post(way).status_code == 303
    held = shelf(cast)
    assert set(held) == {WALK, CALL, CARE}, "what the group has already does not come twice"
    assert held[WALK].imported
    assert {tag.id for tag in held[WALK].tags} == set(TEXTS[0][1])
    assert not held[CALL].imported
    assert "From a collection of your program" in ana.get(f"/groups/{cast.tuesday}/library?seed=1").text
    with db.reading() as tx:
        came = tx.scalars(select(Strategy).where(Strategy.text.in_([WALK, CARE]))).all()
        assert [(one.share_beyond, one.take_back, one.group_session_id) for one in came] == [(False, None, None)] * 2
    assert ana.post(way).status_code == 409, "it came in already"
    assert ana.post(way, data={"undo": "1"}).status_code == 303
    assert set(shelf(cast)) == {CALL}


def test_nobody_brings_into_another_s_group_or_from_another_program(cast: Cast, version: UUID) -> None:
    elsewhere = Program(id=db.new_id(), name="Hillside", resource_pack="us", timezone="UTC")
    db.write(lambda tx: tx.add(elsewhere))
    for group_id, by in ((cast.thursday, cast.ana), (cast.tuesday, cast.otto), (cast.tuesday, cast.ada)):
        with pytest.raises(NotFound):
            importing.bring_in(version, group_id, by)
    with pytest.raises(NotFound):
        importing.bring_in(db.new_id(), cast.tuesday, cast.ana)
    assert shelf(cast) == {}


@pytest.mark.proves("P27", "P29")
def test_what_its_author_takes_back_or_a_reviewer_pulls_leaves_the_library_and_the_poll(
    ana: FlaskClient, cast: Cast, stage: Stage, out: dict[str, UUID], version: UUID
) -> None:
    room = Room.prepared(cast)
    poll = room.steps("poll")[0]
    importing.bring_in(version, cast.tuesday, cast.ana)
    held = shelf(cast)
    chosen = [f"library-{held[text].id.hex}" for text in (WALK, CALL, CARE)]
    way = f"/sessions/{room.session_id}/steps/{poll}/choices"
    assert WALK in ana.get(way).text
    assert ana.post(way, data={"choice": chosen}).status_code == 303
    assert options(poll) == [WALK, CALL, f"{CARE}\n— Talk with your prescriber before any change."]

    withdrawing.pull(out[CARE], "medical_advice", cast.otto)
    strategies.take_back(words(WALK))
    strategies.apply_take_backs(time.time() + 100)
    assert WALK in shelf(cast), "not before the program's hour"
    next_day(stage)
    assert set(shelf(cast)) == {CALL}
    assert options(poll) == ["…", CALL, "…"], "a choice that is gone keeps its place"
    with db.reading() as tx:
        assert set(tx.scalars(select(Released.text))) == {CALL}


def options(step_id: UUID) -> list[str]:
    with db.reading() as tx:
        return tx.get_one(Step, step_id).options


@pytest.mark.proves("R34")
def test_a_poll_takes_its_choices_from_a_collection_and_none_once_it_was_asked(
    app: Flask, ana: FlaskClient, bea: FlaskClient, cast: Cast, version: UUID
) -> None:
    room = Room.opened(cast)
    poll = room.steps("poll")[0]
    way = f"/sessions/{room.session_id}/steps/{poll}/choices"
    page = ana.get(f"{way}?words=block").text
    assert "First weeks" in page
    assert CALL not in page
    ids = [f"collection-{item.id.hex}" for item in importing.choices_of(cast.ana, "en")[0].items[:2]]
    assert bea.post(way, data={"choice": ids}).status_code == 404
    for too_few in ([], ids[:1], [ids[0], "library-nonsense"]):
        refused = ana.post(way, data={"choice": too_few})
        assert refused.status_code == 422
    searched = ana.post(way, data={"choice": ids, "words": "film", "search": "1"}).text
    assert searched.count(" checked") == 2, "what was picked stays, whatever is searched for"
    assert ana.post(way, data={"choice": ids}).status_code == 303
    phones = room.phones(app, 5)
    room.open_writing(poll)
    shown = phones[0].client.get("/room/fragments").text
    assert "block" in shown
    assert "First weeks" not in shown
    with pytest.raises(Refused):
        strategies.choose(room.session_id, poll, [WALK, CALL], cast.ana)
    for phone in phones:
        phone.answer(poll, 0)
    room.close_writing(poll)
    assert ana.post(way, data={"choice": ids}).status_code == 409, "a poll that was answered is not asked again (P10)"
