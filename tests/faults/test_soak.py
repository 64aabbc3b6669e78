"""After an evening in which phones came, went and wrote, the server holds no more than before it."""

import pytest
from flask import Flask

from facilitator.config import Config
from tests.cast import Cast

from . import soak
from .broken import COUNTED, KEEPS_ALL, that
from .soak import attack
from .worlds import missed, standing


def test_phones_that_came_and_went_leave_nothing_behind(app: Flask, cast: Cast, config: Config) -> None:
    with standing(config, cast, script=that(COUNTED)) as world:
        goals = attack(world, 30, 5)
    assert missed(goals) == {}


def test_a_server_that_keeps_something_of_every_phone_is_found_out(
    app: Flask, cast: Cast, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(soak, "SETTLES", 3.0)
    with standing(config, cast, script=that(COUNTED + KEEPS_ALL)) as world:
        goals = attack(world, 12, 3)
    assert "files left over" in missed(goals)
