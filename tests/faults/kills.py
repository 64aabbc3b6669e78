"""`kill -9`, again and again, while phones write and the facilitator moves the stage (R1)."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException

from tests.servers import Console, Server, until

from .phones import Crowd, numbered
from .worlds import Goals, World

PHONES = 8
AGAIN = 15.0  # seconds for a server to be back


@dataclass
class Moves:
    """What the facilitator's commands did to the session's revision."""

    acknowledged: int = 0
    unknown: int = 0
    wrong: list[tuple[str, int]] = field(default_factory=list)  # what was answered, and by how much it moved


def attack(world: World, texts: int, kills: int, seed: int = 1) -> Goals:
    """Kill a server at random moments while eight phones send `texts`; the balance, and the gaps in the revisions."""
    chance = random.Random(seed)
    crowd = Crowd(world.phones(PHONES), world.step, numbered(texts), seconds=60 + texts / 20)
    moves, over = Moves(), threading.Event()
    mover = threading.Thread(target=_move, args=(world, world.console(), moves, over))
    moments = sorted(chance.sample(range(1, texts), kills))
    crowd.start()
    mover.start()
    met = 0
    for number, moment in enumerate(moments):
        until(lambda: crowd.count >= moment or crowd.done, 120)  # noqa: B023
        met += not crowd.done
        server = world.servers[number % len(world.servers)]
        server.kill()
        server.start()
    crowd.finish(60 + texts / 20)
    over.set()
    mover.join(30)
    for server in world.servers:
        server.stop()
    return {
        "kills": (kills, True),
        "kills while phones wrote": (met, met >= kills * 0.8),
        "tries without an answer": (crowd.told()[0], crowd.told()[0] > 0),
        "moves of the stage": (moves.acknowledged, moves.acknowledged > 0),
        "moves of unknown outcome": (moves.unknown, True),
        "gaps in the revisions": (len(moves.wrong), not moves.wrong),
        **world.balance(crowd.texts, crowd.saved),
    }


def closings(world: World, rounds: int, seed: int = 1) -> Goals:
    """Kill the server just when the facilitator closes writing, round after round; then look for every text."""
    chance, phones, console = random.Random(seed), world.phones(5), world.console()
    (server,) = world.servers
    closed_by_then, sent = 0, []
    for number in range(rounds):
        if number:
            world.room.open_writing(world.step)
        for phone in phones:
            phone.new_window()
        texts = numbered(10, f"In round {number} I count to")
        crowd = Crowd(phones, world.step, texts, seconds=30)
        crowd.start()
        crowd.finish(30)
        sent += texts
        _killed_while(server, lambda: _close(world, console), chance.uniform(0, 0.06))
        if world.room.state_of(world.step) == "writing":
            assert _close(world, console) == 200
        else:
            closed_by_then += 1
        lost = set(sent) - set(world.room.texts())
        if lost:
            break
    return {
        "rounds": (rounds, True),
        "closed before the server died": (closed_by_then, True),
        "texts": (len(sent), True),
        "lost": (len(lost), not lost),
        "there": (len(world.room.texts()), sorted(sent) == world.room.texts()),
        "keys left": (left := len(list(world.config.key_folder.iterdir())), left >= 2),
    }


def _killed_while(server: Server, act: Callable[[], object], seconds: float) -> None:
    asking = threading.Thread(target=act)
    asking.start()
    threading.Event().wait(seconds)
    server.kill()
    asking.join(10)
    server.start()


def _close(world: World, console: Console) -> int:
    try:
        return int(console.command(f"{world.path}/steps/{world.step}/closing", turn=world.room.turn)["status"])
    except (OSError, HTTPException, AssertionError):
        return 0


def _move(world: World, console: Console, moves: Moves, over: threading.Event) -> None:
    """Set the timer again and again, as fast as it is answered: each one moves the stage by one, or not at all."""
    path, before = f"{world.path}/steps/{world.step}/timer", world.revision()
    while not over.wait(0.02):
        console.address = random.choice(world.addresses)
        status, turn = 0, world.room.turn
        with suppress(OSError, HTTPException, AssertionError):  # the last one: a page without its token
            status = int(console.command(path, turn=turn, do="set", minutes=5)["status"])
        after = world.revision()
        moves.acknowledged += status == 200
        moves.unknown += status == 0
        if after - before not in ((1,) if status == 200 else (0, 1) if status == 0 else (0,)):
            moves.wrong.append((str(status), after - before))
        before = after
