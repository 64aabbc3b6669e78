"""After the session: what it was, what waits, why texts were declined, what is missing in the library."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import db, strategies
from facilitator.errors import Invalid
from facilitator.live.summary import summary_of
from facilitator.sessions.models import GroupSession
from facilitator.strategies.models import Strategy
from tests.cast import Cast, Phone, Room

TEXTS = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water.", "Never shown to anybody."]


def written(app: Flask, cast: Cast) -> tuple[Room, list[Phone]]:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    phones = room.phones(app, len(TEXTS))
    room.open_writing(step)
    for phone, text in zip(phones, TEXTS, strict=True):
        phone.send(step, text=text)
    room.close_writing(step)
    return room, phones


def item(room: Room, text: str) -> strategies.QueueItem:
    return next(one for one in room.queue() if one.text == text)


def declined_for(room: Room) -> dict[str, int]:
    with db.reading() as tx:
        return tx.get_one(GroupSession, room.session_id).declined_for or {}


def page(ana: FlaskClient, room: Room) -> str:
    return re.sub(r"\s+", " ", ana.get(f"/sessions/{room.session_id}/summary").text)


@pytest.fixture
def ended(app: Flask, cast: Cast) -> Room:
    """One text approved and shown, one approved, one held, one declined with a reason, one left; then the end."""
    room, _ = written(app, cast)
    (step,) = room.steps("collect")
    room.approve(TEXTS[0])
    room.reveal(step)
    room.approve(TEXTS[1])
    strategies.hold(room.session_id, item(room, TEXTS[2]).id, cast.ana)
    strategies.decline(room.session_id, item(room, TEXTS[4]).id, cast.ana, reason="method_dose")
    room.end()
    return room


def test_it_tells_steps_and_minutes_and_only_what_was_approved(ended: Room, ana: FlaskClient) -> None:
    told = page(ana, ended)
    assert "Spot it and handle it" in told
    assert "5 of 60 planned minutes" in told
    assert told.count("Not run") == 11
    assert TEXTS[0] in told
    assert TEXTS[1] in told
    for text in TEXTS[2:]:
        assert text not in told


def test_it_tells_what_waits_until_the_review_is_finished(ended: Room, ana: FlaskClient, cast: Cast) -> None:
    told = page(ana, ended)
    assert "1 text waits." in told
    assert "1 text is held." in told
    strategies.finish_review(ended.session_id, cast.ana)
    assert "Still to review" not in page(ana, ended)


def test_it_counts_why_texts_were_declined_and_keeps_that_when_they_are_erased(
    ended: Room, ana: FlaskClient, cast: Cast
) -> None:
    assert "Amounts or how-to: 1" in page(ana, ended)
    strategies.finish_review(ended.session_id, cast.ana)
    assert "Amounts or how-to: 1" in page(ana, ended)


def test_it_suggests_tags_with_few_ideas(ended: Room, ana: FlaskClient) -> None:
    told = page(ana, ended)
    assert "For next time" in told
    with db.reading() as tx:
        tags = summary_of(tx, ended.session_id, "en").scarce
    assert 0 < len(tags) <= 6
    assert all(tag.label in told for tag in tags)


def test_a_tag_that_the_library_has_enough_of_is_not_suggested(ended: Room) -> None:
    with db.reading() as tx:
        given = {tag.tag for strategy in tx.scalars(select(Strategy)) for tag in strategy.tags}
        suggested = {tag.id for tag in summary_of(tx, ended.session_id, "en").scarce}
    assert given, "both approved texts carry their prompt's tags"
    assert not given & suggested


def test_it_is_there_only_after_the_end_and_only_for_the_group_s_facilitators(
    app: Flask, cast: Cast, ana: FlaskClient, bea: FlaskClient
) -> None:
    room = Room.opened(cast)
    path = f"/sessions/{room.session_id}/summary"
    early = ana.get(path)
    assert (early.status_code, early.headers["Location"]) == (303, f"/sessions/{room.session_id}")
    room.end()
    assert ana.get(path).status_code == 200
    assert bea.get(path).status_code == 404
    assert app.test_client().get(path).status_code == 303
    assert ana.post(path).status_code == 405


def test_the_ended_console_and_the_group_s_page_lead_to_it(ended: Room, ana: FlaskClient, cast: Cast) -> None:
    path = f"/sessions/{ended.session_id}/summary"
    assert path in ana.get(f"/sessions/{ended.session_id}").text
    strategies.finish_review(ended.session_id, cast.ana)
    assert path in ana.get(f"/groups/{cast.tuesday}").text


def test_a_session_where_nothing_happened_has_a_summary_too(cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    room.end()
    assert "0 of 60 planned minutes" in page(ana, room)


def test_declining_counts_the_reason_and_putting_back_takes_it_off(app: Flask, cast: Cast) -> None:
    room, _ = written(app, cast)
    one, other = item(room, TEXTS[0]), item(room, TEXTS[1])
    strategies.decline(room.session_id, one.id, cast.ana)
    assert declined_for(room) == {"unsaid": 1}
    strategies.decline(room.session_id, one.id, cast.ana, reason="war_story")
    strategies.decline(room.session_id, other.id, cast.ana, reason="war_story")
    assert declined_for(room) == {"war_story": 2}
    strategies.put_back(room.session_id, one.id, cast.ana)
    assert declined_for(room) == {"war_story": 1}
    strategies.put_back(room.session_id, other.id, cast.ana)
    assert declined_for(room) == {}


def test_only_known_reasons_are_counted(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room, _ = written(app, cast)
    one = item(room, TEXTS[0])
    with pytest.raises(Invalid, match="one of the reasons"):
        strategies.decline(room.session_id, one.id, cast.ana, reason="I know who this is")
    path = f"/sessions/{room.session_id}/items/{one.id}/declining"
    assert ana.post(path, data={"reason": "x" * 40}, headers={"Accept": "application/json"}).status_code == 422
    assert declined_for(room) == {}
    assert ana.post(path, data={"reason": ""}, headers={"Accept": "application/json"}).status_code == 200
    assert declined_for(room) == {"unsaid": 1}
