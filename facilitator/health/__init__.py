"""How a process is: alive, ready, and in numbers that tell of the machine and of no member."""

from flask import Flask

from ..config import Config
from .door import Door
from .readiness import Readiness
from .standing import Standing
from .underway import Underway

__all__ = ["Readiness", "Standing", "Underway", "install", "start"]


def install(app: Flask, config: Config) -> None:
    """Answer `/healthz`, `/readyz` and `/metrics` before anything else does, and count what is under way."""
    readiness = Readiness(app, config)
    standing = Standing(app, config, readiness)
    underway = Underway(Door(app.wsgi_app, config, readiness, standing))
    app.wsgi_app = underway  # type: ignore[method-assign]
    app.extensions.update(readiness=readiness, standing=standing, underway=underway)


def start(app: Flask, name: str) -> None:
    """Begin to measure, every ten seconds; `name` tells this process from the others of its host."""
    standing: Standing = app.extensions["standing"]
    standing.start(name)
