"""Many facilitators' browsers at two processes at once: no change is lost, and every screen sees the same order."""

import pytest
from flask import Flask

from facilitator.config import Config
from tests.cast import Cast
from tests.own_redis import OwnRedis

from .broken import COUNTS_ITSELF
from .order import attack
from .worlds import missed, standing

on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)


@on_postgresql
def test_revisions_have_no_gap_and_look_alike_on_every_screen(
    app: Flask, cast: Cast, config: Config, its_redis: OwnRedis
) -> None:
    with standing(config, cast, processes=2, redis=its_redis) as world:
        goals = attack(world, 112, 8)
    assert missed(goals) == {}


@on_postgresql
def test_without_the_lock_on_the_session_changes_are_lost(
    app: Flask, cast: Cast, config: Config, its_redis: OwnRedis
) -> None:
    """The control: each process counts on from the number it read."""
    with standing(config, cast, processes=2, redis=its_redis, script=COUNTS_ITSELF) as world:
        goals = attack(world, 48, 2)
    missing, _ = goals["revisions missing"]
    assert isinstance(missing, int)
    assert missing > 0, goals
