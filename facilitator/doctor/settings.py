"""The settings, as far as they are wrong without being refused."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy import make_url

from ..config import Config
from .finding import BROKEN, LOOK, OK, Finding

HERE = ("127.0.0.1", "localhost", "::1")


def settings(config: Config) -> Iterator[Finding]:
    name = "settings"
    if not config.https and urlsplit(config.public_url).hostname not in HERE:
        yield Finding(
            name, BROKEN, f"PUBLIC_URL is {config.public_url}: phones there get no https.",
            "Put a TLS front before it and set PUBLIC_URL=https://… (deploy/README.md).",
        )  # fmt: skip
    elif not config.https:
        yield Finding(
            name, LOOK, f"PUBLIC_URL is {config.public_url}: only this machine can open it.",
            "For real phones, set PUBLIC_URL to the https address that people type.",
        )  # fmt: skip
    else:
        yield Finding(name, OK, f"PUBLIC_URL is {config.public_url}.")
    if config.https and not config.trusted_proxies:
        yield Finding(
            name, LOOK, "TRUSTED_PROXIES is 0, and https needs a front: all phones seem to come from one place.",
            "Set TRUSTED_PROXIES=1, so that wrong codes of one network do not slow down the others.",
        )  # fmt: skip
    if config.redis_url and make_url(config.database_url).get_backend_name() == "sqlite":
        yield Finding(
            name, LOOK, "REDIS_URL is set, and the database is SQLite, which one process alone can serve.",
            "Take REDIS_URL out, or set DATABASE_URL to a PostgreSQL.",
        )  # fmt: skip
