"""Sharing, from the phone's envelope to the library: once, whole, never alone."""

import json
import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from facilitator import db, sessions, strategies
from facilitator.errors import Invalid, Refused
from facilitator.strategies import wishes
from facilitator.strategies.models import Envelope, ReviewItem, Seen, Strategy
from tests.cast import POINTS, Cast, Phone, Room, answered, body_of, receipt
from tests.conftest import on_both

WORDS = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water.", "I say no."]


def rows(table: type[db.Base]) -> int:
    with db.reading() as tx:
        return tx.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def room(app: Flask, cast: Cast) -> Room:
    room = Room.opened(cast)
    room.open_writing(room.steps("collect")[0])
    return room


@on_both
def test_what_was_shared_reaches_the_library(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    step = room.steps("collect")[0]
    phones = room.phones(app, 5)
    room.open_writing(step)
    for phone, text in zip(phones, WORDS, strict=True):
        assert phone.send(step, text=text).status_code == 201
    room.close_writing(step)
    assert room.texts() == sorted(WORDS)
    for text in WORDS:
        room.approve(text)
    room.reveal(step)
    with db.reading() as tx:
        assert sorted(one.text for one in strategies.approved_in(tx, step, shown=True)) == sorted(WORDS)
        assert {strategy.group_id for strategy in tx.scalars(select(Strategy))} == {cast.tuesday}


@on_both
def test_the_same_receipt_twice_counts_once_and_gets_the_same_bytes(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    step = room.steps("collect")[0]
    (phone,) = room.phones(app, 1)
    room.open_writing(step)
    first = phone.send(step, text=WORDS[0])
    assert (first.status_code, rows(Envelope), rows(Seen)) == (201, 1, 1)
    assert phone.send_again().data == first.data
    assert (rows(Envelope), rows(Seen)) == (1, 1)


def test_a_resend_after_closing_is_still_the_same_and_opens_nothing_twice(app: Flask, room: Room) -> None:
    step = room.steps("collect")[0]
    phones = room.phones(app, 5)
    answers = [phone.send(step, text=text).data for phone, text in zip(phones, WORDS, strict=True)]
    room.close_writing(step)
    assert [phone.send_again().data for phone in phones] == answers
    room.end()
    assert room.texts() == sorted(WORDS)


def test_a_strategy_a_pass_and_a_take_back_look_alike_on_the_wire_and_in_the_database(app: Flask, room: Room) -> None:
    step = room.steps("collect")[0]
    (phone,) = room.phones(app, 1)
    phone.send(step, text=WORDS[0])
    phone.send(step, "pass")
    phone.take_back(step, WORDS[0])
    assert {len(body_of(sent)) for sent in phone.sent} == {4096}
    with db.reading() as tx:
        assert {len(sealed) for sealed in tx.scalars(select(Envelope.sealed))} == {3100}
    assert rows(Envelope) == 3


def test_a_body_of_another_size_is_refused(app: Flask, room: Room) -> None:
    (phone,) = room.phones(app, 1)
    answer = phone.client.post("/room/envelopes", data=b"{}", content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.proves("R33")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "few words"),
        ("   \n ", "few words"),
        ("a" * 281, "281 characters"),
        ("👩‍👩‍👧" * 140, "too long"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_in_plain_words(app: Flask, room: Room, text: str, said: str) -> None:
    step = room.steps("collect")[0]
    (phone,) = room.phones(app, 1)
    content = {"v": 1, "receipt": receipt(), "step": str(step), "kind": "strategy", "first": True, "text": text}
    body = json.dumps(content | {"share_beyond": False, "of": "", "pad": ""}, ensure_ascii=False).encode()
    answer = phone.client.post("/room/envelopes", data=body.ljust(4096), content_type="application/json")
    assert answer.status_code == 422
    assert said in answered(answer)["message"]
    assert rows(Envelope) == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I breathe \u202eslowly\u202c\x00\x07 now", "I breathe slowly now"),
        ("😀" * 100, "😀" * 100),
        ("أتنفس ببطء", "أتنفس ببطء"),
        ("e\u0301" * 280, "é" * 280),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
    ],
)
def test_any_script_is_accepted_without_control_marks(app: Flask, room: Room, text: str, kept: str) -> None:
    step = room.steps("collect")[0]
    for phone, words in zip(room.phones(app, 4), [text, *WORDS], strict=False):
        assert phone.send(step, text=words).status_code == 201
    room.close_writing(step)
    assert kept in room.texts()


def test_after_the_end_the_phone_is_told_and_keeps_its_text(app: Flask, room: Room) -> None:
    step = room.steps("collect")[0]
    (phone,) = room.phones(app, 1)
    room.end()
    answer = phone.send(step, text=WORDS[0])
    assert answer.status_code == 410
    assert "ended" in answered(answer)["message"]


def test_a_void_seat_is_told_to_join_again(app: Flask, room: Room, cast: Cast) -> None:
    step = room.steps("collect")[0]
    (phone,) = room.phones(app, 1)
    sessions.replace_code(room.session_id, cast.ana)
    answer = phone.send(step, text=WORDS[0])
    assert answer.status_code == 410
    assert "join again" in answered(answer)["message"]


def test_nobody_sends_without_a_seat(app: Flask, room: Room) -> None:
    assert Phone(app).send(room.steps("collect")[0], text=WORDS[0]).status_code == 410


def test_a_step_of_another_session_is_refused(app: Flask, room: Room, cast: Cast) -> None:
    (phone,) = room.phones(app, 1)
    other = Room.opened(cast).steps("collect")[0]
    assert phone.send(other, text=WORDS[0]).status_code == 422
    assert (rows(Envelope), rows(Seen)) == (0, 0)


def test_a_batch_with_too_few_voices_waits_for_the_end(app: Flask, room: Room) -> None:
    step = room.steps("collect")[0]
    phones = room.phones(app, 3)
    for phone, text in zip(phones, WORDS, strict=False):
        phone.send(step, text=text)
        phone.send(step, text=f"{text} Again.")
    room.close_writing(step)
    assert room.texts() == []
    assert rows(Envelope) == 6
    room.end()
    items = room.queue()
    assert {item.status for item in items} == {"few"}
    assert {item.step_id for item in items} == {None}


def test_a_batch_too_small_to_open_can_be_read_privately_or_erased_and_never_shown(
    app: Flask, room: Room, cast: Cast
) -> None:
    step = room.steps("collect")[0]
    (phone,) = room.phones(app, 1)
    phone.send(step, text=WORDS[0])
    room.close_writing(step)
    room.end()
    (item,) = room.queue()
    with pytest.raises(Refused):
        strategies.approve(room.session_id, item.id, POINTS, cast.ana)
    strategies.read_few(room.session_id, cast.ana)
    assert [item.status for item in room.queue()] == ["read"]
    strategies.erase_few(room.session_id, cast.ana)
    assert room.queue() == []


def test_what_comes_late_is_never_opened_alone(app: Flask, room: Room) -> None:
    step = room.steps("collect")[0]
    phones = room.phones(app, 6)
    for phone, text in zip(phones, WORDS[:4], strict=False):
        phone.send(step, text=text)
    room.close_writing(step)
    assert phones[4].send(step, text="late one").status_code == 201
    assert "late one" not in room.texts()
    room.end()
    late = next(item for item in room.queue() if item.text == "late one")
    assert (late.status, late.step_id) == ("few", None)


def test_one_phone_that_was_late_everywhere_does_not_count_as_many(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast, plan="D")
    (step,) = room.steps("collect")
    others = [one for kind in ("poll", "open", "private") for one in room.steps(kind)][:4]
    (phone,) = room.phones(app, 1)
    for one in (step, *others):
        assert phone.send(one, text="from the same hand").status_code == 201
    room.end()
    assert {item.status for item in room.queue()} == {"few"}


def test_a_take_back_before_opening_is_silent(app: Flask, room: Room) -> None:
    step = room.steps("collect")[0]
    phones = room.phones(app, 5)
    for phone, text in zip(phones, WORDS, strict=True):
        phone.send(step, text=text)
    phones[2].take_back(step, WORDS[2])
    room.close_writing(step)
    assert room.texts() == sorted(set(WORDS) - {WORDS[2]})


@pytest.mark.proves("P27", "P28")
def test_taking_back_by_words_reaches_the_queue_and_the_library(
    app: Flask, room: Room, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wishes, "SOONEST", -100)
    monkeypatch.setattr(wishes, "LATEST", -10)
    step = room.steps("collect")[0]
    phones = room.phones(app, 5)
    words = [answered(phone.send(step, text=text))["words"] for phone, text in zip(phones, WORDS, strict=True)]
    room.close_writing(step)
    room.approve(WORDS[0])
    found = client.post("/take-back", data={"words": words[0].upper().replace(" ", ",  ")})
    client.post("/take-back", data={"words": words[1]})
    not_found = client.post("/take-back", data={"words": "no such words at all"})
    assert (found.status_code, not_found.status_code) == (200, 200)
    assert but_for_token(found.text) == but_for_token(not_found.text)
    assert strategies.apply_take_backs()
    assert rows(Strategy) == 0
    assert room.texts() == sorted(WORDS[2:])


def but_for_token(page: str) -> str:
    return re.sub(r'(value|data-now)="[^"]*"', "", page)


def test_a_take_back_waits_until_the_thumb_is_off_the_glass(app: Flask, room: Room, client: FlaskClient) -> None:
    step = room.steps("collect")[0]
    phones = room.phones(app, 4)
    words = [answered(phone.send(step, text=text))["words"] for phone, text in zip(phones, WORDS, strict=False)]
    room.close_writing(step)
    room.approve(WORDS[0])
    client.post("/take-back", data={"words": words[0]})
    assert not strategies.apply_take_backs(time.time() + 28)
    assert rows(Strategy) == 1
    assert strategies.apply_take_backs(time.time() + 92)
    assert rows(Strategy) == 0


@pytest.mark.proves("P19")
def test_approval_needs_every_point(app: Flask, room: Room, cast: Cast) -> None:
    step = room.steps("collect")[0]
    for phone, text in zip(room.phones(app, 4), WORDS, strict=False):
        phone.send(step, text=text)
    room.close_writing(step)
    for missing in POINTS:
        with pytest.raises(Invalid, match="every point"):
            strategies.approve(room.session_id, room.queue()[0].id, set(POINTS) - {missing}, cast.ana)
    assert (rows(Strategy), rows(ReviewItem)) == (0, 4)


@pytest.mark.proves("P20")
def test_an_edit_leaves_one_text_and_says_so(app: Flask, room: Room) -> None:
    step = room.steps("collect")[0]
    for phone, text in zip(room.phones(app, 4), WORDS, strict=False):
        phone.send(step, text=text)
    room.close_writing(step)
    room.approve(WORDS[0], edited="I call somebody.")
    with db.reading() as tx:
        strategy = tx.scalars(select(Strategy)).one()
    assert (strategy.text, strategy.edited) == ("I call somebody.", True)
    assert WORDS[0] not in room.texts()
