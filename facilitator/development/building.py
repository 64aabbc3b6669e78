"""Makes the wheel, browser files included."""

import subprocess
import sys
from argparse import Namespace

from ..bootstrap import BROWSER_FILE, ROOT, VENDOR, SetupFailed


def run_build(_arguments: Namespace) -> int:
    """Write the wheel into `dist/` and name it. Raises SetupFailed when the browser files are not there."""
    if not (VENDOR / BROWSER_FILE).exists():
        raise SetupFailed("The browser files are missing. Remove .venv and run the command again.")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
