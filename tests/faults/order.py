"""Sixteen writers on two processes: revisions without a gap, and every screen shows them alike, in order (R9)."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise

from tests.servers import Console, until

from .screens import Watch, screens_of
from .worlds import Goals, World

WRITERS = 16


def attack(world: World, changes: int, readers: int) -> Goals:
    """Writers change the head count, and now and then move the stage; phones and consoles look on at both processes."""
    share, before = changes // WRITERS, world.revision()
    consoles = [world.console(number % len(world.servers)) for number in range(WRITERS)]
    with screens_of(world, readers) as screens:
        with ThreadPoolExecutor(WRITERS) as pool:
            done = sum(pool.map(lambda console: _change(world, console, share), consoles))
        watch = Watch(world.revision, screens)
        with suppress(AssertionError):
            until(watch.level, 6)
        level = watch.level()
    pictures: dict[int, set[str]] = defaultdict(set)
    for screen in screens:
        for revision, shown in screen.pictures.items():
            pictures[revision].update(html for name, html in shown.items() if name == "stage")
    seen = [len(alike) for alike in pictures.values() if alike]
    late = sum(after <= before for screen in screens for before, after in pairwise(screen.order))
    missing = before + done - world.revision()
    return {
        "changes": (done, done >= share * WRITERS),
        "revisions missing": (missing, missing == 0),
        "screens": (len(screens), True),
        "all of them level": (level, level),
        "revisions seen": (len(seen), len(seen) > 1),
        "revisions that look otherwise on another phone": (differ := sum(one > 1 for one in seen), differ == 0),
        "pictures shown out of order": (late, late == 0),
        "older pictures that came late": (sum(screen.stale for screen in screens), True),
    }


def _change(world: World, console: Console, times: int) -> int:
    """How many changes were acknowledged: those of the head count always are, a move where nobody was faster."""
    done = 0
    for number in range(times):
        done += console.command(f"{world.path}/head-count", people=number % 50)["status"] == 200
        if number % 3 == 0:
            path = f"{world.path}/steps/{world.step}/timer"
            moved = console.command(path, turn=world.room.turn, do="set", minutes=1 + number % 30)
            done += moved["status"] == 200
    return done
