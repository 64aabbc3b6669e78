"""A server that is killed again and again loses nothing it acknowledged, doubles nothing and invents nothing."""

import pytest
from flask import Flask

from facilitator.config import Config
from tests.cast import Cast
from tests.own_redis import OwnRedis

from .broken import TOO_EARLY
from .kills import attack, closings
from .worlds import missed, standing

on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)


def test_nothing_saved_is_lost_or_doubled_on_sqlite(app: Flask, cast: Cast, config: Config) -> None:
    with standing(config, cast) as world:
        goals = attack(world, 200, 3)
    assert missed(goals) == {}


@on_postgresql
def test_nor_by_two_processes_on_postgresql(app: Flask, cast: Cast, config: Config, its_redis: OwnRedis) -> None:
    with standing(config, cast, processes=2, redis=its_redis) as world:
        goals = attack(world, 200, 3)
    assert missed(goals) == {}


def test_a_server_that_answers_before_the_commit_is_found_out(app: Flask, cast: Cast, config: Config) -> None:
    """The control: it says "saved" a tenth of a second too early, and some is lost."""
    with standing(config, cast, script=TOO_EARLY) as world:
        goals = attack(world, 150, 2)
    lost, good = goals["lost"]
    assert isinstance(lost, int)
    assert lost > 0, goals
    assert not good


def test_a_kill_just_when_writing_is_closed_loses_no_text_and_no_key(app: Flask, cast: Cast, config: Config) -> None:
    with standing(config, cast) as world:
        goals = closings(world, 3)
    assert missed(goals) == {}
