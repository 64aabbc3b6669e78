"""The data folder and the key folder: whose they are, who else can read them, and what disk they are on."""

import os
from collections.abc import Iterator
from pathlib import Path

from ..config import Config
from ..setup import folder
from .finding import BROKEN, LOOK, OK, Finding

MOUNTS = Path("/proc/mounts")
IN_MEMORY = {"tmpfs", "ramfs"}
FAR_AWAY = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "glusterfs", "ceph"}


def data_folder(config: Config) -> Iterator[Finding]:
    name, place = "data folder", config.data_folder
    if not place.is_dir():
        yield Finding(name, BROKEN, f"{place} is not there.", f"Run: facilitator init --data {place}")
        return
    found = [*_wrong_rights(name, place), *_wrong_disk(name, place, "the database")]
    if config.unfinished.exists():
        found.append(
            Finding(name, BROKEN, "A restore did not finish here.", "Run 'facilitator restore FILE --replace' again.")
        )
    for file in (place / folder.SECRET, folder.database_file(config)):
        if file is not None and file.exists():
            found += _wrong_rights(name, file)
    yield from found or [Finding(name, OK, f"{place}, for its owner alone.")]


def key_folder(config: Config) -> Iterator[Finding]:
    """Where a key that is lost makes what was sealed under it unreadable, and one that is copied makes it readable."""
    name, place = "key folder", config.key_folder
    if not place.is_dir():
        yield Finding(name, LOOK, f"{place} is not there yet.", "The server makes it when it starts.")
        return
    found = [*_wrong_rights(name, place), *_wrong_disk(name, place, "every key"), *_cannot_keep(name, place)]
    yield from found or [Finding(name, OK, f"{place}, for its owner alone; keep it out of every backup.")]


def _wrong_rights(name: str, path: Path) -> Iterator[Finding]:
    found = path.stat()
    if found.st_mode & 0o077:
        mode = "700" if path.is_dir() else "600"
        yield Finding(name, BROKEN, f"Others on this machine can open {path}.", f"Run: chmod {mode} {path}")
    if found.st_uid != os.geteuid():
        yield Finding(
            name, LOOK, f"{path} belongs to another user than the one who asks.",
            "Run the doctor as the server's own user, such as: runuser -u facilitator -- facilitator doctor",
        )  # fmt: skip


def _wrong_disk(name: str, path: Path, what: str) -> Iterator[Finding]:
    kind = _disk_of(path)
    if kind in IN_MEMORY:
        yield Finding(
            name, BROKEN, f"{path} is in memory: {what} is gone when this machine starts anew.",
            "Move it to a disk.",
        )  # fmt: skip
    elif kind in FAR_AWAY:
        yield Finding(
            name, LOOK, f"{path} is on a disk of another machine ({kind}), which may not keep what it acknowledged.",
            "Move it to a disk of this machine.",
        )  # fmt: skip


def _disk_of(path: Path) -> str:
    """The kind of file system; empty where that cannot be known."""
    if not MOUNTS.exists():
        return ""
    mounts = [line.split()[1:3] for line in MOUNTS.read_text().splitlines()]
    real = path.resolve()
    under = [(len(point), kind) for point, kind in mounts if real.is_relative_to(point)]
    return max(under, default=(0, ""))[1]


def _cannot_keep(name: str, place: Path) -> Iterator[Finding]:
    """A file as a key is written: made, synced, taken away again."""
    file = place / f".doctor-{os.getpid()}"
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(made, b"x" * 32)
            os.fsync(made)
        finally:
            os.close(made)
            file.unlink()
    except OSError as failure:
        yield Finding(
            name, BROKEN, f"No key can be written to {place}: {os.strerror(failure.errno or 0)}.",
            "Writing cannot be opened like this. Make room, or give the server's user the folder.",
        )  # fmt: skip
