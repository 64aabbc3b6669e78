"""A backup in mid-session, and what is there after it was put back: on SQLite and on PostgreSQL."""

import shutil
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import db, retention, strategies
from facilitator.config import Config
from facilitator.privacy import keys, sealing
from facilitator.privacy.coarsen import week_of
from facilitator.strategies.models import Envelope, Strategy
from facilitator.strategies.restored import AHEAD
from tests.cast import Cast, Phone, Room, answered, body_of
from tests.conftest import on_both
from tests.deploy.conftest import Backup, Restore

pytestmark = on_both

JSON = "application/json"
WORDS = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water."]
SEALED = ["I sit by the river.", "I make soup.", "I ring my sister.", "I sweep the yard."]


def room_with(app: Flask, cast: Cast, texts: list[str]) -> tuple[Room, UUID, list[Phone]]:
    """A session with writing open, and these texts sealed in it."""
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    phones = room.phones(app, len(texts))
    room.open_writing(step)
    for phone, text in zip(phones, texts, strict=True):
        assert phone.send(step, text=text).status_code == 201
    return room, step, phones


def approved(app: Flask, cast: Cast) -> tuple[Room, UUID, list[Phone]]:
    """A session with its texts approved and shown."""
    room, step, phones = room_with(app, cast, WORDS)
    room.close_writing(step)
    for text in WORDS:
        room.approve(text)
    room.reveal(step)
    return room, step, phones


def library() -> set[str]:
    with db.reading() as tx:
        return set(tx.scalars(select(Strategy.text)))


def sealed() -> list[bytes]:
    with db.reading() as tx:
        return list(tx.scalars(select(Envelope.sealed)))


def shown_to(phone: Phone) -> tuple[int, str]:
    (frame,) = answered(phone.client.get("/room/fragments"))["frames"]
    return frame["revision"], frame["html"]


@pytest.mark.proves("P27")
def test_every_approved_text_comes_back_and_the_sealed_ones_stay_sealed_once_their_key_has_rotated(
    app: Flask, cast: Cast, config: Config, elsewhere: Config, backup: Backup, restored: Restore
) -> None:
    approved(app, cast)
    room, step, _ = room_with(app, cast, SEALED)
    copied = sealed()
    file = backup()
    shutil.copytree(config.key_folder, elsewhere.key_folder)  # the control: somebody who has the keys of that moment
    room.close_writing(step)
    living = [path.read_bytes() for path in config.key_folder.iterdir()]
    assert living, "holding and review keys live on"

    assert restored(elsewhere, file).without_keys == 0
    keys.use(elsewhere.key_folder)
    assert library() == set(WORDS)
    assert sorted(sealed()) == sorted(copied), "what was sealed is in the backup"
    for one in copied:
        for key in living:
            with pytest.raises(sealing.Unreadable):
                sealing.unseal(key, one, "envelope")
    room.close_writing(step)
    assert room.texts() == sorted(SEALED), "the control: with the old keys they can be read"

    shutil.rmtree(elsewhere.key_folder)
    assert restored(elsewhere, file, over=True).without_keys == 2
    keys.use(elsewhere.key_folder)
    assert library() == set(WORDS)
    assert sealed() == []
    room.close_writing(step)
    assert room.texts() == []


@pytest.mark.proves("P27", "P29")
def test_what_was_taken_back_after_the_backup_does_not_come_back(
    app: Flask, cast: Cast, config: Config, backup: Backup, restored: Restore, no_wait: None
) -> None:
    _, step, phones = approved(app, cast)
    file = backup()
    assert phones[1].take_back(step, WORDS[1]).status_code == 201
    assert strategies.apply_take_backs()
    assert library() == set(WORDS) - {WORDS[1]}
    kept = (config.data_folder / "taken_back").read_bytes()

    assert restored(config, file, over=True).taken_back == 1
    assert library() == set(WORDS) - {WORDS[1]}
    assert not strategies.apply_take_backs(), "nothing is left to do"

    (config.data_folder / "taken_back").unlink()
    restored(config, file, over=True)
    assert library() == set(WORDS), "the control: without that file it is back"
    assert len(kept.splitlines()) == 1


@pytest.mark.proves("P28", "P30")
def test_what_was_taken_back_is_remembered_without_its_mark_order_or_day_and_only_as_long_as_a_backup_lives(
    app: Flask, cast: Cast, config: Config, no_wait: None
) -> None:
    _, step, phones = approved(app, cast)
    with db.reading() as tx:
        marks = {mark.hex() for mark in tx.scalars(select(Strategy.take_back)) if mark}
    for phone, text in zip(phones, WORDS, strict=True):
        assert phone.take_back(step, text).status_code == 201
        assert strategies.apply_take_backs()
    lines = (config.data_folder / "taken_back").read_text().splitlines()
    assert lines == sorted(lines)
    assert {len(line.split()[1]) for line in lines} == {64}
    assert {line.split()[0] for line in lines} == {week_of(datetime.now(UTC).date())}
    assert not any(mark in line for mark in marks for line in lines)
    retention.purge(time.time() + 31 * 24 * 3600)
    assert len((config.data_folder / "taken_back").read_text().splitlines()) == len(WORDS), (
        "a backup may still be there"
    )
    retention.purge(time.time() + 42 * 24 * 3600)
    assert (config.data_folder / "taken_back").read_text() == ""


def test_a_take_back_that_waits_for_its_moment_is_not_lost_with_the_database(
    app: Flask, cast: Cast, config: Config, backup: Backup, restored: Restore
) -> None:
    _, step, phones = approved(app, cast)
    file = backup()
    assert phones[1].take_back(step, WORDS[1]).status_code == 201
    assert restored(config, file, over=True).taken_back == 1
    assert library() == set(WORDS) - {WORDS[1]}


@pytest.mark.proves("R8", "R9")
def test_a_phone_that_is_ahead_of_the_backup_takes_the_new_picture_and_goes_on(
    app: Flask, cast: Cast, config: Config, backup: Backup, restored: Restore
) -> None:
    room, step, phones = room_with(app, cast, WORDS)
    before, _ = shown_to(phones[0])
    file = backup()
    room.close_writing(step)
    room.push(room.steps("close")[0])
    ahead, there = shown_to(phones[0])
    assert ahead > before, "a picture with the backup's own revision would be dropped as old"

    assert restored(config, file, over=True).without_keys == 1
    revision, here = shown_to(phones[0])
    assert revision > ahead
    assert revision == before + AHEAD
    assert 'data-writing="open"' in here
    assert 'data-writing="open"' not in there
    for phone in phones:
        assert phone.send_again().status_code == 201, "the seat holds, and there is a key to seal with"
    room.close_writing(step)
    assert room.texts() == sorted(WORDS), "and what the phones still had is there again"


def test_what_phones_send_again_is_not_there_twice(
    app: Flask, cast: Cast, config: Config, backup: Backup, restored: Restore
) -> None:
    room, step, phones = room_with(app, cast, WORDS)
    room.close_writing(step)
    room.approve(WORDS[0])
    room.open_writing(step)
    file = backup()
    for phone, text in zip(phones, SEALED, strict=True):
        assert phone.send(step, text=text, first=True).status_code == 201
    room.close_writing(step)
    restored(config, file, over=True)
    for phone in phones:
        for envelope in phone.sent:
            assert phone.client.post("/room/envelopes", data=body_of(envelope), content_type=JSON).status_code == 201
    room.close_writing(step)
    assert room.texts() == sorted([*WORDS[1:], *SEALED]), "one is approved, three wait as before, four are new"
    for text in room.texts():
        room.approve(text)
    assert library() == {*WORDS, *SEALED}


def test_a_console_of_before_cannot_move_the_stage_unseen(
    app: Flask, cast: Cast, config: Config, backup: Backup, restored: Restore
) -> None:
    room, _, _ = room_with(app, cast, WORDS)
    turn = room.turn
    file = backup()
    restored(config, file, over=True)
    assert room.turn == turn + AHEAD


def test_a_text_under_review_waits_on_where_its_key_is(
    app: Flask, cast: Cast, config: Config, elsewhere: Config, backup: Backup, restored: Restore
) -> None:
    room, step, _ = room_with(app, cast, WORDS)
    room.close_writing(step)
    file = backup()
    restored(config, file, over=True)
    assert room.texts() == sorted(WORDS)
    assert restored(elsewhere, file).without_keys == 1
    keys.use(elsewhere.key_folder)
    assert room.texts() == []
    room.end()


def test_nobody_is_signed_in_by_a_backup(
    app: Flask, cast: Cast, config: Config, ana: FlaskClient, backup: Backup, restored: Restore
) -> None:
    assert ana.get("/groups").status_code == 200
    file = backup()
    restored(config, file, over=True)
    assert ana.get("/groups").status_code != 200
