"""What a machine may have for the tests beyond Python packages: a browser, PostgreSQL, Redis, nginx.

Shared by `facilitator test`, which says what will be skipped, and by tests/needs.py, which skips it.
"""

import os
import shutil
from collections.abc import Callable
from typing import NamedTuple

import psycopg
import redis

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/test"
REDIS = "redis://127.0.0.1:6379/0"


class Need(NamedTuple):
    """Something tests ask for; `find` gives its path or address, or None."""

    name: str
    find: Callable[[], str | None]
    advice: str


def chromium() -> str | None:
    """Give the path of a Chromium or Chrome: CHROMIUM, or the first one on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def postgresql() -> str | None:
    """Give the address of a PostgreSQL that answers: TEST_DATABASE_URL, or the usual one on this machine."""
    url = os.environ.get("TEST_DATABASE_URL", POSTGRESQL).replace("+psycopg", "", 1)
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return None
    return url


def redis_server() -> str | None:
    """Give the address of a Redis that answers: TEST_REDIS_URL, or the usual one on this machine."""
    url = os.environ.get("TEST_REDIS_URL", REDIS)
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            client.ping()
    except redis.ConnectionError:
        return None
    return url


def nginx() -> str | None:
    """Give the path of an nginx: NGINX, or the one on PATH."""
    return os.environ.get("NGINX") or shutil.which("nginx")


NEEDS = (
    Need(
        "browser",
        chromium,
        "Run apt-get install chromium-headless-shell (or chromium), or set CHROMIUM to the path of one.",
    ),
    Need("postgresql", postgresql, "Start PostgreSQL, or set TEST_DATABASE_URL."),
    Need("redis", redis_server, "Start Redis, or set TEST_REDIS_URL."),
    Need("nginx", nginx, "Run apt-get install nginx-light, or set NGINX to the path of one; it need not be running."),
)


def required() -> frozenset[str]:
    """Name the needs whose absence fails the run: FACILITATOR_REQUIRE, or all of them where CI=true."""
    everything = ",".join(need.name for need in NEEDS) if os.environ.get("CI") == "true" else ""
    names = os.environ.get("FACILITATOR_REQUIRE", everything).split(",")
    return frozenset(name.strip() for name in names if name.strip())
