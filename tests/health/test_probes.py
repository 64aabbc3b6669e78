"""Alive and ready: one word for whoever watches the server, and nothing of anybody."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from facilitator import create_app, db
from facilitator.config import Config
from facilitator.health import readiness
from facilitator.setup.wizard_views import offer
from tests.conftest import on_both
from tests.own_redis import own_redis


@pytest.fixture(autouse=True)
def looked_at_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "KEPT", 0.0)
    monkeypatch.setattr(readiness, "PATIENCE", 0.5)


@pytest.fixture
def elsewhere(config: Config, empty_database: Path) -> Iterator[Config]:
    """For an application of a test's own."""
    yield config
    db.database().close()


def asked(app: Flask, path: str = "/readyz", **more: str) -> tuple[int, str]:
    answer = app.test_client().get(path, **more)
    return answer.status_code, answer.text


@on_both
def test_it_is_alive_and_ready(app: Flask) -> None:
    assert asked(app, "/healthz") == (200, "ok\n")
    assert asked(app) == (200, "ready\n")


def test_it_answers_by_any_host_name_also_before_it_is_set_up(app: Flask, config: Config) -> None:
    assert offer(app, config.secret_key)
    assert asked(app, "/")[0] == 303, "every page leads to the set-up"
    assert asked(app, base_url="http://10.0.0.5:8001") == (200, "ready\n")
    assert asked(app, "/healthz", base_url="http://10.0.0.5:8001") == (200, "ok\n")


def test_nothing_can_be_kept_or_posted(app: Flask) -> None:
    answer = app.test_client().get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert app.test_client().head("/healthz").data == b""
    assert app.test_client().post("/healthz").status_code in (400, 404)


def test_a_database_that_cannot_be_written_is_told_and_it_is_alive_all_the_same(app: Flask, config: Config) -> None:
    with closing(sqlite3.connect(config.data_folder / "facilitator.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert asked(app) == (503, "database\n")
        assert asked(app, "/healthz") == (200, "ok\n")
    assert asked(app) == (200, "ready\n"), "and it is over by itself"


def test_a_database_that_is_gone_or_read_only_is_told(elsewhere: Config) -> None:
    gone = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    read_only = f"sqlite:///file:{elsewhere.data_folder / 'facilitator.db'}?mode=ro&uri=true"
    for url in (gone, read_only):
        assert asked(create_app(replace(elsewhere, database_url=url))) == (503, "database\n"), url


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(("free", "said"), [(9, (503, "disk\n")), (10, (200, "ready\n"))])
def test_a_disk_within_ten_percent_of_full_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, free: int, said: tuple[int, str]
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Disk(100, 100 - free, free))
    assert asked(app) == said


def test_a_lost_redis_is_told_where_there_is_to_be_one(
    elsewhere: Config, tmp_path: Path, needs_redis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.redis_link.PAUSE", 0.0)
    with own_redis(tmp_path) as its_own:
        app = create_app(replace(elsewhere, redis_url=its_own.url))
        assert asked(app) == (200, "ready\n")
        its_own.stop()
        assert asked(app) == (503, "redis\n")
        its_own.start()
        assert asked(app) == (200, "ready\n")


def test_one_that_stops_says_so(app: Flask) -> None:
    app.extensions["underway"].closing = True
    assert asked(app) == (503, "stopping\n")


WORDS: Sequence[str] = ("ready", "stopping", "database", "disk", "redis")


def test_there_are_five_words_and_no_more() -> None:
    told = (readiness.READY, readiness.STOPPING, readiness.DATABASE, readiness.DISK, readiness.REDIS)
    assert told == WORDS
