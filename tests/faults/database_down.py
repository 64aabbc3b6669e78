"""PostgreSQL stopped in mid-session, or cutting connections: phones are told so soon, and nothing is lost (R2, R11)."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import psycopg

from tests.servers import Console, Server, until

from .phones import Crowd, numbered
from .screens import Watch, screens_of
from .worlds import Goals, World

LONGEST = 8.0  # seconds that any request may take
BACK = 5.0  # seconds after PostgreSQL is back until all is well again
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"
UNDER_WAY = " AND state <> 'idle'"
WORDS = "Nothing you saved is lost."


@dataclass
class Pages:
    """What a facilitator's browser is told who reloads her pages all the while."""

    answers: list[tuple[float, float, int, bool]] = field(default_factory=list)  # when, how long, status, plain words

    def ask(self, console: Console, path: str) -> int:
        began, status, said = time.monotonic(), 0, ""
        with suppress(OSError, HTTPException):
            status, said = console.ask(path)
        self.answers.append((began, time.monotonic() - began, status, WORDS in said))
        return status

    def reload(self, console: Console, path: str, over: threading.Event) -> None:
        while not over.wait(0.3):
            self.ask(console, path)


def stopped(world: World, seconds: float, phones: int) -> Goals:
    """PostgreSQL is gone for so long, while phones write and screens look on."""
    assert world.cluster is not None
    texts = numbered(phones * 40)
    crowd = Crowd(world.phones(phones), world.step, texts, seconds=seconds + 120)
    pages, over = Pages(), threading.Event()
    asking = threading.Thread(target=pages.reload, args=(world.console(), world.path, over))
    before = [standing(server) for server in world.servers]
    with screens_of(world, 4) as screens:
        crowd.start()
        asking.start()
        until(lambda: crowd.count > phones * 2)
        world.cluster.stop()
        gone, met = time.monotonic(), not crowd.done
        threading.Event().wait(seconds)
        saved = crowd.count
        world.cluster.start()
        back = time.monotonic()
        until(lambda: crowd.count > saved or crowd.done, 30)
        first = time.monotonic() - back
        until(lambda: pages.answers[-1][2] == 200, 30)
        page = time.monotonic() - back
        crowd.finish(seconds + 120)
        over.set()
        asking.join(20)
        watch = Watch(world.revision, screens)
        assert world.console().command(f"{world.path}/steps/{world.step}/timer", turn=world.room.turn, do="set",
                                       minutes=5)["status"] == 200  # fmt: skip
        until(watch.level, 10)
        after = [standing(server) for server in world.servers]
    told = crowd.told()
    while_gone = [one for one in pages.answers if gone + 0.5 < one[0] < back - 0.5]
    plain = sum(status == 503 and words for _, _, status, words in while_gone)
    return {
        "gone while phones wrote": (met, met),
        "answers 503": (told[503], told[503] > 0),
        "answers 500": (told[500], told[500] == 0),
        "longest request of a phone, s": (round(crowd.longest(), 2), crowd.longest() <= LONGEST),
        "longest page, s": (longest := round(max(one[1] for one in pages.answers), 2), longest <= LONGEST),
        "pages that said so in plain words": (f"{plain} of {len(while_gone)}", 0 < plain == len(while_gone)),
        "saved again after, s": (round(first, 2), first <= BACK),
        "pages again after, s": (round(page, 2), page <= BACK),
        "sockets opened anew": (again := sum(one.sockets - 1 for one in screens), again == 0),
        "threads more": (
            more := max(a["threads"] - b["threads"] for a, b in zip(after, before, strict=True)),
            more <= 2,
        ),
        **world.balance(texts, crowd.saved),
    }


def cut(world: World, times: int, phones: int) -> Goals:
    """Every connection that is at something is ended, again and again: what became of a commit is not known then."""
    texts = numbered(times * 12)
    crowd = Crowd(world.phones(phones), world.step, texts, seconds=120)
    address = world.config.database_url.replace("+psycopg", "")
    ended = 0
    with psycopg.connect(address, autocommit=True) as connection:
        crowd.start()
        for number in range(times):
            until(lambda: crowd.count >= number * 12 or crowd.done)  # noqa: B023
            statement = CUT if number % 10 == 0 else CUT + UNDER_WAY
            ended += len(connection.execute(statement, [connection.info.dbname]).fetchall())
    crowd.finish(120)
    told = crowd.told()
    return {
        "connections ended": (ended, ended > 0),
        "answers 503": (told[503], told[503] > 0),
        "answers 500": (told[500], told[500] == 0),
        **world.balance(texts, crowd.saved),
    }


def standing(server: Server) -> dict[str, int]:
    """Memory in kB, threads and open files of a server's process."""
    assert server.process is not None
    place = Path(f"/proc/{server.process.pid}")
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
    return {
        "resident": int(status["VmRSS"].split()[0]),
        "threads": int(status["Threads"]),
        "files": len(list((place / "fd").iterdir())),
    }
