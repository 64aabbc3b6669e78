"""What is sent to a room arrives: whole, in order, at everybody, whoever else is slow."""

from collections.abc import Callable

import pytest

from .client import GONE, Client
from .conftest import Served, until


def numbers(client: Client, count: int) -> list[int]:
    return [client.event()[1][0] for _ in range(count)]


def test_everybody_in_the_room_gets_it_and_nobody_else(server: Served) -> None:
    inside = [Client.seated(server.port, {"room": "r1"}) for _ in range(3)]
    outside = Client.seated(server.port, {"room": "r2"})
    server.emit("r1")
    server.emit("r2")
    assert [client.event() for client in inside] == [["text", [0, "x" * 10]]] * 3
    assert outside.event() == ["text", [0, "x" * 10]]


@pytest.mark.parametrize("size", [1, 110, 130, 5_000, 70_000])
def test_frames_of_every_length_are_whole(server: Served, size: int) -> None:
    client = Client.seated(server.port, {"room": "sizes"})
    server.emit("sizes", size=size)
    assert client.event() == ["text", [0, "x" * size]]


def test_a_slow_reader_gets_every_frame_whole_and_in_order(server: Served) -> None:
    slow = Client.seated(server.port, {"room": "slow"}, receive_bytes=2048)
    server.emit("slow", count=60, size=4_000)
    assert numbers(slow, 60) == list(range(60))


def test_what_is_written_while_a_frame_waits_comes_after_it(server: Served) -> None:
    slow = Client.seated(server.port, {"room": "waiting"}, receive_bytes=2048)
    server.emit("waiting", count=50, size=4_000)
    slow.text('427["echo","asked while the line was full"]')
    assert numbers(slow, 50) == list(range(50))
    assert slow.next_packet() == '437["asked while the line was full"]'


def test_events_with_a_callback_keep_their_place_among_the_others(server: Served) -> None:
    client = Client.seated(server.port)
    client.text('421["mixed",40]')
    assert [client.event()[1] for _ in range(40)] == list(range(40))
    assert client.next_packet() == "431[]"


def test_a_phone_that_never_reads_is_dropped_and_the_others_go_on(start: Callable[..., Served]) -> None:
    server = start(bounds={"backlog_bytes": 64 * 1024})
    stuck = Client.seated(server.port, {"room": "r"}, receive_bytes=2048)
    reading = [Client.seated(server.port, {"room": "r"}) for _ in range(3)]
    before = server.resident_mb()
    for _ in range(40):
        server.emit("r", count=10, size=10_000)
        for client in reading:
            assert numbers(client, 10) == list(range(10))
    assert server.standing()["dropped"] == 1
    assert server.standing()["sockets"] == 3
    assert stuck.closing() == GONE
    assert server.resident_mb() - before < 3


def test_a_phone_that_vanished_without_a_word_is_taken_out_of_its_rooms(server: Served) -> None:
    stays = Client.seated(server.port, {"room": "vanish"})
    leaves = Client.seated(server.port, {"room": "vanish"})
    here = server.standing()["sockets"]
    leaves.close()
    until(lambda: server.standing()["sockets"] == here - 1)
    server.emit("vanish")
    assert stays.event() == ["text", [0, "x" * 10]]
