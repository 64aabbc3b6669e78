"""Several workers on one port: what dies is started again, what must stop stops whole, and nobody is turned away."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from flask import Flask
from simple_websocket import Client, ConnectionClosed

from facilitator import cli
from facilitator.config import Config, ConfigError
from facilitator.rehearsal import PretendPhone
from facilitator.workers import Post, check_shared
from tests.cast import Cast, Room
from tests.servers import events, free_port, until
from tests.supervised import Supervised

on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)
def sent_away(client: Client) -> int:
    """In how many milliseconds it is to come back; it is let go, too."""
    name, detail = next(events(client))
    assert name == "going_away"
    with pytest.raises(ConnectionClosed):
        list(events(client))
    return int(detail["retry_ms"])


@pytest.fixture
def server(app: Flask, cast: Cast, config: Config, needs_redis: str) -> Iterator[Supervised]:
    server = Supervised(config, free_port(), needs_redis)
    server.start()
    try:
        server.settle()
        yield server
    finally:
        server.stop()


@on_postgresql
def test_a_worker_that_is_killed_is_started_again_and_nothing_saved_is_lost(server: Supervised, cast: Cast) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    phones = [PretendPhone(server.address) for _ in range(5)]
    texts = [f"I call friend {number}." for number in range(5)]
    for phone in phones:
        phone.join(room.code)
        phone.connect()
    for number, (phone, text) in enumerate(zip(phones, texts, strict=True)):
        phone.share(str(step), text)
        if number < 2:
            before = server.workers()
            os.kill(before[0], signal.SIGKILL)
            until(lambda: server.both_serve() and before[0] not in server.workers(), 60)  # noqa: B023
            assert before[1] in server.workers(), "the other one goes on"
    room.close_writing(step)
    assert room.texts() == sorted(texts)


@on_postgresql
def test_told_to_stop_it_sends_every_socket_away_and_all_processes_end(server: Supervised, cast: Cast) -> None:
    room = Room.opened(cast)
    phones = [PretendPhone(server.address) for _ in range(8)]
    for phone in phones:
        phone.join(room.code)
    clients = [phone.socket() for phone in phones]
    for client in clients:
        assert next(events(client))[0] == "fragment"
    workers, process = server.workers(), server.process
    assert process is not None
    process.terminate()
    told = [sent_away(client) for client in clients]
    assert all(0 <= ms <= 4000 for ms in told)
    assert len(set(told)) > 1, "not all at once"
    assert process.wait(15) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    with pytest.raises(URLError):
        urlopen(server.address, timeout=2)  # noqa: S310 - our own


@on_postgresql
def test_workers_are_replaced_one_after_the_other_and_nobody_is_turned_away(server: Supervised) -> None:
    before, process = set(server.workers()), server.process
    assert process is not None
    process.send_signal(signal.SIGHUP)
    asked = 0
    while set(server.workers()) & before or not server.both_serve():
        assert server.answers_well(), "a page was refused"
        asked += 1
        assert asked < 5000
    assert asked > 0


@on_postgresql
def test_a_new_version_that_cannot_start_leaves_those_that_serve_where_they_are(server: Supervised) -> None:
    before, process = set(server.workers()), server.process
    assert process is not None
    (server.config.data_folder / "no-more").touch()
    process.send_signal(signal.SIGHUP)
    until(lambda: set(server.workers()) - before)
    until(lambda: set(server.workers()) == before, 60)
    assert server.both_serve()


@on_postgresql
def test_workers_end_by_themselves_when_their_supervisor_is_killed(server: Supervised) -> None:
    workers = server.workers()
    server.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)


def test_it_gives_up_when_no_worker_can_be_started(config: Config) -> None:
    server = Supervised(config, free_port(), worker="raise SystemExit(3)")
    server.start()
    assert server.process is not None
    assert server.process.wait(30) == 1


def test_several_workers_on_sqlite_or_without_redis_are_refused_with_a_clear_sentence(config: Config) -> None:
    postgresql = replace(config, database_url="postgresql+psycopg://localhost/x")
    for lacking in (config, replace(config, redis_url="redis://localhost"), postgresql):
        with pytest.raises(ConfigError, match="set DATABASE_URL and REDIS_URL"):
            check_shared(lacking)
    check_shared(replace(postgresql, redis_url="redis://localhost"))


def test_the_number_of_workers_is_one_or_more(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["serve"]).workers == 1
    assert cli.parse(["serve", "--workers", "4"]).workers == 4
    for wrong in ("0", "-1", "many", "1.5"):
        with pytest.raises(SystemExit):
            cli.parse(["serve", "--workers", wrong])
    assert "1 or more" in capsys.readouterr().err


def test_a_post_is_told_and_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    post = Post(2, 5, 6, after_crash=True)
    monkeypatch.setenv("FACILITATOR_POST", post.environ()["FACILITATOR_POST"])
    assert Post.from_env() == post
    assert Post.from_env() is None, "what this process starts has no post of its own"
