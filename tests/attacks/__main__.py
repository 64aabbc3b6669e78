"""`python3 -m tests.attacks linkage --json`: an attack in full. Also `cells` and `intersection`."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from facilitator.bootstrap import PYTHON

DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Run the attack; 0 when the attacker did no better than the rule allows."""
    arguments = _arguments()
    told, held = _ATTACKS[arguments.attack](arguments)
    print(told if arguments.json else _in_words(told))
    return 0 if held else 1


def _linkage(arguments: Namespace) -> tuple[str, bool]:
    from .linkage import attack

    outcome = attack(arguments.database, arguments.sessions, arguments.seed)
    return outcome.as_json(), outcome.held()


def _cells(arguments: Namespace) -> tuple[str, bool]:
    from .cells import as_json, attack, held

    outcomes = attack(arguments.seed)
    return as_json(outcomes), held(outcomes)


def _intersection(arguments: Namespace) -> tuple[str, bool]:
    from .intersection import attack

    outcome = attack(arguments.seed)
    return outcome.as_json(), outcome.held()


def _in_words(told: str) -> str:
    return told.strip("{}").replace('"', "").replace(", ", "\n")


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python3 -m tests.attacks", description="Attack the anonymity of what is written.")
    parser.add_argument("attack", choices=list(_ATTACKS), help="whose texts, which counts, or who was there")
    parser.add_argument("--database", choices=DATABASES, default="sqlite", help="default: %(default)s")
    parser.add_argument("--sessions", type=int, default=60, metavar="N", help="to learn from, and as many fresh ones")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="print figures for a program to read")
    return parser.parse_args()


_ATTACKS = {"linkage": _linkage, "cells": _cells, "intersection": _intersection}


if __name__ == "__main__":
    if Path(sys.prefix).resolve() != PYTHON.parents[1].resolve():
        command = [str(PYTHON), "-m", "tests.attacks", *sys.argv[1:]]
        os.execv(command[0], command)  # noqa: S606 (no shell is wanted)
    sys.exit(main())
