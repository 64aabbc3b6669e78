"""Guessing join codes from many places at once, while people join (B1)."""

import secrets
import time
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from facilitator.live import door_views
from facilitator.privacy.throttle import Failures
from facilitator.sessions.seats import SYMBOLS
from tests.solving import solved


@dataclass
class Seen:
    """What came of it. `looked_at` are guesses that were compared with the codes; a join's seconds the processor's."""

    guesses: int = 0
    looked_at: int = 0
    hits: int = 0
    joined: int = 0
    turned_away: int = 0
    slowest_join: float = 0.0
    longest_work: float = 0.0


def fresh(limit: str = "30 per 10 minutes", together: str = "600 per 10 minutes") -> None:
    """Forget every wrong code."""
    door_views.wrong_codes = Failures(limit, together=together)


def attack(app: Flask, code: str, guesses: int, places: int, every: int = 500) -> Seen:
    """Guess as fast as the server answers; after every so many, who knows the code joins from a place under attack."""
    seen = Seen()
    for number in range(guesses):
        place = f"10.{number % places // 250}.{number % places % 250}.7"
        answer = _try(app, "".join(secrets.choice(SYMBOLS) for _ in range(7)), place)
        seen.guesses += 1
        seen.looked_at += answer.status_code == 422
        seen.hits += answer.status_code == 303
        if number % every == every - 1:
            _join(app, code, place, seen)
    return seen


def _join(app: Flask, code: str, place: str, seen: Seen) -> None:
    """As `join.js` does: type the code, do the work where some is asked for, send it again."""
    started = time.process_time()
    answer = _try(app, code, place)
    if answer.status_code == 429:
        riddle = answer.text.split('data-riddle="')[1].split('"')[0]
        working = time.process_time()
        work = {"riddle": riddle, "answer": solved(riddle)}
        seen.longest_work = max(seen.longest_work, time.process_time() - working)
        answer = _try(app, code, place, **work)
    seen.slowest_join = max(seen.slowest_join, time.process_time() - started)
    seen.joined += answer.status_code == 303
    seen.turned_away += answer.status_code != 303


def _try(app: Flask, code: str, place: str, **work: str) -> TestResponse:
    client = app.test_client(use_cookies=False)
    return client.post("/join", data={"code": code, **work}, environ_base={"REMOTE_ADDR": place})
