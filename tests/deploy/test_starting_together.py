"""Processes that start at the same moment on an empty database: one makes the tables, the others wait for it."""

import subprocess
import sys

from facilitator.bootstrap import ROOT
from facilitator.db_migrations import is_current

UPGRADE = "import sys; from facilitator.db_migrations import upgrade; upgrade(sys.argv[1])"
PROCESSES = 4


def test_none_of_several_processes_that_start_together_fails(needs_postgresql: str) -> None:
    command = [sys.executable, "-c", UPGRADE, needs_postgresql]
    started = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    said = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES, said
    assert is_current(needs_postgresql)
