"""Redis may go, freeze or forget: no screen is more than five seconds behind the database, and none stays so."""

import pytest
from flask import Flask

from facilitator.config import Config
from tests.cast import Cast
from tests.own_redis import OwnRedis

from .broken import NEVER_LOOKS
from .redis_lost import MOST, attack, emptied, frozen, stays_behind, stopped
from .worlds import missed, standing

on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)


@on_postgresql
def test_screens_of_two_processes_follow_the_database(
    app: Flask, cast: Cast, config: Config, its_redis: OwnRedis
) -> None:
    with standing(config, cast, processes=2, redis=its_redis) as world:
        goals = attack(world, [stopped(3), frozen(4), emptied()])
    assert missed(goals) == {}


@on_postgresql
def test_without_looking_at_the_database_they_would_stay_behind(
    app: Flask, cast: Cast, config: Config, its_redis: OwnRedis
) -> None:
    """The control: the three-second tick is turned off."""
    with standing(config, cast, processes=2, redis=its_redis, script=NEVER_LOOKS) as world:
        assert stays_behind(world, MOST) > MOST
