"""Collections: drafts that people change, versions that nobody does, and pulling a strategy out of all of it."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator import accounts, db
from facilitator.accounts.models import Program
from facilitator.errors import Invalid, NotFound, Refused
from facilitator.prompts.drafts import Unusable
from facilitator.review import collection_readings, collections, readings, withdrawing
from facilitator.review.collection_models import CollectionVersion, VersionItem
from facilitator.review.models import Released, ReleasedTag
from tests import cast as people
from tests.cast import PASSWORD, Cast

from .stage import TEXTS, Item, Stage, put_out, set_up

WALK, CALL, FILM = TEXTS[0][0], TEXTS[1][0], TEXTS[4][0]


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_up(cast)


@pytest.fixture
def out(stage: Stage) -> dict[str, UUID]:
    """What the program has: its ids by text."""
    return put_out(stage, [Item(text, tags) for text, tags in TEXTS])


@pytest.fixture
def otto(app: Flask, cast: Cast) -> FlaskClient:
    return people.sign_in(app.test_client(), "Otto")


def fields(*strategies: UUID, title: str = "First weeks", note: str = "", **more: object) -> dict[str, object]:
    return {"title": title, "items": [{"strategy": str(one), "note": note} for one in strategies], **more}


def form(*strategies: UUID, revision: int = 1, **more: object) -> dict[str, object]:
    ids = [str(one) for one in strategies]
    typed = {"title": "First weeks", "purpose": "", "licence": "", "review_by": "", "owner": ""}
    listed = {"strategy": ids, "note": [""] * len(ids), "gone": [""] * len(ids)}
    return {**typed, "revision": revision, **listed, **more}


def published(cast: Cast, *strategies: UUID) -> UUID:
    made = collections.create(fields(*strategies), cast.otto)
    return collections.publish(made, 1, cast.otto)


def texts_of(version_id: UUID, by: UUID) -> list[str]:
    return [item.text for item in collection_readings.version_of(version_id, by, "en").items]


@pytest.mark.proves("P24")
def test_a_version_stays_as_it_was_published_with_ids_of_its_own_and_the_year_alone(
    cast: Cast, out: dict[str, UUID]
) -> None:
    made = collections.create(fields(out[WALK], out[CALL], note="Good at night."), cast.otto)
    first = collections.publish(made, 1, cast.otto)
    collections.save(made, fields(out[FILM], title="Later"), 1, cast.ada)
    second = collections.publish(made, 2, cast.ada)
    page = collection_readings.version_of(first, cast.ana, "en")
    assert (page.title, page.number, page.latest) == ("First weeks", 1, False)
    assert [(item.text, item.note) for item in page.items] == [(WALK, "Good at night."), (CALL, "Good at night.")]
    assert {tag.id for tag in page.items[0].tags} == set(TEXTS[0][1])
    assert page.items[0].year == 2026
    assert texts_of(second, cast.bea) == [FILM]
    again = collections.publish(made, 2, cast.otto)
    with db.reading() as tx:
        ids = list(tx.scalars(select(VersionItem.id)))
    assert len(ids) == len(set(ids)) == 4
    assert not set(ids) & set(out.values()), "nothing in a version is known by an id the program knows it by"
    assert {item.id for item in collection_readings.version_of(again, cast.ana, "en").items}.isdisjoint(
        {item.id for item in collection_readings.version_of(second, cast.ana, "en").items}
    )


def test_only_reviewers_and_admins_see_a_draft_and_facilitators_what_was_published(
    cast: Cast, out: dict[str, UUID]
) -> None:
    elsewhere = Program(id=db.new_id(), name="Hillside", resource_pack="us", timezone="UTC")
    other = elsewhere.id
    db.write(lambda tx: tx.add(elsewhere))
    zoe = accounts.create_account(other, "Zoe", PASSWORD, ["admin", "reviewer"], must_change=False)
    made = collections.create(fields(out[WALK]), cast.otto)
    assert collection_readings.draft_of(made, cast.ada).title == "First weeks"
    assert collection_readings.collections_of(cast.ana) == []
    version = collections.publish(made, 1, cast.otto)
    assert [line.title for line in collection_readings.collections_of(cast.ana)] == ["First weeks"]
    for by in (cast.ana, cast.bea, zoe):
        with pytest.raises(NotFound):
            collection_readings.draft_of(made, by)
        with pytest.raises(NotFound):
            collections.save(made, fields(), 1, by)
        with pytest.raises(NotFound):
            collections.publish(made, 1, by)
        with pytest.raises(NotFound):
            collections.delete(made, by)
    with pytest.raises(NotFound):
        collection_readings.version_of(version, zoe, "en")
    assert texts_of(version, cast.ana) == [WALK]


def test_of_two_who_edit_one_draft_the_second_is_told_and_loses_nothing(
    otto: FlaskClient, cast: Cast, out: dict[str, UUID]
) -> None:
    made = collections.create(fields(out[WALK]), cast.otto)
    collections.save(made, fields(out[CALL], title="Ada's"), 1, cast.ada)
    mine = form(out[WALK], out[FILM], title="Otto's", note=["", "By heart."], collection_id=str(made))
    late = otto.post(f"/collections/{made}", data=mine)
    assert late.status_code == 409
    assert "Somebody saved this while you had it open." in late.text
    for kept in ('value="Otto&#39;s"', FILM, "By heart.", "Save a copy"):
        assert kept in late.text
    assert collection_readings.draft_of(made, cast.otto).title == "Ada's"
    assert otto.post("/collections", data=mine).status_code == 303
    assert [line.title for line in collection_readings.collections_of(cast.otto)] == ["Ada's", "Otto's"]
    with pytest.raises(Refused):
        collections.publish(made, 1, cast.otto)


def test_what_cannot_be_saved_comes_back_full_and_says_why(otto: FlaskClient, cast: Cast, out: dict[str, UUID]) -> None:
    wrong = otto.post(
        "/collections", data=form(out[WALK], title=" ", review_by="soon", licence="x" * 201, note="n" * 301)
    )
    assert wrong.status_code == 422
    for told in ("Write something here.", "Write a month, such as 2027-06.", "200 characters or shorter", "300 char"):
        assert told in wrong.text
    assert WALK in wrong.text
    assert "n" * 301 in wrong.text
    uneven = otto.post("/collections", data=form(out[WALK], note=["", ""]))
    assert uneven.status_code == 422
    for strategies in ("nonsense", "' OR 1=1"):
        assert (
            otto.post("/collections", data=form() | {"strategy": strategies, "note": "", "gone": ""}).status_code == 422
        )
    with pytest.raises(Unusable):
        collections.create(fields(*[db.new_id() for _ in range(201)]), cast.otto)
    with pytest.raises(Invalid):
        collections.create(fields(out[WALK], owner=str(cast.ana)), cast.otto)
    assert collection_readings.collections_of(cast.otto) == []


def test_a_draft_is_filled_by_search_and_by_rule_and_put_in_order_without_a_script(
    otto: FlaskClient, out: dict[str, UUID]
) -> None:
    found = otto.post("/collections/changes", data=form(find_words="breathe", change="find"))
    assert TEXTS[2][0] in found.text
    assert "A few fit." in found.text
    assert WALK not in found.text
    ruled = otto.post("/collections/changes", data=form(out[CALL], find_situation="craving", change="all"))
    placed = re.findall(r'name="strategy" value="([^"]+)"', ruled.text)
    craving = {out[text] for text, tags in TEXTS if "craving" in tags}
    assert placed[0] == str(out[CALL])
    assert {UUID(one) for one in placed[1:]} == craving
    moved = otto.post("/collections/changes", data=form(out[CALL], out[WALK], change="up 1"))
    assert re.findall(r'name="strategy" value="([^"]+)"', moved.text) == [str(out[WALK]), str(out[CALL])]
    gone = otto.post("/collections/changes", data=form(out[CALL], out[WALK], change="remove 0"))
    assert re.findall(r'name="gone" value="([^"]*)"', gone.text) == ["yes", ""]
    for nonsense in ("up 9", "fly 1", "add nonsense", f"add {db.new_id()}", ""):
        assert otto.post("/collections/changes", data=form(out[WALK], change=nonsense)).status_code == 422
    strange = otto.post(
        "/collections/changes", data=form(change="find", find_words='"(* NEAR' + "😀" * 3000, find_year="٣")
    )
    assert strange.status_code == 200
    assert otto.get("/collections").text.count("No collection yet") == 1, "nothing of it was stored"


def test_publishing_asks_once_and_shows_what_will_be_in_it(otto: FlaskClient, cast: Cast, out: dict[str, UUID]) -> None:
    saved = otto.post("/collections", data=form(out[WALK], next="publish"))
    asked = otto.get(saved.headers["Location"])
    assert "Publish First weeks?" in asked.text
    assert WALK in asked.text
    made = re.search(r"/collections/([0-9a-f-]{36})/versions", asked.text)
    assert made is not None
    done = otto.post(made.group(), data={"revision": 1})
    read = otto.get(done.headers["Location"])
    assert "Version 1, 2" in read.text
    assert WALK in read.text
    empty = otto.post("/collections", data=form(title="Empty"))
    nothing = otto.post(empty.headers["Location"].split("?")[0] + "/versions", data={"revision": 1})
    assert nothing.status_code == 409


def test_what_a_reviewer_pulls_leaves_views_drafts_and_versions_and_a_line_says_why(
    otto: FlaskClient, cast: Cast, out: dict[str, UUID]
) -> None:
    version = published(cast, out[WALK], out[CALL])
    draft = collections.create(fields(out[WALK], title="Draft"), cast.otto)
    with pytest.raises(NotFound):
        withdrawing.pull(out[WALK], "identifying", cast.ana)
    item = collection_readings.version_of(version, cast.otto, "en").items[0]
    asked = otto.get(f"/collections/items/{item.id}/pulling", follow_redirects=True)
    assert WALK in asked.text
    unsaid = otto.post(f"/collections/strategies/{out[WALK]}/pulling", data={"reason": "because"})
    assert unsaid.status_code == 422
    assert otto.post(f"/collections/strategies/{out[WALK]}/pulling", data={"reason": "identifying"}).status_code == 303
    read = otto.get(f"/collections/versions/{version}")
    assert WALK not in read.text
    assert "It may say who somebody is." in read.text
    assert CALL in read.text
    assert collection_readings.draft_of(draft, cast.otto).items == ()
    assert readings.find(cast.program, readings.Query(words="block")).items == []
    with db.reading() as tx:
        kept = [*tx.scalars(select(Released.text)), *tx.scalars(select(VersionItem.text))]
    assert not any("block" in text for text in kept)
    assert otto.get(f"/collections/strategies/{out[WALK]}/pulling").status_code == 404


def test_what_rests_or_is_withheld_is_in_no_version_while_it_does(cast: Cast, out: dict[str, UUID]) -> None:
    version = published(cast, out[WALK], out[CALL])

    def rest(tx: Session) -> None:
        tx.get_one(Released, out[WALK]).resting = True
        tx.get_one(ReleasedTag, (out[CALL], "reach_out")).withheld = True

    before = collection_readings.version_of(version, cast.ana, "en")
    assert "reach_out" in {tag.id for tag in before.items[1].tags}, "the control"
    db.write(rest)
    page = collection_readings.version_of(version, cast.ana, "en")
    assert page.resting
    assert [item.text for item in page.items] == [CALL]
    assert "reach_out" not in {tag.id for tag in page.items[0].tags}


def test_deleting_asks_first_and_takes_draft_and_versions(otto: FlaskClient, cast: Cast, out: dict[str, UUID]) -> None:
    made = collections.create(fields(out[WALK]), cast.otto)
    collections.publish(made, 1, cast.otto)
    assert "Delete First weeks?" in otto.get(f"/collections/{made}/removal").text
    assert collection_readings.collections_of(cast.ana) != [], "asking deletes nothing"
    assert otto.post(f"/collections/{made}/removal").status_code == 303
    with db.reading() as tx:
        assert tx.scalars(select(CollectionVersion)).all() == []
        assert len(tx.scalars(select(Released)).all()) == len(out)
