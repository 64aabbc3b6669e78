"""`python3 -m facilitator bench WHAT [--json] [--rounds N]`: how the application compares, on this machine, today."""

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

Tell = Callable[[str], None]


# Loaded when asked for: some bring the application with them, which the others measure from outside.
BENCHMARKS = {
    "fanout": "fanout:run",
    "room": "fanout:run_room",
    "ingest": "ingest:run",
    "storm": "storm:run",
    "memory": "memory:run",
    "search": "released:run",
    "weight": "weight:run",
}
ROUNDS = 3


def run(arguments: argparse.Namespace) -> int:
    """Run the benchmark `what` for `rounds` rounds. With `json`, print exactly one object on stdout. 0 when done."""
    if arguments.what not in BENCHMARKS:
        sys.stderr.write(f"Known benchmarks: {', '.join(BENCHMARKS)}.\n")
        return 2
    found = _benchmark(arguments.what)(arguments.rounds or ROUNDS, lambda line: _tell(line, sys.stderr))
    _tell(json.dumps(found, indent=None if arguments.json else 2), sys.stdout)
    return 0


def _benchmark(what: str) -> Callable[[int, Tell], dict[str, Any]]:
    module, _, name = BENCHMARKS[what].partition(":")
    found: Callable[[int, Tell], dict[str, Any]] = getattr(import_module(f"benchmarks.{module}"), name)
    return found


def _tell(line: str, where: Any) -> None:
    where.write(f"{line}\n")
    where.flush()


def main() -> int:
    """The same without the `facilitator` command: `python3 -m benchmarks WHAT`."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("what", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else on stdout")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"interleaved rounds (default {ROUNDS})")
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
