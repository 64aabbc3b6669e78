"""While PostgreSQL is gone everybody is told so soon, in plain words; when it is back, all that was written arrives."""

import pytest
from flask import Flask

from facilitator.config import Config
from tests.attacks.clusters import programs
from tests.cast import Cast
from tests.own_redis import OwnRedis

from .broken import SAVED_ANYWAY
from .database_down import cut, stopped
from .worlds import a_world, missed, standing

on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)


def test_postgresql_is_gone_for_four_seconds_and_nothing_is_lost() -> None:
    if programs() is None:
        pytest.skip("no initdb here: this starts a PostgreSQL of its own")
    with a_world("postgresql") as world:
        goals = stopped(world, 4, 10)
    assert missed(goals) == {}


@on_postgresql
def test_connections_that_are_cut_again_and_again_lose_and_double_nothing(
    app: Flask, cast: Cast, config: Config, its_redis: OwnRedis
) -> None:
    with standing(config, cast, processes=2, redis=its_redis) as world:
        goals = cut(world, 20, 8)
    assert missed(goals) == {}


@on_postgresql
def test_a_server_that_says_saved_whatever_the_database_said_is_found_out(
    app: Flask, cast: Cast, config: Config, its_redis: OwnRedis
) -> None:
    """The control."""
    with standing(config, cast, processes=2, redis=its_redis, script=SAVED_ANYWAY) as world:
        goals = cut(world, 20, 8)
    lost, _ = goals["lost"]
    assert isinstance(lost, int)
    assert lost > 0, goals
