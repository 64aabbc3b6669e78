"""Join codes cannot be guessed, and guessing keeps nobody out."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from facilitator.live import door_views
from facilitator.privacy.throttle import Failures
from tests.abuse.guessing import attack, fresh
from tests.cast import Cast, Phone, Room


@pytest.fixture(autouse=True)
def shipped() -> Iterator[Failures]:
    before = door_views.wrong_codes
    fresh()
    yield before
    door_views.wrong_codes = before


@pytest.mark.proves("R5")
def test_guesses_from_everywhere_are_not_looked_at_and_people_still_get_in(app: Flask, cast: Cast) -> None:
    """With a quarter of everything; as it is shipped: `python3 -m tests.abuse guesses`."""
    fresh(together="150 per 10 minutes")
    seen = attack(app, Room.opened(cast).code, guesses=250, places=50, every=125)
    assert (seen.hits, seen.turned_away, seen.joined) == (0, 0, 2)
    assert seen.looked_at <= 150
    assert seen.slowest_join - seen.longest_work < 2


def test_without_the_limits_every_guess_is_looked_at(app: Flask, cast: Cast) -> None:
    fresh("100000 per minute", together="100000 per minute")
    seen = attack(app, Room.opened(cast).code, guesses=160, places=2)
    assert seen.looked_at == 160


def test_thirty_wrong_codes_from_a_place_and_six_hundred_from_everywhere_in_ten_minutes(shipped: Failures) -> None:
    assert (str(shipped._limit), str(shipped._together)) == ("30 per 10 minute", "600 per 10 minute")


@pytest.mark.proves("R5")
def test_work_is_asked_for_before_a_code_is_looked_at_so_the_answer_tells_nothing(app: Flask, cast: Cast) -> None:
    fresh("1 per 10 minutes")
    right, wrong = Room.opened(cast).code, "2222222"
    Phone(app).join(wrong)
    answers = [Phone(app).join(code) for code in (right, wrong)]
    assert [answer.status_code for answer in answers] == [429, 429]
    bare = {re.sub(r'(value|data-now|data-riddle)="[^"]*"', "", answer.text) for answer in answers}
    assert len(bare) == 1
    assert len({len(answer.data) for answer in answers}) == 1
    assert "Wait ten minutes" in bare.pop(), "for a phone without scripts"
