"""The same search through everything that PostgreSQL writes: tables, write-ahead log, server log.

The server runs with the settings that deploy/ ships. What was approved and then taken back stays in the write-ahead
log until that is recycled, which is a stated limit.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.db_migrations import upgrade
from tests.cast import Cast

from .canaries import Canaries, session_with_faults
from .clusters import Cluster, cluster, programs
from .watched import watched

KEPT = {"approved", "shown", "edited", "withdrawn later"}


@pytest.fixture
def files(postgresql_server: str) -> Iterator[Cluster]:
    if programs() is None:
        pytest.skip("no initdb here: this starts a PostgreSQL of its own, to read its files")
    with cluster() as made:
        yield made


@pytest.fixture
def config(files: Cluster, tmp_path: Path) -> Config:
    upgrade(files.url)
    (tmp_path / "data").mkdir()
    return Config("s" * 40, tmp_path / "data", "http://localhost", files.url)


@pytest.mark.timeout(600)
@pytest.mark.proves("P4", "P12", "P20", "P21")
def test_nothing_that_was_planted_is_in_tables_or_logs(
    app: Flask, cast: Cast, config: Config, files: Cluster, tmp_path: Path
) -> None:
    canaries = Canaries()
    with watched(config, tmp_path) as server:
        session_with_faults(server.address, app, cast, canaries, under="/room")
    found = canaries.found(files.data.parent)
    assert found.keys() >= {"approved", "edited"}, "the control: what is approved is seen here"
    assert found.keys() <= KEPT, found
    assert all("log" not in paths for paths in found.values()), "not in the server's log"
    assert canaries.found(tmp_path) == {}
