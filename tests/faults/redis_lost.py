"""Redis stopped, frozen or emptied in mid-session: screens of two processes follow the database all the same (R7)."""

import time
from collections.abc import Callable

from tests.own_redis import OwnRedis
from tests.servers import Console, until

from .screens import Watch, screens_of
from .worlds import Goals, World

MOST = 5.0  # seconds that a screen may be behind
BACK = 4.0  # seconds until all are level again
BETWEEN = 0.25  # seconds between two moves of the facilitator

Fault = tuple[str, Callable[[OwnRedis], None], Callable[[OwnRedis], None], float]


def stopped(seconds: float) -> Fault:
    return f"stopped {seconds:g} s", OwnRedis.stop, OwnRedis.start, seconds


def frozen(seconds: float) -> Fault:
    return f"frozen {seconds:g} s", OwnRedis.freeze, OwnRedis.thaw, seconds


def emptied() -> Fault:
    return "emptied", OwnRedis.empty, lambda _: None, 1.0


def attack(world: World, faults: list[Fault], phones: int = 6) -> Goals:
    """One fault after the other while the facilitator moves on at the first process."""
    assert world.redis is not None
    goals: Goals = {}
    console = world.console()
    with screens_of(world, phones) as screens:
        watch = Watch(world.revision, screens)
        with watch.looking():
            for name, befall, mend, seconds in faults:
                watch.longest = 0.0
                befall(world.redis)
                moved = _moves_on(world, console, seconds)
                mend(world.redis)
                moved += _moves_on(world, console, min(seconds / 3, 3.0))
                began = time.monotonic()
                until(watch.level, 30)
                back = time.monotonic() - began
                goals[f"{name}: moves"] = (moved, moved > 0)
                goals[f"{name}: most behind, s"] = (round(watch.longest, 2), watch.longest <= MOST)
                goals[f"{name}: level after, s"] = (round(back, 2), back <= BACK)
        goals["sockets opened anew"] = (again := sum(one.sockets - 1 for one in screens), again == 0)
    return goals


def stays_behind(world: World, seconds: float) -> float:
    """How far the last screen is behind when Redis has been gone for so long after one move."""
    assert world.redis is not None
    console = world.console()
    with screens_of(world, 4, consoles=False) as screens:
        watch = Watch(world.revision, screens)
        world.redis.stop()
        _move(world, console)
        with watch.looking():
            until(lambda: watch.longest > seconds or watch.level(), seconds + 5)
        return watch.longest


def _moves_on(world: World, console: Console, seconds: float) -> int:
    moved, over = 0, time.monotonic() + seconds
    while time.monotonic() < over:
        _move(world, console)
        moved += 1
        time.sleep(BETWEEN)  # a pace, not a wait
    return moved


def _move(world: World, console: Console) -> None:
    path = f"{world.path}/steps/{world.step}/timer"
    assert console.command(path, turn=world.room.turn, do="set", minutes=5)["status"] == 200
