"""The full forms: `python3 -m tests.abuse guesses | sockets | fuzz | wire`.

Prints what was found; gives 1 when a goal is missed.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from facilitator import create_app, db
from facilitator.accounts import passwords
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from tests.abuse import fuzzing, guessing, sockets, wire
from tests.abuse.parsers import REFUSALS, parsers
from tests.cast import Room, assemble
from tests.live.wire.conftest import Served

Goals = dict[str, tuple[object, bool]]


def guesses(size: argparse.Namespace, app: Flask, config: Config) -> Goals:
    guessing.fresh()
    started = time.monotonic()
    seen = guessing.attack(app, Room.opened(assemble()).code, size.guesses, size.places)
    budget = 600 * (1 + (time.monotonic() - started) / 600)
    return {
        "guesses": (seen.guesses, True),
        "looked at": (seen.looked_at, seen.looked_at <= budget),
        "hits": (seen.hits, seen.hits == 0),
        "joined": (seen.joined, seen.turned_away == 0),
        "slowest join, s": (round(seen.slowest_join, 2), seen.slowest_join - seen.longest_work < 2),
    }


def crowds(size: argparse.Namespace, app: Flask, config: Config) -> Goals:
    server = Served([sys.executable, "-m", "tests.live.wire.served", "{}"], config.data_folder / "log")
    try:
        seen = sockets.crowd(server, size.idle, size.slow, 20)
    finally:
        server.stop()
    return {
        "opened": (seen.opened, True),
        "refused": (seen.refused, True),
        "left": (seen.left, seen.left == 0),
        "gone after, s": (round(seen.seconds, 1), seen.seconds <= 10),
        "p99 of pages, s": (round(seen.p99, 3), seen.p99 < 0.5),
    }


def fuzz(size: argparse.Namespace, app: Flask, config: Config) -> Goals:
    found = fuzzing.fuzz(parsers(app), size.payloads, size.seed, REFUSALS)
    return {
        "payloads": (sum(found.payloads.values()), True),
        "broke": ([(name, kind, payload[:200].hex()) for name, kind, payload in found.broke[:5]], not found.broke),
        "longest, ms": (round(found.longest * 1000, 1), not found.slow),
    }


def frames(size: argparse.Namespace, app: Flask, config: Config) -> Goals:
    assemble()
    with wire.logged(config) as server:
        seen = wire.throw(server, size.frames, size.seed)
        alive = server.alive()
        said = server.log.read_text()
    return {
        "sent": (seen.sent, True),
        "alive": (alive, alive),
        "tracebacks": (said.count("Traceback"), "Traceback" not in said),
        "unhandled": (wire.unhandled(said), wire.unhandled(said) == 0),
        "content in the log": (said.count(wire.CANARY), wire.CANARY not in said),
        "p99 of pages, s": (round(seen.p99, 3), seen.p99 < 0.3),
    }


ATTACKS: dict[str, Callable[[argparse.Namespace, Flask, Config], Goals]] = {
    "guesses": guesses, "sockets": crowds, "fuzz": fuzz, "wire": frames,
}  # fmt: skip


def main() -> int:
    reading = argparse.ArgumentParser(prog="python3 -m tests.abuse", description=__doc__)
    reading.add_argument("attack", choices=ATTACKS)
    sizes = {"guesses": 200_000, "places": 200, "idle": 2500, "slow": 500, "payloads": 1_000_000, "frames": 100_000}
    for name, size in (sizes | {"seed": 1}).items():
        reading.add_argument(f"--{name}", type=int, default=size)
    wanted = reading.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="abuse-"))
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    config = Config(secret_key="s" * 40, data_folder=folder, public_url="http://localhost", second_factor_waived=True)
    upgrade(config.database_url)
    app = create_app(config)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    try:
        found = ATTACKS[wanted.attack](wanted, app, config)
    finally:
        db.database().close()
        shutil.rmtree(folder)
    print(json.dumps({name: {"value": value, "pass": good} for name, (value, good) in found.items()}, indent=1))
    return 0 if all(good for _, good in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
