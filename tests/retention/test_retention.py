"""Every kind of data has a life; after it, nothing of it is in any file. With a control: it was there."""

import json
import re
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from facilitator import create_app, db, library, retention, strategies
from facilitator.config import Config, ConfigError
from facilitator.errors import NotFound
from facilitator.library import Filters
from facilitator.privacy.coarsen import week_of
from facilitator.retention import proof
from facilitator.retention.kinds import KINDS
from facilitator.sessions.models import ENDED, GroupSession, Step
from facilitator.strategies.models import Envelope, ReviewItem, Seen, Strategy, TakeBack
from tests.cast import Cast, Room, answered, sign_in
from tests.conftest import on_both
from tests.library.shelves import shelve

HOUR, DAY = 3600, 24 * 3600
SHOWN = "canary: a text that was shown"
TITLE = "canary: a session long ago"
MARK, SEEN = b"canary-of-a-wish", b"canary-of-a-mark"
SEALED = b"canary-of-an-envelope" * 20


def on_disk(config: Config, canary: str | bytes) -> bool:
    """Whether it is in any file of the data folder: the database, its log, a key, the proof."""
    wanted = canary.encode() if isinstance(canary, str) else canary
    return any(wanted in path.read_bytes() for path in config.data_folder.rglob("*") if path.is_file())


def rows(model: Any) -> int:
    with db.reading() as tx:
        return tx.scalar(select(func.count()).select_from(model)) or 0


def waiting(app: Flask, cast: Cast) -> tuple[Room, bytes]:
    """A session that ended with a text nobody decided on; and that text as it is sealed on disk."""
    room = Room.opened(cast)
    [step] = room.steps("collect")
    room.open_writing(step)
    for number, phone in enumerate(room.phones(app, 4)):
        assert phone.send(step, text=f"canary: never decided {number}").status_code == 201
    room.close_writing(step)
    room.end()
    with db.reading() as tx:
        return room, (tx.scalars(select(ReviewItem.sealed)).first() or b"")[-200:]  # in one page of the file


@pytest.mark.proves("P21")
def test_undecided_texts_are_gone_a_day_after_the_end_and_their_key_too(app: Flask, cast: Cast, config: Config) -> None:
    _, sealed = waiting(app, cast)
    retention.purge(time.time() + 22 * HOUR)
    assert rows(ReviewItem) == 4, "not before their time"
    assert on_disk(config, sealed), "the control: without the purge they are found"
    assert len(list(config.key_folder.iterdir())) == 1
    assert retention.purge(time.time() + 24 * HOUR)["review"] == 4
    assert sum(line.counts["review"] for line in retention.latest()) == 4
    assert not on_disk(config, sealed)
    assert list(config.key_folder.iterdir()) == []


@pytest.mark.proves("P21")
def test_a_shorter_life_can_be_chosen_and_none_over_three_days(config: Config) -> None:
    assert replace(config, review_hours=72).review_hours == 72
    with pytest.raises(ConfigError, match="REVIEW_HOURS"):
        replace(config, review_hours=73)
    with pytest.raises(ConfigError, match="KEPT_MONTHS"):
        replace(config, kept_months=13)


@pytest.fixture
def long_ago(cast: Cast) -> UUID:
    """One row of every further kind, each with a canary in it."""
    strategy = shelve(cast, SHOWN, take_back=b"canary-take-back")

    def work(tx: Session) -> None:
        meeting = GroupSession(group_id=cast.tuesday, title=TITLE, week=week_of(date.today()), state=ENDED)
        tx.add(meeting)
        tx.flush()
        tx.add(Step(group_session_id=meeting.id, position=1, kind="spoken", title="T", minutes=5, ends_at_ms=77))
        tx.add(Seen(group_session_id=meeting.id, mark=SEEN))
        tx.add(Envelope(key_name="nobody-has-it", sealed=SEALED))
        tx.add(TakeBack(mark=MARK, due_at=int(time.time())))
        for one in tx.scalars(select(Strategy)):
            one.week = week_of(date.today())

    db.write(work)
    return strategy


@pytest.mark.proves("P30")
def test_after_its_life_nothing_of_any_kind_is_in_any_file(
    cast: Cast, config: Config, long_ago: UUID, client: FlaskClient
) -> None:
    sign_in(client, "Ana")
    canaries: list[str | bytes] = [SHOWN, TITLE, MARK, SEEN, SEALED, b"canary-take-back"]
    assert [one for one in canaries if not on_disk(config, one)] == [], "the control: they are found"
    retention.purge()
    assert [one for one in canaries if on_disk(config, one)] == [SHOWN, TITLE, MARK, b"canary-take-back"]
    retention.purge(time.time() + 2 * DAY)
    assert [one for one in canaries if on_disk(config, one)] == [SHOWN, TITLE, b"canary-take-back"]
    retention.purge(time.time() + 350 * DAY)
    assert on_disk(config, SHOWN)
    assert retention.purge(time.time() + 373 * DAY, dry_run=True)["library"] == 1
    assert on_disk(config, SHOWN), "a dry run erases nothing"
    counts = retention.purge(time.time() + 373 * DAY)
    assert [one for one in canaries if on_disk(config, one)] == []
    assert (counts["library"], counts["sessions"]) == (1, 1)
    assert {kind.id: rows(kind.model) for kind in KINDS if kind.id != "audit"} == {
        kind.id: 0 for kind in KINDS if kind.id != "audit"
    }


@on_both
@pytest.mark.proves("P6")
def test_a_session_that_is_over_keeps_its_week_and_no_finer_time(cast: Cast, long_ago: UUID) -> None:
    retention.purge()
    with db.reading() as tx:
        session = tx.scalars(select(GroupSession).where(GroupSession.title == TITLE)).one()
        assert [(step.ends_at_ms, step.paused_ms) for step in session.steps] == [(None, None)]
        assert session.review_until_hour is None
        assert re.fullmatch(r"\d{4}-W\d\d", session.week)


@on_both
@pytest.mark.proves("P30")
def test_a_strategy_that_is_approved_again_lives_another_year(cast: Cast, ana: FlaskClient, long_ago: UUID) -> None:
    def age(weeks: int) -> None:
        def work(tx: Session) -> None:
            tx.get_one(Strategy, long_ago).week = week_of(date.today() - timedelta(weeks=weeks))

        db.write(work)

    path = f"/groups/{cast.tuesday}/library/{long_ago}"
    assert "Soon erased" not in ana.get(f"/groups/{cast.tuesday}/library?seed=1").text
    age(50)
    assert "Soon erased" in ana.get(f"/groups/{cast.tuesday}/library?seed=1").text
    assert "Approve again" in ana.get(path).text
    assert ana.post(f"{path}/renewal").status_code == 303
    assert "Soon erased" not in ana.get(f"/groups/{cast.tuesday}/library?seed=1").text
    assert retention.purge(time.time() + 300 * DAY, dry_run=True)["library"] == 0
    age(54)
    assert library.strategies_of(cast.tuesday, cast.ana, Filters()) == [], "it leaves every view at once"
    assert ana.post(f"{path}/renewal").status_code == 404


def test_only_who_facilitates_the_group_approves_again(cast: Cast, bea: FlaskClient, long_ago: UUID) -> None:
    assert bea.post(f"/groups/{cast.tuesday}/library/{long_ago}/renewal").status_code == 404
    with pytest.raises(NotFound):
        retention.renew(long_ago, cast.bea)


def test_the_proof_has_counts_and_the_day_and_nothing_else(config: Config, cast: Cast, long_ago: UUID) -> None:
    retention.purge()
    retention.purge()
    [line] = (config.data_folder / proof.NAME).read_text().splitlines()
    told = json.loads(line)
    assert set(told) == {"day", "erased"}
    assert date.fromisoformat(told["day"])
    assert told["erased"] == {kind.id: 0 for kind in KINDS} | {"sealed": 1, "seen": 1}


def test_it_runs_once_a_day_by_itself(config: Config, cast: Cast) -> None:
    assert retention.purge_daily()
    assert not retention.purge_daily()
    assert retention.purge_daily(time.time() + DAY)


def test_the_page_tells_lives_to_all_and_amounts_to_staff_alone(
    app: Flask, cast: Cast, ana: FlaskClient, long_ago: UUID
) -> None:
    retention.purge()
    for_all, for_ana = app.test_client().get("/privacy/held").text, ana.get("/privacy/held").text
    assert "Erased within 24 hours." in for_all
    assert "fewer than 10" in for_ana
    assert "fewer than 10" not in for_all
    assert "Texts still sealed: 1" in for_ana


def test_the_promise_at_the_door_follows_the_settings(config: Config) -> None:
    for hours in (24, 48):
        app = create_app(replace(config, review_hours=hours))
        try:
            assert f"erased within {hours} hours" in app.test_client().get("/").text
            assert f"Erased within {hours} hours." in app.test_client().get("/privacy/held").text
        finally:
            db.database().close()


@pytest.mark.proves("P27", "P28", "P29")
def test_a_take_back_leaves_room_library_and_search_within_90_seconds(
    app: Flask, cast: Cast, config: Config, ana: FlaskClient
) -> None:
    room = Room.opened(cast)
    [step] = room.steps("collect")
    room.open_writing(step)
    phones = room.phones(app, 4)
    texts = [f"canary to take back {number}" for number in range(4)]
    words = [answered(phone.send(step, text=text))["words"] for phone, text in zip(phones, texts, strict=True)]
    room.close_writing(step)
    for text in texts:
        room.approve(text)
    room.reveal(step)
    found = f"/groups/{cast.tuesday}/library?seed=1&words=canary"
    stage = answered(phones[1].client.get("/room/fragments"))["frames"][0]["html"]
    assert texts[0] in stage, "the control: it is in the room"
    assert texts[0] in ana.get(found).text, "and in the library's search"
    app.test_client().post("/take-back", data={"words": words[0]})
    assert strategies.apply_take_backs(time.time() + 91)
    assert texts[0] not in answered(phones[1].client.get("/room/fragments"))["frames"][0]["html"]
    assert texts[0] not in ana.get(found).text
    assert texts[1] in ana.get(found).text
    assert not on_disk(config, texts[0]), "in no file, and its mark is gone with it"
    assert rows(TakeBack) == 0
    console = ana.get(f"/sessions/{room.session_id}/fragments").text
    assert "taken back" not in console.lower()
