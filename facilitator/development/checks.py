"""Every check of the code that is not a test, side by side, a line each."""

import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

from .. import bootstrap
from . import house


class Outcome(NamedTuple):
    """What one check found; `output` is what to show of it."""

    name: str
    passed: bool
    seconds: float
    output: str


def run_check(_arguments: Namespace) -> int:
    """Run all checks; print a line for each as it ends, and what it found. Gives 1 if one failed."""
    started = time.monotonic()
    failed = [outcome.name for outcome in _outcomes() if not _told(outcome).passed]
    verdict = f"Failed: {', '.join(failed)}" if failed else "All checks passed"
    print(f"{verdict} ({time.monotonic() - started:.1f} s).", flush=True)
    return 1 if failed else 0


def _outcomes() -> Iterator[Outcome]:
    with ThreadPoolExecutor() as pool:
        running = [pool.submit(_outcome_of, name, check) for name, check in _checks().items()]
        for done in as_completed(running):
            yield done.result()


def _outcome_of(name: str, check: Callable[[], tuple[bool, str]]) -> Outcome:
    started = time.monotonic()
    passed, output = check()
    return Outcome(name, passed, time.monotonic() - started, output)


def _told(outcome: Outcome) -> Outcome:
    verdict = "ok" if outcome.passed else "FAILED"
    print(f"  {verdict:<7} {outcome.name:<7} {outcome.seconds:5.1f} s", flush=True)
    if outcome.output:
        print(outcome.output.rstrip(), flush=True)
    return outcome


def _checks() -> dict[str, Callable[[], tuple[bool, str]]]:
    """The slowest first, so that the others run beside it."""
    python = [sys.executable, "-m"]
    tsc = bootstrap.NODE_MODULES / "typescript" / "bin" / "tsc"
    return {
        "mypy": _tool([*python, "mypy", "--no-error-summary"]),
        "djlint": _tool([*python, "djlint", "templates", "--lint", "--quiet"]),
        "layers": _tool([str(Path(sys.executable).with_name("lint-imports")), "--no-logo"]),
        "tsc": _tool([*bootstrap.node(), str(tsc), "--project", "tsconfig.json"]),
        "ruff": _tool([*python, "ruff", "check", "--quiet", "--output-format=concise", "."]),
        "house": _house,
    }


def _tool(command: list[str]) -> Callable[[], tuple[bool, str]]:
    def check() -> tuple[bool, str]:
        done = subprocess.run(
            command,
            cwd=bootstrap.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode == 0, done.stdout if done.returncode else ""

    return check


def _house() -> tuple[bool, str]:
    findings = house.findings(bootstrap.ROOT)
    notes = [f"note: {note}" for note in house.notes(bootstrap.ROOT)]
    return not findings, "\n".join(findings + notes)
