"""An application with its cast, on SQLite; on PostgreSQL too where a test asks for both."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import URL

from facilitator import create_app, db
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.live import door_views
from facilitator.strategies import views as strategy_views

from . import cast as people
from . import once
from .cast import Cast
from .databases import a_database

pytest_plugins = ["tests.needs"]

once.settle()

BOTH = ("sqlite", "postgresql")
LONGEST = ("test_every_page", "test_linkage", "test_spanish", "test_safety", "test_four_plans")
FURNISHED = pytest.StashKey[Cast]()  # on a test whose database came with the cast in it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes comes first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows, copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "facilitator.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def furnished_database(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> tuple[Path, Cast]:
    """The same with the cast in it, and the cast."""
    path = tmp_path_factory.mktemp("furnished") / "facilitator.db"
    once.copy(empty_database, path)
    return path, once.furnish(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def empty_postgresql(postgresql_server: str) -> Iterator[URL]:
    """The same two on PostgreSQL: a migrated database without rows,"""
    with a_database(postgresql_server) as url:
        upgrade(url.render_as_string(hide_password=False))
        yield url


@pytest.fixture(scope="session")
def furnished_postgresql(postgresql_server: str, empty_postgresql: URL) -> Iterator[tuple[URL, Cast]]:
    """and one with the cast in it."""
    with a_database(postgresql_server, like=empty_postgresql) as url:
        yield url, once.furnish(url.render_as_string(hide_password=False))


@pytest.fixture
def config(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> Config:
    """SQLite in the test's own folder. `on` (see `on_both`) makes it PostgreSQL.

    The cast is in the database from the start where the test asks for `cast`.
    """
    data = tmp_path / "data"
    data.mkdir()
    config = Config(secret_key="s" * 40, data_folder=data, public_url="http://localhost", second_factor_waived=True)
    if getattr(request, "param", "sqlite") == "postgresql":
        return replace(config, database_url=request.getfixturevalue("copied_postgresql"))
    database = empty_database
    if "cast" in request.fixturenames:
        database, request.node.stash[FURNISHED] = request.getfixturevalue("furnished_database")
    once.copy(database, data / "facilitator.db")
    return config


@pytest.fixture
def copied_postgresql(request: pytest.FixtureRequest, postgresql_server: str, empty_postgresql: URL) -> Iterator[str]:
    """The URL of a database of this test's own, migrated, with the cast where the test asks for it."""
    like = empty_postgresql
    if "cast" in request.fixturenames:
        like, request.node.stash[FURNISHED] = request.getfixturevalue("furnished_postgresql")
    with a_database(postgresql_server, like=like) as url:
        yield url.render_as_string(hide_password=False)


on_both = pytest.mark.parametrize("config", BOTH, indirect=True)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application, connected. CSRF is off here; it has tests of its own and is on in every journey."""
    for wrong in (door_views.wrong_codes, strategy_views.tries):
        wrong._limiter.storage.reset()  # of the process, so that one test's guesses would slow down another's
    app = create_app(config)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    yield app
    db.database().close()


@pytest.fixture
def cast(request: pytest.FixtureRequest, app: Flask) -> Cast:
    return request.node.stash.get(FURNISHED, None) or people.assemble()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def ana(app: Flask, cast: Cast) -> FlaskClient:
    """Ana's browser, signed in."""
    return people.sign_in(app.test_client(), "Ana")


@pytest.fixture
def bea(app: Flask, cast: Cast) -> FlaskClient:
    """Bea's browser, signed in. Nothing of Ana's group is hers."""
    return people.sign_in(app.test_client(), "Bea")
