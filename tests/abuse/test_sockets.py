"""A crowd of sockets that do nothing, or read nothing, is shown out; one that shouts is, too."""

from collections.abc import Callable

import pytest

from tests.abuse.sockets import crowd, flood
from tests.live.wire.client import GONE, Client
from tests.live.wire.conftest import Served, until
from tests.live.wire.conftest import start as start

IDLE, SLOW = 250, 50


@pytest.fixture(scope="module")
def server(start: Callable[..., Served]) -> Served:
    return start(bounds={"connect_seconds": 1.0})


@pytest.fixture(scope="module")
def unbounded(start: Callable[..., Served]) -> Served:
    return start(bounds={"connect_seconds": 600.0, "backlog_bytes": 2**30, "frames_a_minute": 100_000})


def test_idle_and_slow_sockets_are_gone_in_ten_seconds_and_pages_are_served_meanwhile(server: Served) -> None:
    seen = crowd(server, IDLE, SLOW, seconds=10)
    assert (seen.opened, seen.left) == (IDLE + SLOW, 0)
    assert seen.median < 0.5
    assert seen.p99 < 5, "a busy machine may stop everybody for a moment"
    assert (server.standing()["reaped"], server.standing()["dropped"]) == (IDLE, SLOW)


def test_without_the_bounds_they_stay(unbounded: Served) -> None:
    assert crowd(unbounded, 20, 5, seconds=3).left == 25


def test_one_that_never_stops_talking_is_cut_off_and_the_others_are_answered(server: Served) -> None:
    talker, other = Client.seated(server.port), Client.seated(server.port)
    assert flood(talker, 3000) < 5
    assert talker.closing() in (1008, GONE)
    for _ in range(20):
        other.text('421["echo","here"]')
        assert other.next_packet() == '431["here"]'
    until(lambda: server.standing()["sockets"] == 1)


def test_with_the_bound_far_away_it_goes_on_talking(unbounded: Served) -> None:
    talker = Client.seated(unbounded.port)
    for _ in range(500):
        talker.text('42["echo"]')
    talker.text('421["echo","still here"]')
    assert talker.next_packet() == '431["still here"]'
