"""The desk: somebody who leads none of the groups reads each text a second time, and is shown nothing but the text."""

from collections.abc import Callable
from dataclasses import fields
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from facilitator import accounts, db
from facilitator.config import Config
from facilitator.errors import NotFound, Refused
from facilitator.review import desk, desk_hints
from facilitator.review.desk import DeskCard
from facilitator.review.models import ACCEPTED, DeskItem
from facilitator.sessions.models import Facilitation
from facilitator.strategies.models import Strategy
from tests.cast import PASSWORD, Cast, sign_in

from . import stage
from .stage import Stage

TEXTS = ("I count to ten.", "I walk to the river.", "I call somebody.", "I go to bed early.", "I cook a soup.")
TAGS = ("craving", "wait")
CHECKS = list(desk.CHECKS)


@pytest.fixture
def three(cast: Cast) -> Stage:
    return stage.set_up(cast)


@pytest.fixture
def items(three: Stage) -> dict[str, UUID]:
    return stage.on_desk(three, TEXTS, TAGS)


@pytest.fixture
def otto(app: Flask, three: Stage) -> FlaskClient:
    return sign_in(app.test_client(), "Otto")


@pytest.fixture
def olga(app: Flask, cast: Cast) -> FlaskClient:
    """Another reviewer."""
    accounts.create_account(cast.program, "Olga", PASSWORD, ["reviewer"], must_change=False)
    return sign_in(app.test_client(), "Olga")


def at(item_id: UUID, do: str = "") -> str:
    return f"/desk/items/{item_id}{do}"


def mark(item_id: UUID, cast: Cast) -> str:
    return desk.card_of(item_id, cast.otto).mark


def form(item_id: UUID, cast: Cast, **more: object) -> dict[str, object]:
    return {"mark": mark(item_id, cast), "checks": CHECKS, **more}


def state(item_id: UUID) -> tuple[str, bool, str] | None:
    with db.reading() as tx:
        item = tx.get(DeskItem, item_id)
        return (item.state, item.reworded, item.text) if item else None


@pytest.mark.proves("P23", "P24")
def test_a_reviewer_is_shown_a_text_and_nothing_of_where_it_came_from(
    three: Stage, items: dict[str, UUID], otto: FlaskClient
) -> None:
    shown = {field.name for field in fields(DeskCard)}
    assert shown == {"id", "text", "language", "year", "tags", "edited", "reworded", "second", "mark"}
    with db.reading() as tx:
        item = tx.get_one(DeskItem, items[TEXTS[0]])
        hidden = {str(item.group_id), str(item.group_session_id), str(item.program_id)}
    pages = [otto.get(at(item_id)).text for item_id in items.values()] + [otto.get("/desk/decided").text]
    for page in pages:
        assert not [
            word for word in (*hidden, "Circle", "Thursday", "Saturday", "A night in May", "W40") if word in page
        ]
    assert TEXTS[0] in pages[list(items).index(TEXTS[0])]
    assert "2026" in pages[0]


@pytest.mark.proves("P23", "P31")
def test_nobody_reads_texts_of_a_group_they_lead_whatever_else_they_are(
    app: Flask, three: Stage, items: dict[str, UUID]
) -> None:
    def review_too() -> UUID:
        rita = accounts.create_account(three.cast.program, "Rita", PASSWORD, ["reviewer"], must_change=False)
        db.write(lambda tx: tx.add(Facilitation(group_id=three.cast.tuesday, account_id=rita)))
        return rita

    rita = review_too()
    with db.reading() as tx:
        hers = set(tx.scalars(select(DeskItem.id).where(DeskItem.group_id == three.cast.tuesday)))
    assert hers
    assert set(desk.queue_of(rita)) == set(items.values()) - hers
    assert set(desk.queue_of(three.cast.otto)) == set(items.values()), "the control"
    client = sign_in(app.test_client(), "Rita")
    for item_id in hers:
        assert client.get(at(item_id)).status_code == 404
        for do in ("acceptance", "declining", "wording", "second-opinion", "return"):
            assert client.post(at(item_id, f"/{do}"), data={"checks": CHECKS, "reason": "kind"}).status_code == 404
    with pytest.raises(NotFound):
        desk_hints.hints_of(next(iter(hers)), rita)


def test_a_text_is_accepted_once_every_point_is_checked(
    three: Stage, items: dict[str, UUID], otto: FlaskClient
) -> None:
    item = items[TEXTS[0]]
    refused = otto.post(at(item, "/acceptance"), data=form(item, three.cast, checks=CHECKS[:4]))
    assert refused.status_code == 422
    assert "(1 left)" in refused.text
    assert refused.text.count("checked") == 4 + 1, "what was ticked stays so; the one more is for the keys"
    gone_on = otto.post(at(item, "/acceptance"), data=form(item, three.cast))
    assert gone_on.status_code == 303
    assert otto.get(gone_on.headers["Location"]).headers["Location"] != at(item), "the next one comes"
    assert state(item) == (ACCEPTED, False, TEXTS[0])


def test_what_was_decided_is_undone_until_the_daily_hour(
    three: Stage, items: dict[str, UUID], otto: FlaskClient
) -> None:
    kept, out = items[TEXTS[0]], items[TEXTS[1]]
    assert otto.post(at(out, "/declining"), data=form(out, three.cast, reason="")).status_code == 422
    assert otto.post(at(out, "/declining"), data=form(out, three.cast, reason="kind")).status_code == 303
    otto.post(at(kept, "/acceptance"), data=form(kept, three.cast))
    page = otto.get("/desk/decided").text
    assert TEXTS[0] in page
    assert "It is not kind." in page
    for item in (kept, out):
        assert otto.post(at(item, "/return")).status_code == 303
    assert len(desk.queue_of(three.cast.otto)) == 5
    desk.decline(out, "kind", mark(out, three.cast), three.cast.otto)
    stage.next_day(three)
    assert otto.post(at(out, "/return")).status_code == 404


@pytest.mark.proves("P20")
def test_other_words_take_the_place_of_the_first_which_are_in_no_file_after_that(
    three: Stage, items: dict[str, UUID], otto: FlaskClient, config: Config
) -> None:
    item, before = items["I walk to the river."], b"I walk to the river."
    stage.accept_all(three)
    desk.undo(item, three.cast.otto)
    for bad in ("", "x" * 281, "Write to me at a@example.org"):
        answer = otto.post(at(item, "/wording"), data=form(item, three.cast, text=bad))
        assert answer.status_code == 422
    assert otto.post(at(item, "/wording"), data=form(item, three.cast, text="I walk to the water.")).status_code == 303
    assert state(item) == ("waiting", True, "I walk to the water.")
    db.write(lambda tx: tx.execute(delete(Strategy)))
    db.database().forget()
    files = b"".join(path.read_bytes() for path in config.data_folder.rglob("*") if path.is_file())
    assert before not in files
    assert b"I walk to the water." in files, "the control"
    assert "reworded" in otto.get(at(item)).text


def test_typed_words_are_never_lost_by_another_press(three: Stage, items: dict[str, UUID], otto: FlaskClient) -> None:
    item = items[TEXTS[0]]
    answer = otto.post(at(item, "/acceptance"), data=form(item, three.cast, text="I count slowly."))
    assert answer.status_code == 409
    assert "Save them first" in answer.text
    assert "I count slowly." in answer.text
    assert state(item) == ("waiting", False, TEXTS[0])


def test_the_second_of_two_reviewers_is_told_and_loses_nothing(
    three: Stage, items: dict[str, UUID], otto: FlaskClient, olga: FlaskClient
) -> None:
    first, second = items[TEXTS[0]], items[TEXTS[1]]
    seen = form(first, three.cast)
    olga.post(at(first, "/wording"), data=seen | {"text": "I count to five."})
    answer = otto.post(at(first, "/acceptance"), data=seen)
    assert answer.status_code == 409
    assert "Another reviewer changed this text" in answer.text
    assert "I count to five." in answer.text
    assert state(first) == ("waiting", True, "I count to five.")
    seen = form(second, three.cast)
    olga.post(at(second, "/declining"), data=seen | {"reason": "useful"})
    answer = otto.post(at(second, "/wording"), data=seen | {"text": "I walk along the water."})
    assert answer.status_code == 409
    assert "Another reviewer has decided this text" in answer.text
    assert "I walk along the water." in answer.text
    stage.next_day(three)
    gone = otto.post(at(second, "/wording"), data=seen | {"text": "I walk along the water."})
    assert gone.status_code == 404
    assert "I walk along the water." in gone.text


def test_a_second_opinion_is_another_s_to_give(
    three: Stage, items: dict[str, UUID], otto: FlaskClient, olga_later: Callable[[], FlaskClient]
) -> None:
    item = items[TEXTS[0]]
    alone = otto.post(at(item, "/second-opinion"), data=form(item, three.cast))
    assert alone.status_code == 409
    assert "You are the only reviewer" in alone.text
    olga = olga_later()
    seen = form(item, three.cast)
    assert otto.post(at(item, "/second-opinion"), data=seen).status_code == 303
    assert item not in desk.queue_of(three.cast.otto)
    assert otto.post(at(item, "/acceptance"), data=seen).status_code == 409
    assert "Second opinion asked" in otto.get("/desk/decided").text
    page = olga.get(at(item)).text
    assert "Second opinion asked" in page
    hidden = page.split('name="mark" value="')[1].split('"')[0]
    assert olga.post(at(item, "/acceptance"), data={"mark": hidden, "checks": CHECKS}).status_code == 303
    assert otto.post(at(item, "/return")).status_code == 409, "it is not Otto's any more"


@pytest.fixture
def olga_later(app: Flask, cast: Cast) -> Callable[[], FlaskClient]:
    def come() -> FlaskClient:
        accounts.create_account(cast.program, "Olga", PASSWORD, ["reviewer"], must_change=False)
        return sign_in(app.test_client(), "Olga")

    return come


def test_two_texts_much_alike_are_shown_together_and_a_person_keeps_one(three: Stage, otto: FlaskClient) -> None:
    items = stage.on_desk(three, ("I called my sponsor at night.", "At night I am calling my sponsor!", *TEXTS))
    one, other = items["I called my sponsor at night."], items["At night I am calling my sponsor!"]
    assert [alike.id for alike in desk_hints.hints_of(one, three.cast.otto).alike] == [other]
    assert desk_hints.hints_of(items[TEXTS[0]], three.cast.otto).alike == ()
    assert "Much like it" in otto.get(at(one)).text
    desk.accept(other, CHECKS, mark(other, three.cast), three.cast.otto)
    decided = otto.post(at(one, "/merging"), data=form(one, three.cast, other=str(other), kept="this"))
    assert decided.status_code == 409, "what somebody decided stays"
    assert otto.post(at(one, "/merging"), data=form(one, three.cast, other=str(other), kept="other")).status_code == 303
    assert state(one) is None
    assert state(other) is not None


def test_rare_words_and_what_the_lists_find_are_marked(three: Stage, otto: FlaskClient) -> None:
    many = [f"I take the {number} bus and walk home slowly." for number in range(60)]
    items = stage.on_desk(three, [*many, "I water my bonsai, as Mike from Denver taught me to walk."])
    hints = desk_hints.hints_of(items["I water my bonsai, as Mike from Denver taught me to walk."], three.cast.otto)
    why = {part.text: part.why for part in hints.parts}
    assert why["bonsai"] == "rare"
    assert why["Mike"] == "detail"
    assert not any(
        part.why for part in desk_hints.hints_of(items[many[0]], three.cast.otto).parts if "walk" in part.text
    )
    page = otto.get(at(items["I water my bonsai, as Mike from Denver taught me to walk."])).text
    assert '<span class="rare">bonsai</span>' in page


def test_nothing_that_leads_straight_to_somebody_is_accepted(three: Stage, items: dict[str, UUID]) -> None:
    item = items[TEXTS[0]]

    def slip(text: str) -> None:
        db.write(lambda tx: setattr(tx.get_one(DeskItem, item), "text", text))

    slip("Call me: 555 201 3344")
    with pytest.raises(Refused, match="Reword it first"):
        desk.accept(item, CHECKS, mark(item, three.cast), three.cast.otto)


def test_an_empty_desk_says_why_and_a_reviewer_begins_there(otto: FlaskClient) -> None:
    assert "Nothing to read now" in otto.get("/desk").text
    assert otto.get("/", follow_redirects=False).status_code == 200
    assert otto.get("/sign-in").headers["Location"] == "/desk"
