"""Whether a process can serve now: one word, which tells what to look at and nothing of anybody."""

import logging
import shutil
import time

import gevent
from flask import Flask
from sqlalchemy import false, update
from sqlalchemy.orm import Session

from .. import db
from ..accounts.models import Program
from ..config import Config
from ..redis_link import link_to

log = logging.getLogger(__name__)

READY, STOPPING, DATABASE, DISK, REDIS = "ready", "stopping", "database", "disk", "redis"
LEAST_FREE = 0.1  # of the disk with the data folder
PATIENCE = 4.0  # seconds for the database
KEPT = 1.0  # seconds an answer is good for, so that asking often costs nothing


class Readiness:
    """What one process can do now."""

    def __init__(self, app: Flask, config: Config) -> None:
        self._app = app
        self._config = config
        self._said = ("", 0.0)
        self._try: gevent.Greenlet[..., object] | None = None
        self.write_seconds = 0.0

    def word(self) -> str:
        """`ready`, or the first thing that stands in the way."""
        if self._app.extensions["underway"].closing:
            return STOPPING
        said, until = self._said
        if time.monotonic() >= until:
            said = self._look()
            self._said = (said, time.monotonic() + KEPT)
        return said

    def free(self) -> float:
        """How much of the disk with the data folder is free, from 0 to 1."""
        try:
            disk = shutil.disk_usage(self._config.data_folder)
        except OSError:
            return 0.0
        return disk.free / disk.total

    def redis_answers(self) -> bool:
        """Whether Redis does, where there is one."""
        if self._config.redis_url is None:
            return True
        link = link_to(self._config.redis_url)
        return link.ask(link.client.ping) is not None

    def _look(self) -> str:
        if not self._writes():
            return DATABASE
        if self.free() < LEAST_FREE:
            return DISK
        return READY if self.redis_answers() else REDIS

    def _writes(self) -> bool:
        """Whether the writer commits, by the way every page's writes go. A try that hangs is not repeated."""
        if self._try is None or self._try.ready():
            self._try = gevent.spawn(self._write)
        return self._try.join(PATIENCE) is None and self._try.ready() and bool(self._try.value)

    def _write(self) -> bool:
        began = time.monotonic()
        try:
            db.write(_change_nothing)
        except Exception as failure:
            log.warning("not_ready", extra={"failure": type(failure).__name__})
            return False
        self.write_seconds = time.monotonic() - began
        return True


def _change_nothing(tx: Session) -> None:
    """A write of no row: it takes the lock, and a database that is read-only or in recovery refuses it."""
    tx.execute(update(Program.__table__).where(false()).values(name=""))  # type: ignore[arg-type]
