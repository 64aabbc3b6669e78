"""What happens by itself while the server runs: catching up, counting, taking back, erasing, the programs' day.

Of several processes each looks after its own screens, and what concerns the database is done by one at a time.
"""

import logging
import time
from collections.abc import Callable
from uuid import UUID

import gevent
from flask import Flask
from sqlalchemy import select

from .. import db, retention, review, safety, strategies
from ..accounts import registry
from ..alone import alone
from ..sessions import GroupSession, Step
from ..sessions.models import OPEN, WRITING
from .broadcasts import Broadcasts, hear

log = logging.getLogger(__name__)

ABANDONED = 4 * 3600.0  # seconds without any console after which a session that was left open ends
UNATTENDED = 600.0  # seconds without any console after which the server closes writing by itself


def start(app: Flask, *, after_crash: bool = True) -> None:
    """Start the clock of this process, once; its greenlets live as long as the process.

    `after_crash`: a process may have ended before it could tell of a text that calls for help (`find_lost_alerts`).
    """
    if "clock" in app.extensions:
        return
    broadcasts: Broadcasts = app.extensions["broadcasts"]
    app.extensions["clock"] = [
        *([gevent.spawn(_quietly, strategies.find_lost_alerts)] if after_crash else []),
        gevent.spawn(_every, 3.0, broadcasts.catch_up),
        gevent.spawn(_every, 3.0, broadcasts.tick_sign_ins),
        gevent.spawn(_every, 60.0, by_one(registry.sweep)),
        gevent.spawn(_every, 10.0, broadcasts.tick_counts),
        gevent.spawn(_every, 10.0, broadcasts.tick_consoles),
        gevent.spawn(_every, 10.0, lambda: tick_duty(broadcasts)),
        gevent.spawn(_every, 5.0, by_one(strategies.apply_take_backs)),
        gevent.spawn(_every, 30.0, lambda: close_unattended(broadcasts)),
        gevent.spawn(_every, 60.0, lambda: end_abandoned(broadcasts)),
        gevent.spawn(_every, 600.0, by_one(retention.erase_reviews)),
        gevent.spawn(_every, 600.0, by_one(retention.purge_daily)),
        gevent.spawn(_every, 600.0, by_one(review.daily)),
        gevent.spawn(broadcasts.bus.listen, lambda fact: hear(broadcasts, fact)),
    ]


def by_one(job: Callable[[], object]) -> Callable[[], object]:
    """The job, done by one process at a time; where another is at it, nothing happens."""

    def act() -> object:
        with alone(job.__name__) as mine:
            return job() if mine else None

    return act


def finish(app: Flask) -> None:
    """Before this process ends: tell what is still to be told, and leave to the others what was counted.

    After the last request: a text that was taken may call for help, and no other process knows that yet.
    """
    broadcasts: Broadcasts = app.extensions["broadcasts"]
    gevent.killall(app.extensions.pop("clock", []))
    _quietly(lambda: db.write(lambda _tx: None))  # what was committed before it has been announced
    gevent.sleep(0)
    _quietly(safety.raise_waiting)
    _quietly(broadcasts.tick_counts)


def tick_duty(broadcasts: Broadcasts) -> None:
    """The one moment when a silent alert reaches consoles: on the tick, and not with the text that called for it."""
    safety.raise_waiting()
    broadcasts.tick_duty()


def close_unattended(broadcasts: Broadcasts) -> None:
    """Close writing that was left open with no console to close it (the timer's end alone never does).

    Not while it is unknown what other processes see.
    """
    for session_id in _writing_sessions():
        if broadcasts.unattended_for(session_id) > UNATTENDED and broadcasts.bus.in_touch:
            strategies.close_unattended(session_id)


def end_abandoned(broadcasts: Broadcasts) -> None:
    """End sessions that were left open: nobody has looked at them from a console, or told them anything, for hours."""
    running = _open_sessions()
    for session_id in running:
        if broadcasts.unattended_for(session_id) > ABANDONED and broadcasts.bus.in_touch:
            strategies.end_abandoned(session_id, phones=broadcasts.most_phones(session_id))
    broadcasts.over(set(running))


def _open_sessions() -> list[UUID]:
    with db.reading() as tx:
        return list(tx.scalars(select(GroupSession.id).where(GroupSession.state == OPEN)))


def _writing_sessions() -> list[UUID]:
    with db.reading() as tx:
        open_now = select(GroupSession.id).join(Step, Step.id == GroupSession.current_step_id)
        return list(tx.scalars(open_now.where(Step.state == WRITING)))


def _every(seconds: float, act: Callable[[], object]) -> None:
    due = time.monotonic()
    while True:
        due = max(due + seconds, time.monotonic())
        gevent.sleep(due - time.monotonic())
        _quietly(act)


def _quietly(act: Callable[[], object]) -> None:
    try:
        act()
    except Exception as failure:
        log.error("clock_failed", extra={"failure": type(failure).__name__})
