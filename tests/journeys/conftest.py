"""A real browser against the real server."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright

from facilitator.config import Config
from tests.cast import Cast
from tests.servers import PATIENCE, Server, running

LONGEST = 1200  # seconds

expect.set_options(timeout=1000 * PATIENCE)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def browser(needs_chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs_chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def everybody_leaves(request: pytest.FixtureRequest) -> Iterator[None]:
    """No window outlives its test: it would go on asking a server that is gone."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()


@pytest.fixture
def server(app: Flask, cast: Cast, config: Config) -> Iterator[Server]:
    with running(config) as server:
        yield server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey through real browsers may take its time on a small or busy machine."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.timeout(LONGEST))
