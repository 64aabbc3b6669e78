"""Paper slips, typed in by a facilitator: they join the phones' writing, and later nobody can tell them apart (R18)."""

import statistics
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import db, strategies
from facilitator.errors import Ended, Invalid, NotFound, Refused
from facilitator.strategies import opening
from facilitator.strategies.models import Envelope, ReviewItem, Seen, Strategy
from tests.cast import Cast, Phone, Room, answered
from tests.conftest import on_both

PHONES = ["I call a friend.", "I go for a walk.", "I wait ten minutes.", "Cold water.", "I say no."]
PAPER = ["I write it down.", "I sit with my dog.", "I count to a hundred."]


@pytest.fixture
def room(app: Flask, cast: Cast) -> Room:
    room = Room.opened(cast)
    room.open_writing(collect(room))
    return room


def collect(room: Room) -> UUID:
    return room.steps("collect")[0]


def type_in(room: Room, text: str, **more: bool) -> None:
    strategies.enter_slip(room.session_id, collect(room), text, room.cast.ana, **more)


def by_phone(app: Flask, room: Room, texts: list[str]) -> list[Phone]:
    phones = room.phones(app, len(texts))
    for phone, text in zip(phones, texts, strict=True):
        assert phone.send(collect(room), text=text).status_code == 201
    return phones


@on_both
@pytest.mark.proves("R18")
def test_slips_and_phones_come_to_review_together(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    room.open_writing(collect(room))
    by_phone(app, room, PHONES)
    for text in PAPER:
        type_in(room, text)
    assert room.texts() == []
    room.close_writing(collect(room))
    assert room.texts() == sorted(PHONES + PAPER)
    assert {(item.status, item.step_id) for item in room.queue()} == {("waiting", collect(room))}


@pytest.mark.proves("R18")
def test_a_group_without_any_phone_can_do_it_all_on_paper(room: Room) -> None:
    for text in PAPER:
        type_in(room, text)
    room.close_writing(collect(room))
    assert room.texts() == sorted(PAPER)
    room.approve(PAPER[0])
    room.reveal(collect(room))
    assert room.state_of(collect(room)) == "revealed"


@pytest.mark.proves("R18")
def test_a_slip_adds_no_voice_and_does_not_open_what_too_few_phones_wrote(app: Flask, room: Room) -> None:
    """Whoever types slips in could count them out: four slips and one phone would name the phone's writer."""
    by_phone(app, room, PHONES[:2])
    for text in PAPER:
        type_in(room, text)
    room.close_writing(collect(room))
    assert room.texts() == sorted(PAPER)
    room.end()
    few = {item.text for item in room.queue() if item.status == "few"}
    assert few == set(PHONES[:2])


def test_a_take_back_still_finds_its_text_when_a_batch_too_small_was_sealed_again(app: Flask, room: Room) -> None:
    phones = by_phone(app, room, PHONES[:2])
    phones[0].take_back(collect(room), PHONES[0])
    type_in(room, PAPER[0])
    room.close_writing(collect(room))
    room.end()
    assert {item.text for item in room.queue()} == {PHONES[1], PAPER[0]}


@pytest.mark.proves("R18")
def test_a_slip_can_be_typed_in_after_closing_until_the_step_is_shown(app: Flask, room: Room) -> None:
    by_phone(app, room, PHONES)
    room.close_writing(collect(room))
    type_in(room, PAPER[0])
    assert room.texts() == sorted([*PHONES, PAPER[0]])
    room.approve(PHONES[0])
    room.reveal(collect(room))
    with pytest.raises(Refused, match="until the step is shown"):
        type_in(room, PAPER[1])


def test_cards_set_aside_stay_so_when_a_slip_joins_them(app: Flask, room: Room) -> None:
    by_phone(app, room, PHONES)
    room.close_writing(collect(room))
    held, declined, *_ = room.queue()
    strategies.hold(room.session_id, held.id, room.cast.ana)
    strategies.decline(room.session_id, declined.id, room.cast.ana, reason="war_story")
    type_in(room, PAPER[0])
    status = {item.text: item.status for item in room.queue()}
    assert (status[held.text], status[declined.text], status[PAPER[0]]) == ("held", "declined", "waiting")


def rows(room: Room) -> list[tuple[bytes, int, str, str]]:
    """All that the database tells of what is under review: id, size, step, status."""
    with db.reading() as tx:
        items = tx.scalars(select(ReviewItem).where(ReviewItem.group_session_id == room.session_id))
        return [(item.id.bytes, len(item.sealed), str(item.step_id), item.status) for item in items]


def marks_of(room: Room, texts: set[str]) -> set[tuple[int, str, str]]:
    """What the rows of these texts say of themselves, but for their random ids."""
    ids = {item.id.bytes for item in room.queue() if item.text in texts}
    return {row[1:] for row in rows(room) if row[0] in ids}


@pytest.mark.proves("R18")
def test_under_review_nothing_tells_a_slip_from_a_phone(app: Flask, room: Room) -> None:
    by_phone(app, room, PHONES)
    type_in(room, PAPER[0])
    with db.reading() as tx:
        assert {len(sealed) for sealed in tx.scalars(select(Envelope.sealed))} == {3100}
        assert len(tx.scalars(select(Envelope)).all()) == len(tx.scalars(select(Seen)).all()) == 6
    room.close_writing(collect(room))
    type_in(room, PAPER[1])
    assert marks_of(room, set(PHONES)) == marks_of(room, set(PAPER))


@pytest.mark.proves("R18")
def test_in_the_library_nothing_tells_a_slip_from_a_phone(app: Flask, room: Room) -> None:
    by_phone(app, room, PHONES)
    type_in(room, PAPER[0])
    room.close_writing(collect(room))
    type_in(room, PAPER[1])
    for text in [*PHONES, *PAPER[:2]]:
        room.approve(text)
    with db.reading() as tx:
        kept = tx.scalars(select(Strategy)).all()
        told = {
            one.text in PAPER: {
                (name, value)
                for name, value in vars(one).items()
                if name not in ("id", "text", "take_back", "_sa_instance_state")
            }
            for one in kept
        }
        assert told[True] == told[False]
        assert {len(one.take_back or b"") for one in kept} == {32}


def ranks_of_the_latest(room: Room, rounds: int) -> list[float]:
    """Where in the queue the slip stands that was typed in last, after each of several slips: 0 first, 1 last."""
    ranks = []
    for number in range(rounds):
        type_in(room, f"slip {number}")
        order = [item.text for item in room.queue()]
        ranks.append(order.index(f"slip {number}") / (len(order) - 1))
    return ranks


@pytest.mark.proves("R18")
def test_a_slip_typed_in_late_lands_anywhere_and_all_ids_are_new(app: Flask, room: Room) -> None:
    by_phone(app, room, PHONES)
    room.close_writing(collect(room))
    before = {row[0] for row in rows(room)}
    ranks = ranks_of_the_latest(room, 40)
    assert not before & {row[0] for row in rows(room)}, "one that kept its id would be a phone's"
    assert 0.25 < statistics.mean(ranks) < 0.75
    assert min(ranks) < 0.2
    assert max(ranks) > 0.8


def test_the_measure_finds_slips_that_are_put_at_the_end(
    app: Flask, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without a new order and new ids, the last row is the slip."""
    counter = iter(range(10_000))

    def in_order(key: bytes, session_id: UUID, step_id: UUID, kept: dict[str, object], status: str) -> ReviewItem:
        made = original(key, session_id, step_id, kept, status)
        made.id = UUID(int=next(counter))
        return made

    original = opening.review_item
    monkeypatch.setattr("facilitator.strategies.slips.review_item", in_order)
    monkeypatch.setattr(
        "facilitator.strategies.slips.secrets.SystemRandom",
        lambda: type("Still", (), {"shuffle": lambda self, rows: None})(),
    )
    by_phone(app, room, PHONES)
    room.close_writing(collect(room))
    assert set(ranks_of_the_latest(room, 5)) == {1.0}


@pytest.mark.parametrize(("text", "said"), [("  ", "few words"), ("a" * 281, "281 characters")])
def test_a_slip_that_cannot_be_used_is_refused_in_plain_words(room: Room, text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        type_in(room, text)


def test_slips_belong_to_a_step_with_writing_in_a_session_that_runs(room: Room) -> None:
    other = room.steps("close")[0]
    with pytest.raises(Refused, match="no writing"):
        strategies.enter_slip(room.session_id, other, PAPER[0], room.cast.ana)
    with pytest.raises(NotFound):
        strategies.enter_slip(room.session_id, collect(room), PAPER[0], room.cast.bea)
    room.end()
    with pytest.raises(Ended):
        type_in(room, PAPER[0])


def test_the_console_types_slips_in(room: Room, ana: FlaskClient) -> None:
    path = f"/sessions/{room.session_id}/steps/{collect(room)}/slips"
    json = {"Accept": "application/json"}
    assert ana.post(path, data={"text": PAPER[0]}, headers=json).status_code == 200
    assert ana.post(path, data={"text": PAPER[1], "share_beyond": "yes"}, headers=json).status_code == 200
    wrong = ana.post(path, data={"text": " "}, headers=json)
    assert wrong.status_code == 422
    assert {frame["name"] for frame in answered(wrong)["frames"]} >= {"now", "queue"}
    room.close_writing(collect(room))
    assert {item.text: item.share_beyond for item in room.queue()} == {PAPER[0]: False, PAPER[1]: True}
