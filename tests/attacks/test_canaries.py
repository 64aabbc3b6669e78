"""Planted strings stand in no file: database, write-ahead log, logs, temporary files, keys, exports, what Redis hears.

The control is the same search over a server that logs as libraries do by default: there they are found.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from tests.cast import Cast, Room
from tests.servers import Console

from .canaries import Canaries, Spy, every_handler_fails, session_with_faults
from .watched import Watched, watched

KEPT = {"approved", "shown", "edited"}
DATABASE = {"data/facilitator.db", "data/facilitator.db-wal"}
EXPORTS = {"exports/library", "exports/debrief"}
FILES = DATABASE | EXPORTS | {"data/facilitator.db-shm", "data/taken_back", "exports/plan", "log"}
OF_REDIS = {"redis/redis.conf", "redis-log", "redis-monitor"}


@pytest.fixture
def server(config: Config, cast: Cast, tmp_path: Path) -> Iterator[Watched]:
    with watched(config, tmp_path) as server:
        yield server


@pytest.mark.timeout(600)
@pytest.mark.proves("P4", "P5", "P12", "P20", "P21", "P27")
def test_nothing_that_was_planted_is_in_any_file(server: Watched, app: Flask, cast: Cast, tmp_path: Path) -> None:
    canaries = Canaries()
    room = session_with_faults(server.address, app, cast, canaries)
    assert len(canaries.planted) > 400
    _exported(server, room, tmp_path / "exports")
    server.stop()
    assert "redis_lost" not in {line["event"] for line in _logged(tmp_path)}, "its user may do too little"
    assert {line.get("failure") for line in _logged(tmp_path)} >= {"RuntimeError", "OperationalError", "IntegrityError"}
    assert _outside(canaries.found(tmp_path)) == {}
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files - OF_REDIS <= FILES, "a file that nobody allowed"
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.timeout(600)
def test_the_search_finds_them_where_logs_are_as_libraries_have_them(
    config: Config, app: Flask, cast: Cast, tmp_path: Path
) -> None:
    canaries = Canaries()
    with watched(config, tmp_path, leaky=True) as server:
        every_handler_fails(server.address, app, canaries, Spy(server.address, canaries, 1), under="/room")
    found = canaries.found(tmp_path)
    assert any(name.startswith("body") for name in found)
    assert any(name.startswith("query") for name in found)
    assert {path for paths in found.values() for path in paths} == {"log"}


def _outside(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Hits outside the allow-list: approved texts may be in the database, and where the group reads them."""
    allowed = dict.fromkeys(KEPT, DATABASE | EXPORTS)
    outside = {name: sorted(set(paths) - allowed.get(name, set())) for name, paths in found.items()}
    return {name: paths for name, paths in outside.items() if paths}


def _logged(folder: Path) -> list[dict[str, str]]:
    """The lines of the server's log: each is one JSON object, or this fails."""
    return [json.loads(line) for line in (folder / "log").read_text().splitlines()]


def _exported(server: Watched, room: Room, folder: Path) -> None:
    """Everything that a facilitator can take away."""
    folder.mkdir()
    console = Console(server.address)
    console.sign_in("Ana")
    of_session, of_group = f"/sessions/{room.session_id}", f"/groups/{room.cast.tuesday}"
    pages = {"library": f"{of_group}/library", "debrief": f"{of_session}/debrief", "plan": "/plans/B/file"}
    for name, path in pages.items():
        status, text = console.ask(path)
        assert status == 200, path
        (folder / name).write_text(text)
