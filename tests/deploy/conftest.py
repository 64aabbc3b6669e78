"""An installation, another machine that is still empty, and the two commands between them."""

import shutil
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from facilitator import db
from facilitator.config import Config
from facilitator.setup.backup import save
from facilitator.setup.restore import restore
from facilitator.strategies import wishes
from facilitator.strategies.restored import Resumed

Backup = Callable[[], Path]
Restore = Callable[..., Resumed]


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A take-back falls due at once instead of in 30 to 90 seconds."""
    monkeypatch.setattr(wishes, "SOONEST", -100)
    monkeypatch.setattr(wishes, "LATEST", -10)


@pytest.fixture
def backup(config: Config, app: Flask, tmp_path: Path) -> Backup:
    """Makes a backup while the application runs."""
    expect_tools(config)

    def made() -> Path:
        save(config, tmp_path / "a.backup")
        return tmp_path / "a.backup"

    return made


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, config: Config, tmp_path: Path) -> Config:
    """A new machine: a data folder with nothing in it, and an empty database of the same kind."""
    expect_tools(config)
    folder = tmp_path / "elsewhere"
    folder.mkdir(mode=0o700)
    url = "" if config.database_url.startswith("sqlite") else request.getfixturevalue("needs_postgresql")
    return replace(config, data_folder=folder, database_url=url)


@pytest.fixture
def restored() -> Restore:
    """Puts a backup back as the command does, with the server stopped, and connects to what is there then."""

    def put(config: Config, file: Path, *, over: bool = False) -> Resumed:
        db.database().close()
        resumed = restore(config, file, replace=over)
        db.connect(config.database_url)
        return resumed

    return put


def expect_tools(config: Config) -> None:
    """Skip where PostgreSQL is elsewhere and its own tools are not here."""
    if not config.database_url.startswith("sqlite") and shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump here. Run apt-get install postgresql-client.")


def options(config: Config, **more: object) -> Namespace:
    return Namespace(data=str(config.data_folder), **more)
