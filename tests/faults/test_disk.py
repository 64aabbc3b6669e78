"""A full disk: phones keep their texts and are told so in plain words; with room again, all goes on by itself."""

import pytest

from tests.servers import SERVE

from .broken import SAVED_ANYWAY
from .disk import attack, small_disk
from .worlds import Goals, a_world, missed


def filled(script: str = SERVE) -> Goals:
    with small_disk() as disk:
        if disk is None:
            pytest.skip("no small file system can be mounted here: that takes root, and a system that lets it mount")
        with a_world("sqlite", place=disk, script=script) as world:
            return attack(world, disk)


def test_nothing_saved_is_lost_and_all_goes_on_when_there_is_room_again() -> None:
    goals = filled()
    assert missed(goals) == {}


def test_a_server_that_says_saved_whatever_the_disk_said_is_found_out() -> None:
    """The control."""
    goals = filled(SAVED_ANYWAY)
    lost, _ = goals["lost"]
    assert isinstance(lost, int)
    assert lost > 0, goals
