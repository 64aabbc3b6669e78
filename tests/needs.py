"""What some tests need from the machine: a browser, PostgreSQL, Redis, nginx.

A test that asks for one of these fixtures is skipped where it is missing. It fails instead where the need is
named in FACILITATOR_REQUIRE, or where CI=true, so that a green run cannot hide tests that never ran.
"""

from collections.abc import Iterator

import pytest

from facilitator.development.services import NEEDS, required

from .databases import a_database

ADVICE = {need.name: need.advice for need in NEEDS}
FIND = {need.name: need.find for need in NEEDS}


@pytest.fixture(scope="session")
def needs_chromium() -> str:
    """Give the path of a Chromium, for Playwright's `executable_path`."""
    return _found("browser")


@pytest.fixture(scope="session")
def needs_redis() -> str:
    """Give the URL of a running Redis. It is shared: use names that no other test uses."""
    return _found("redis")


@pytest.fixture(scope="session")
def needs_nginx() -> str:
    """Give the path of an nginx, to start one of the test's own."""
    return _found("nginx")


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """Give the URL of a running PostgreSQL, as libpq reads it."""
    return _found("postgresql")


@pytest.fixture
def needs_postgresql(postgresql_server: str) -> Iterator[str]:
    """Give the SQLAlchemy URL of an empty database of this test's own, dropped afterwards."""
    with a_database(postgresql_server) as url:
        yield url.render_as_string(hide_password=False)


def _found(name: str) -> str:
    found = FIND[name]()
    if found is None:
        missing = pytest.fail if name in required() else pytest.skip
        missing(f"no {name} here. {ADVICE[name]}")
    return found
