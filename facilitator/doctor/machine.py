"""The machine: its disk, what is installed, and what the system allows."""

import platform
import resource
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from ..config import Config
from ..health.readiness import LEAST_FREE
from ..live.wire import Bounds, LibraryChanged, check
from ..live.wire.bounds import OTHER_FILES
from ..version import __version__
from .finding import BROKEN, LOOK, OK, Finding

SOON_FULL = 0.2  # of the disk
LEANED_ON = ("python-engineio", "python-socketio", "wsproto", "gevent", "sqlalchemy", "redis", "psycopg")
SWAPS = Path("/proc/swaps")


def disk(config: Config) -> Iterator[Finding]:
    found = shutil.disk_usage(config.data_folder if config.data_folder.is_dir() else config.data_folder.anchor)
    free = found.free / found.total
    state = BROKEN if free < LEAST_FREE else LOOK if free < SOON_FULL else OK
    do = "Make room: on a full disk nothing more can be saved." if state != OK else ""
    yield Finding("disk", state, f"{free:.0%} free, {found.free // 2**20:,} MiB.", do)


def versions(_config: Config) -> Iterator[Finding]:
    """Above all what the sockets lean on, which is read and pinned version by version."""
    found = ", ".join(f"{name} {version(name)}" for name in LEANED_ON)
    try:
        check()
    except LibraryChanged as changed:
        yield Finding("versions", BROKEN, str(changed), "Install what lock/run.txt names.")
        return
    yield Finding("versions", OK, f"Facilitator {__version__}, Python {platform.python_version()}, {found}.")


def limits(_config: Config) -> Iterator[Finding]:
    """Of this process; the server's own are in its unit."""
    wanted = Bounds().sockets + OTHER_FILES
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        yield Finding(
            "limits", LOOK, f"A process may open {hard} files, so no more than {max(1, hard - OTHER_FILES)} screens.",
            f"Set LimitNOFILE={wanted} in the unit, as deploy/ has it.",
        )  # fmt: skip
    else:
        yield Finding("limits", OK, f"A process may open enough files for {Bounds().sockets} screens.")
    if SWAPS.exists() and len(SWAPS.read_text().splitlines()) > 1:
        yield Finding(
            "limits", LOOK, "This machine swaps: what people write may be put on a disk for a moment.",
            "Run: swapoff -a, or keep MemorySwapMax=0 in the unit, as deploy/ has it.",
        )  # fmt: skip
