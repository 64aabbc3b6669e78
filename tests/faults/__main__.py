"""The full forms: `python3 -m tests.faults kills | closings | ...`; see `--help`.

Prints what was found and what was to be; gives 1 when a goal is missed.
"""

import json
import os
import platform
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from facilitator.bootstrap import PYTHON
from facilitator.version import __version__

Found = dict[str, tuple[object, bool]]


def _kills(size: Namespace) -> Found:
    from .kills import attack
    from .worlds import a_world

    with a_world(size.database, processes=_processes(size)) as world:
        return attack(world, size.texts, size.kills, size.seed)


def _closings(size: Namespace) -> Found:
    from .kills import closings
    from .worlds import a_world

    with a_world(size.database) as world:
        return closings(world, size.kills, size.seed)


def _redis(size: Namespace) -> Found:
    from .redis_lost import attack, emptied, frozen, stopped
    from .worlds import a_world

    with a_world("postgresql", processes=2) as world:
        return attack(world, [stopped(3), stopped(20), stopped(90), emptied(), frozen(30)])


def _database_down(size: Namespace) -> Found:
    from .database_down import stopped
    from .worlds import a_world

    with a_world("postgresql", processes=2) as world:
        return stopped(world, 30, 50)


def _cut(size: Namespace) -> Found:
    from .database_down import cut
    from .worlds import a_world

    with a_world("postgresql", processes=2) as world:
        return cut(world, 500, 16)


def _order(size: Namespace) -> Found:
    from .order import attack
    from .worlds import a_world

    with a_world("postgresql", processes=2) as world:
        return attack(world, 20_000, 50)


def _disk_full(size: Namespace) -> Found:
    from .disk import attack, small_disk
    from .worlds import a_world

    with small_disk() as disk:
        if disk is None:
            raise SystemExit("A small file system is mounted for this: run it as root, where mount is allowed.")
        with a_world("sqlite", place=disk) as world:
            return attack(world, disk, 10.0, texts=600)


def _lossy(size: Namespace) -> Found:
    from .lossy import attack, lossy_link
    from .worlds import a_world

    with lossy_link(size.seed) as link, a_world(size.database, front=link.address) as world:
        link.to = world.servers[0].port
        return attack(world, link, size.texts // 2, 20)


def _soak(size: Namespace) -> Found:
    from .broken import COUNTED, that
    from .soak import attack
    from .worlds import a_world

    with a_world(size.database, script=that(COUNTED)) as world:
        return attack(world, size.phones, size.minutes * 60)


FAULTS: dict[str, Callable[[Namespace], Found]] = {
    "kills": _kills, "closings": _closings, "redis": _redis, "database-down": _database_down, "cut": _cut,
    "order": _order, "disk-full": _disk_full, "lossy": _lossy, "soak": _soak,
}  # fmt: skip


def main() -> int:
    """Bring the fault about; 0 when nothing was lost and everything held."""
    size = _arguments()
    began = time.monotonic()
    found = FAULTS[size.fault](size)
    good = all(held for _, held in found.values())
    told = {
        "fault": size.fault,
        "database": size.database,
        "seed": size.seed,
        "version": __version__,
        "python": platform.python_version(),
        "seconds": round(time.monotonic() - began, 1),
        "pass": good,
        "found": {name: {"value": value, "pass": held} for name, (value, held) in found.items()},
    }
    print(json.dumps(told, indent=1) if size.json else _in_words(found))
    return 0 if good else 1


def _in_words(found: Found) -> str:
    return "\n".join(f"{'  ' if held else '! '}{name}: {value}" for name, (value, held) in found.items())


def _processes(size: Namespace) -> int:
    return 1 if size.database == "sqlite" else 2


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python3 -m tests.faults", description="Bring a fault about, and see what holds.")
    parser.add_argument("fault", choices=list(FAULTS))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="default: %(default)s")
    parser.add_argument("--texts", type=int, default=10_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--kills", type=int, default=100, metavar="N", help="default: %(default)s")
    parser.add_argument("--phones", type=int, default=300, metavar="N", help="of a soak; default: %(default)s")
    parser.add_argument("--minutes", type=float, default=60, metavar="N", help="of a soak; default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print figures for a program to read")
    return parser.parse_args()


if __name__ == "__main__":
    if Path(sys.prefix).resolve() != PYTHON.parents[1].resolve() and PYTHON.exists():
        command = [str(PYTHON), "-m", "tests.faults", *sys.argv[1:]]
        os.execv(command[0], command)  # noqa: S606 (no shell is wanted)
    sys.exit(main())
