"""A riddle is answered with work, once, in time; nothing else passes for an answer."""

import itertools

import pytest

from facilitator.privacy import work
from facilitator.privacy.work import Riddles, is_part
from tests.solving import solved

KEY = "s" * 40


def test_the_work_is_taken_once_and_by_every_process_with_the_key() -> None:
    riddles, beside, stranger = Riddles(KEY), Riddles(KEY), Riddles("t" * 40)
    riddle = riddles.ask()
    answer = solved(riddle)
    assert beside.accept(riddle, answer), "the control"
    assert riddles.accept(riddle, answer)
    assert not riddles.accept(riddle, answer), "a replay"
    assert not stranger.accept(riddle, answer)


def test_less_than_the_work_is_refused() -> None:
    riddles = Riddles(KEY)
    riddle = riddles.ask()
    answer = solved(riddle)
    parts = answer.split(",")
    lazy = next(number for number in itertools.count() if not is_part(riddle[:32], 0, number))
    wrongs = ["", "0", answer + ",1", ",".join(parts[1:]), ",".join([str(lazy), *parts[1:]]), answer.replace(",", ";")]
    wrongs += [",".join(["-1", *parts[1:]]), ",".join(["٣", *parts[1:]]), ",".join(["9" * 400, *parts[1:]])]
    assert [wrong for wrong in wrongs if riddles.accept(riddle, wrong)] == []
    assert riddles.accept(riddle, answer), "the control"


def test_a_riddle_that_we_did_not_ask_or_asked_long_ago_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    riddles = Riddles(KEY)
    riddle = riddles.ask()
    seed, until, signature = riddle.split(".")
    later = f"{seed}.{int(until) + 1}.{signature}"
    assert not riddles.accept(later, solved(later))
    monkeypatch.setattr(work, "GOOD_FOR", -1)
    old = riddles.ask()
    assert not riddles.accept(old, solved(old))
    assert riddles.accept(riddle, solved(riddle)), "the control"


def test_what_was_answered_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "FORGETS_AT", 2)
    riddles = Riddles(KEY)
    riddles._answered = {"a": 1, "b": 2}
    riddle = riddles.ask()
    assert riddles.accept(riddle, solved(riddle))
    assert set(riddles._answered) == {riddle[:32]}
