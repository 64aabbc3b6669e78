"""Runs the checks, says what this machine lacks, and hands over to pytest."""

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from ..bootstrap import ROOT, VENV
from .checks import run_check
from .services import NEEDS, required

MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes a folder of its own in it)
ROOM = 4 * 2**30  # bytes


def run_test(arguments: Namespace) -> int:
    """Check, then become pytest, so that its closing line is the last one and its exit code is ours."""
    if not arguments.no_check and run_check(arguments):
        print("The checks failed, so no test was run.")
        return 1
    for line in _lacking():
        print(line)
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", *_parallel(arguments.pytest), *arguments.pytest]
    os.chdir(ROOT)
    os.execve(command[0], command, _environment())  # noqa: S606 (no shell is wanted)


def _environment() -> dict[str, str]:
    """Ours, with compiled modules kept in .venv: every server a test starts would compile them anew otherwise."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**_in_memory(), **kept, "PYTHONPYCACHEPREFIX": str(VENV / "pycache")}


def _in_memory() -> dict[str, str]:
    """Where the tests' databases go, if there is room: a disk that stands still for a minute fails nothing there."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return {"PYTEST_DEBUG_TEMPROOT": str(MEMORY)} if roomy else {}


def _lacking() -> list[str]:
    fate = {need.name: "fail" if need.name in required() else "are skipped" for need in NEEDS}
    return [
        f"No {need.name} here: the tests that need it {fate[need.name]}. {need.advice}"
        for need in NEEDS
        if not need.find()
    ]


def _parallel(given: Sequence[str]) -> list[str]:
    """A worker a core and one more, since many tests wait, each taking over what another has left; or as chosen."""
    chosen = any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in given)
    return [] if chosen else [f"--numprocesses={(os.cpu_count() or 1) + 1}", "--dist=worksteal"]
