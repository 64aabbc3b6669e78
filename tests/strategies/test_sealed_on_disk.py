"""What is on disk while a session runs: only approved text, ever, and not that either once it is taken back.

Every file in the data folder is read as raw bytes, the database, its write-ahead log and the keys included. The
control is the same search over a variant without sealing: there the planted texts are found.
"""

import json
from pathlib import Path

import pytest
from flask import Flask

from facilitator import db, strategies
from facilitator.config import Config
from facilitator.privacy import sealing
from facilitator.strategies import wishes
from facilitator.strategies.models import Envelope
from tests.cast import Cast, Room

TEXTS = [f"planted words number {n} zebra{n * 7919}" for n in range(8)]
APPROVED, EDITED, DECLINED, TAKEN_BACK, LATER_TAKEN_BACK, HELD, UNREAD, LATE = TEXTS
NEW_WORDS = "edited words for the room okapi"


def files_with(folder: Path, text: str) -> list[str]:
    """Names of the files that hold the text in any of the forms it could be stored in."""
    forms = (text.encode(), text.encode("utf-16-le"), text.encode().hex().encode())
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in paths if any(form in path.read_bytes() for form in forms)]


def found(folder: Path) -> set[str]:
    assert (folder / "facilitator.db").stat().st_size > 0
    return {text for text in [*TEXTS, NEW_WORDS] if files_with(folder, text)}


@pytest.fixture
def data(config: Config, app: Flask) -> Path:
    return config.data_folder


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A take-back falls due at once instead of in 30 to 90 seconds."""
    monkeypatch.setattr(wishes, "SOONEST", -100)
    monkeypatch.setattr(wishes, "LATEST", -10)


@pytest.mark.proves("P20", "P21", "P27")
def test_only_approved_text_is_ever_on_disk(app: Flask, cast: Cast, data: Path, no_wait: None) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    phones = room.phones(app, len(TEXTS))
    room.open_writing(step)
    for phone, text in zip(phones[:-1], TEXTS[:-1], strict=True):
        assert phone.send(step, text=text).status_code == 201
    assert phones[3].take_back(step, TAKEN_BACK).status_code == 201
    assert found(data) == set(), "while writing is open"

    room.close_writing(step)
    assert phones[-1].send(step, text=LATE).status_code == 201
    assert room.texts() == sorted([APPROVED, EDITED, DECLINED, LATER_TAKEN_BACK, HELD, UNREAD])
    assert found(data) == set(), "after closing"

    room.approve(APPROVED)
    room.approve(EDITED, edited=NEW_WORDS)
    room.approve(LATER_TAKEN_BACK)
    ids = {item.text: item.id for item in room.queue()}
    strategies.decline(room.session_id, ids[DECLINED], cast.ana)
    strategies.hold(room.session_id, ids[HELD], cast.ana)
    room.reveal(step)
    assert found(data) == {APPROVED, NEW_WORDS, LATER_TAKEN_BACK}, "after the reveal"

    assert phones[4].take_back(step, LATER_TAKEN_BACK).status_code == 201
    assert strategies.apply_take_backs()
    assert found(data) == {APPROVED, NEW_WORDS}, "after a take-back"

    room.end()
    strategies.finish_review(room.session_id, cast.ana)
    assert found(data) == {APPROVED, NEW_WORDS}, "after the end"
    assert list((data / "keys").iterdir()) == []


@pytest.fixture
def without_sealing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: an envelope is only padded."""
    monkeypatch.setattr(sealing, "seal", lambda key, content, purpose: json.dumps(content).encode().ljust(sealing.SIZE))
    monkeypatch.setattr(sealing, "unseal", lambda key, sealed, purpose: json.loads(sealed))


def test_the_search_finds_planted_text_where_nothing_is_sealed(
    app: Flask, cast: Cast, data: Path, without_sealing: None
) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    for phone, text in zip(room.phones(app, len(TEXTS)), TEXTS, strict=True):
        phone.send(step, text=text)
    assert found(data) == set(TEXTS)


def test_a_copy_of_the_database_cannot_be_read_once_the_window_is_closed(app: Flask, cast: Cast, data: Path) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    for phone, text in zip(room.phones(app, 5), TEXTS, strict=False):
        phone.send(step, text=text)
    with db.reading() as tx:
        copied = [(envelope.key_name, envelope.sealed) for envelope in tx.query(Envelope)]
    assert {len(sealed) for _, sealed in copied} == {sealing.SIZE + 28}
    room.close_writing(step)
    kept = [path.read_bytes() for path in (data / "keys").iterdir()]
    assert kept, "the holding and the review key live on"
    for _, sealed in copied:
        for key in kept:
            with pytest.raises(sealing.Unreadable):
                sealing.unseal(key, sealed, "envelope")
