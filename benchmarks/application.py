"""The application under load: `python3 -m benchmarks.application ROOMS PHONES`.

Real sessions in a throw-away database, a step on stage in each, and a seat for every phone. An order announces that
a stage changed, as the service does after its commit: read, render, encode, write.

--database URL      instead of an SQLite file of its own
--redis URL         tell other processes
--data FOLDER       a data folder that others use too; the sessions of the first process there are everybody's
--keep nothing      hand each piece of work a transaction that finds its session in memory and keeps nothing
--keep each         commit every piece by itself
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import tempfile  # noqa: E402
from argparse import ArgumentParser, Namespace  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from uuid import UUID  # noqa: E402

import gevent  # noqa: E402
from flask import Flask  # noqa: E402

from facilitator import create_app, db  # noqa: E402
from facilitator.config import Config  # noqa: E402
from facilitator.db_migrations import upgrade  # noqa: E402
from facilitator.live import broadcasts, clock  # noqa: E402
from facilitator.live.presence import MEMBER  # noqa: E402
from facilitator.sessions import StageChanged  # noqa: E402

from .guests import Guests  # noqa: E402
from .orders import serve  # noqa: E402
from .seeded import LANGUAGE, furnish, guests_of  # noqa: E402
from .unkept import keep_nothing  # noqa: E402

ORIGIN = "https://groups.example"
SECRET = "signs nothing that leaves this machine"  # noqa: S105
OLD: tuple[tuple[int, bool], list[tuple[str, str]]] = ((-1, False), [])


def main() -> None:
    """Seed the rooms, then serve until killed."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as own:
        folder = Path(arguments.data or own)
        config = Config(
            secret_key=SECRET, data_folder=folder, public_url=ORIGIN, demo=True,
            database_url=arguments.database, redis_url=arguments.redis,
        )  # fmt: skip
        upgrade(config.database_url)
        app = create_app(config)
        playing = _playing(folder / "sessions.json", arguments.rooms)
        guests = guests_of(app, playing, arguments.phones)
        if arguments.keep == "each":
            db.BATCH = 1
        if arguments.keep == "nothing":
            keep_nothing(playing)
        clock.start(app)
        gevent.spawn(_attend, app, playing)
        serve(app, _announcer(app, playing), lambda port: Guests(port, ORIGIN, guests).to_json())


def _arguments() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("rooms", type=int)
    parser.add_argument("phones", type=int)
    parser.add_argument("--database", default="")
    parser.add_argument("--redis")
    parser.add_argument("--data")
    parser.add_argument("--keep", choices=("all", "each", "nothing"), default="all")
    return parser.parse_args()


def _playing(told: Path, rooms: int) -> list[UUID]:
    if not told.exists():
        told.write_text(json.dumps([one.hex for one in furnish(rooms)]))
    return [UUID(one) for one in json.loads(told.read_text())]


def _attend(app: Flask, playing: list[UUID]) -> None:
    """Every session has its console, at another process: nobody is told that the facilitator is away."""
    while True:
        for session_id in playing:
            app.extensions["presence"].attended_elsewhere(session_id)
        gevent.sleep(5)


def _announcer(app: Flask, playing: list[UUID]) -> Callable[[int], None]:
    """Announces anew each time: what is kept of the last rendering counts as old, as it does after a commit."""
    kept = app.extensions["fragments"]._kept

    def announce(room: int) -> None:
        kept[playing[room], MEMBER, LANGUAGE] = OLD
        broadcasts.announce(StageChanged(playing[room]))

    return announce


if __name__ == "__main__":
    main()
