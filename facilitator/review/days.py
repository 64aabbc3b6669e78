"""The program's day: when holds end, and the one hour at which anything reaches the program, or leaves it."""

import secrets
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ..accounts.models import Program

EDGE_HOUR = 4  # o'clock, where the program is: on every day the same, whatever happened and whenever
SHORTEST_HOLD, LONGEST_HOLD = 14, 45

_hold: int | None = None


def use(hold_days: int | None) -> None:
    """Hold every offer for so many days; None, as everywhere but among made-up people: a random number each."""
    global _hold
    _hold = hold_days


def today_of(program: Program, now: float | None = None) -> int:
    """The day where the program is, as `date.toordinal()` has it."""
    return _there(program, now).date().toordinal()


def hour_has_come(program: Program, now: float | None = None) -> bool:
    """Whether the daily hour of this day is here or past."""
    return _there(program, now).hour >= EDGE_HOUR


def end_of_hold(today: int) -> int:
    """The day on which the hold of what is offered today ends (P23)."""
    days = SHORTEST_HOLD + secrets.randbelow(LONGEST_HOLD - SHORTEST_HOLD + 1) if _hold is None else _hold
    return today + days


def _there(program: Program, now: float | None) -> datetime:
    return datetime.fromtimestamp(time.time() if now is None else now, UTC).astimezone(ZoneInfo(program.timezone))
