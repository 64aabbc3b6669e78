"""Scales and polls, from the phones' answers to what the room is told: once, in bands, and nothing kept (P8, P10)."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from facilitator import db, sessions, strategies
from facilitator.config import Config
from facilitator.db_migrations import downgrade, upgrade
from facilitator.errors import Refused
from facilitator.privacy import sealing
from facilitator.sessions.models import Step
from facilitator.strategies.models import Envelope
from tests.asking import CRAVINGS, answer_all, poll, result_of, scale, told
from tests.cast import Cast, Room, answered
from tests.conftest import on_both


def envelopes() -> int:
    with db.reading() as tx:
        return tx.scalar(select(func.count()).select_from(Envelope)) or 0


@on_both
@pytest.mark.proves("P10")
def test_a_scale_is_told_in_bands_and_no_answer_is_kept(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    answer_all(app, room, step, [1, 2, 2, 5, 6, 6, 7])
    assert envelopes() == 7
    room.close_writing(step)
    assert told(step) == "some 0-3, most 4-10"
    assert envelopes() == 0


@on_both
@pytest.mark.proves("P10")
def test_a_poll_is_told_by_its_options(app: Flask, cast: Cast) -> None:
    room, step = poll(cast)
    answer_all(app, room, step, [0, 2, 2, 2, 2, 5, 5, 5])
    room.close_writing(step)
    assert told(step) == "most 2-2, some 5-5"
    assert envelopes() == 0


@pytest.mark.proves("P10")
def test_nothing_is_told_of_fewer_than_five_answers_and_passes_are_no_answers(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    phones = answer_all(app, room, step, [3, 3, 3, 3])
    for phone in room.phones(app, 4):
        assert phone.pass_on(step).status_code == 201
    room.close_writing(step)
    assert told(step) == "few"
    assert len(phones) == 4
    with pytest.raises(Refused, match="not enough"):
        room.reveal(step)


def test_changing_an_answer_counts_once(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    phones = answer_all(app, room, step, [0, 0, 0, 0])
    for value in (9, 5, 1):
        assert phones[0].answer(step, value).status_code == 201
    assert envelopes() == 7
    room.close_writing(step)
    assert told(step) == "few", "four phones have answered, one of them four times"


def test_the_last_answer_is_the_one_that_counts(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    for phone in answer_all(app, room, step, [0, 0, 0, 0, 0, 0]):
        phone.answer(step, 10)
    room.close_writing(step)
    assert told(step) == "mostly 8-10"


def test_a_pass_takes_an_answer_away_and_an_answer_takes_a_pass_away(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    phones = answer_all(app, room, step, [0, 0, 0, 0, 0, 9])
    phones[5].pass_on(step)
    (passer,) = room.phones(app, 1)
    passer.pass_on(step)
    passer.answer(step, 0)
    room.close_writing(step)
    assert told(step) == "mostly 0-3"


def test_the_same_answer_sent_twice_counts_once(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    for phone in answer_all(app, room, step, [0, 0, 0, 0]):
        assert phone.send_again().status_code == 201
    room.close_writing(step)
    assert told(step) == "few"


@pytest.mark.parametrize("value", [-1, 11, 3.5, "3", None, True, 10**9])
def test_a_number_that_is_not_on_the_scale_is_refused_in_plain_words(app: Flask, cast: Cast, value: Any) -> None:
    room, step = scale(cast)
    (phone,) = room.phones(app, 1)
    answer = phone.answer(step, value)
    assert answer.status_code == 422
    assert answered(answer)["message"].startswith("Choose ")
    assert envelopes() == 0


def test_an_option_that_is_not_on_the_list_is_refused_in_plain_words(app: Flask, cast: Cast) -> None:
    room, step = poll(cast)
    (phone,) = room.phones(app, 1)
    assert phone.answer(step, 7).status_code == 201
    answer = phone.answer(step, 8)
    assert answer.status_code == 422
    assert answered(answer)["message"] == "Choose one of the answers on the list."


def test_words_are_refused_where_an_answer_is_asked_for_and_answers_where_words_are(app: Flask, cast: Cast) -> None:
    room, step = poll(cast)
    (phone,) = room.phones(app, 1)
    assert phone.send(step, text="I call a friend.").status_code == 422
    assert phone.answer(room.steps("collect")[0], 1).status_code == 422
    assert envelopes() == 0


@pytest.mark.proves("P10")
def test_an_answer_to_a_closed_step_is_harmless(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    phones = answer_all(app, room, step, [0, 0, 0, 0, 0, 0])
    room.close_writing(step)
    before = result_of(step)
    (late,) = room.phones(app, 1)
    assert late.answer(step, 10).status_code == 201
    assert phones[0].answer(step, 10).status_code == 201
    assert result_of(step) == before
    room.end()
    assert (room.queue(), envelopes()) == ([], 0)
    assert result_of(step)["lines"] == before["lines"]


def test_late_answers_do_not_lift_a_late_text_over_the_floor(app: Flask, cast: Cast) -> None:
    room, step = poll(cast)
    phones = room.phones(app, 6)
    room.close_writing(step)
    for phone in phones:
        phone.answer(step, 1)
    assert phones[0].send(room.steps("collect")[0], text="one late text").status_code == 201
    room.end()
    assert [item.status for item in room.queue()] == ["few"]


def test_an_answer_a_pass_and_a_strategy_look_alike_in_the_database(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    (phone,) = room.phones(app, 1)
    phone.answer(step, 10)
    phone.answer(step, 0)
    phone.pass_on(step)
    with db.reading() as tx:
        assert {len(sealed) for sealed in tx.scalars(select(Envelope.sealed))} == {sealing.SIZE + 28}
    assert {tuple(sorted(answered(phone.send_again()))) for _ in range(2)} == {("seen", "words")}


# Showing, and asking again


@pytest.mark.proves("P10")
def test_a_poll_that_was_answered_is_not_opened_again(app: Flask, cast: Cast) -> None:
    room, step = poll(cast)
    answer_all(app, room, step, [0] * 6)
    room.close_writing(step)
    with pytest.raises(Refused, match="has answered"):
        sessions.open_writing(room.session_id, step, room.turn, cast.ana)
    room.push(room.steps("open")[0])
    room.push(step)
    with pytest.raises(Refused, match="has answered"):
        sessions.open_writing(room.session_id, step, room.turn, cast.ana)
    room.reveal(step)
    assert room.state_of(step) == "revealed"


def test_a_poll_that_too_few_answered_can_be_opened_again(app: Flask, cast: Cast) -> None:
    room, step = poll(cast)
    phones = answer_all(app, room, step, [0, 0, 0])
    room.close_writing(step)
    sessions.open_writing(room.session_id, step, room.turn, cast.ana)
    for phone in [*phones, *room.phones(app, 3)]:
        phone.answer(step, 3)
    room.close_writing(step)
    assert told(step) == "most 3-3"


@pytest.mark.proves("P10")
def test_a_scale_that_is_asked_again_tells_nothing_of_one_person_who_moved(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    phones = answer_all(app, room, step, [1, 1, 1, 1, 1, 1, 5, 5, 9])
    room.close_writing(step)
    first = told(step)
    assert first == "most 0-3, some 4-10"
    room.push(room.steps("close")[0])
    room.open_writing(step)
    for phone, value in zip(phones, [1, 1, 1, 1, 1, 1, 5, 9, 9], strict=True):
        phone.answer(step, value)
    room.close_writing(step)
    assert (told(step), result_of(step)["same"]) == (first, True)


def test_after_the_end_nothing_says_that_somebody_had_a_hard_day(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    answer_all(app, room, step, [9, 9, 9, 9, 9, 9])
    room.close_writing(step)
    assert result_of(step)["hard_day"] is True
    room.end()
    assert result_of(step)["hard_day"] is False


def test_ending_the_session_closes_what_is_open(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    answer_all(app, room, step, [9, 9, 9, 9, 9, 9])
    room.end()
    assert (told(step), envelopes(), room.queue()) == ("mostly 8-10", 0, [])


def test_an_unattended_room_closes_its_answers(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    answer_all(app, room, step, [9, 9, 9, 9, 9, 9])
    strategies.close_unattended(room.session_id)
    assert told(step) == "mostly 8-10"


# On disk

PLANTED = (b'"value":7', b'"value": 7', b'"value":"7"')


def raw_answers_in(folder: Path) -> list[str]:
    """Names of the files in which an answer of 7 stands readable."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in paths if any(form in path.read_bytes() for form in PLANTED)]


@pytest.mark.proves("P10")
def test_a_raw_answer_is_in_no_file_while_answers_come_nor_after(app: Flask, cast: Cast, config: Config) -> None:
    room, step = scale(cast)
    answer_all(app, room, step, [7] * 6)
    window = {path.name for path in (config.data_folder / "keys").iterdir()}
    assert raw_answers_in(config.data_folder) == [], "while answers come"
    with db.reading() as tx:
        copied = list(tx.scalars(select(Envelope.sealed)))
    room.close_writing(step)
    kept = list((config.data_folder / "keys").iterdir())
    assert len(window) - len(kept) == 1, "the window's key is gone"
    assert raw_answers_in(config.data_folder) == [], "after closing"
    for sealed in copied:
        for key in kept:
            with pytest.raises(sealing.Unreadable):
                sealing.unseal(key.read_bytes(), sealed, "envelope")
    room.end()
    assert raw_answers_in(config.data_folder) == [], "after the end"


def test_the_search_finds_a_raw_answer_where_nothing_is_sealed(
    app: Flask, cast: Cast, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = json.JSONEncoder(separators=(",", ":"))
    monkeypatch.setattr(sealing, "seal", lambda _key, content, _purpose: bare.encode(content).encode().ljust(3072))
    room, step = scale(cast)
    answer_all(app, room, step, [7])
    assert raw_answers_in(config.data_folder)


@pytest.mark.proves("P10")
def test_what_stays_of_the_answers_names_none_and_counts_none(app: Flask, cast: Cast) -> None:
    room, step = scale(cast)
    answer_all(app, room, step, [7] * 6 + [2])
    room.close_writing(step)
    assert result_of(step) == {
        "state": "told",
        "lines": [[4, 7, "mostly"]],
        "same": False,
        "before": [],
        "past": {"lines": [[4, 7, "mostly"]], "held": 0, "unclear": False},
        "run": 1,
        "hard_day": False,
        "shown": False,
    }


@on_both
def test_a_session_from_before_there_were_answers_keeps_its_steps_and_learns_their_hard_ends(
    config: Config, app: Flask, cast: Cast
) -> None:
    cravings, steadiness = (Room.prepared(cast, prompt=prompt).steps("scale")[0] for prompt in (CRAVINGS, "S1-1"))
    db.database().close()
    downgrade(config.database_url, "0003")
    upgrade(config.database_url)
    db.connect(config.database_url)
    with db.reading() as tx:
        assert [tx.get_one(Step, step).hard_end for step in (cravings, steadiness)] == ["high", "low"]
        assert set(tx.scalars(select(Step.result))) == {None}
