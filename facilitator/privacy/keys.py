"""The key folder: one file a key, written and synced before anything is sealed under it, unlinked to destroy it.

The folder is shared by all processes of a host and is never part of a backup: a copy of the database taken
while writing was open cannot be read once the key is gone.
"""

import os
import re
import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from .sealing import KEY_BYTES

NAME = re.compile(r"[0-9a-f]{32}")
YOUNG = 600  # seconds


class KeyLost(Exception):
    """There is no such key: what was sealed under it can never be read."""


class KeyFolder:
    """Keys by name. A name is 32 hex digits and says nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def make(self) -> str:
        """A new key, on disk for good; returns its name."""
        name = secrets.token_hex(16)
        file = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, secrets.token_bytes(KEY_BYTES))
            os.fsync(file)
        finally:
            os.close(file)
        self._sync_folder()
        return name

    def read(self, name: str) -> bytes:
        """The key's 32 bytes. Raises KeyLost."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise KeyLost from None

    def destroy(self, *names: str | None) -> None:
        for name in filter(None, names):
            self._path(name).unlink(missing_ok=True)
        self._sync_folder()

    def sweep(self, living: Iterable[str]) -> int:
        """Destroy every key that nothing living names, but for the newest, whose window may open just now."""
        old = time.time() - YOUNG
        orphans = {path.name for path in self.folder.iterdir() if _is_key_from_before(path, old)} - set(living)
        self.destroy(*orphans)
        return len(orphans)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise KeyLost
        return self.folder / name

    def _sync_folder(self) -> None:
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _is_key_from_before(path: Path, moment: float) -> bool:
    return bool(NAME.fullmatch(path.name)) and path.stat().st_mtime < moment


_keys: KeyFolder | None = None


def use(folder: Path) -> KeyFolder:
    """Make `folder` this process's key folder."""
    global _keys
    _keys = KeyFolder(folder)
    return _keys


def keys() -> KeyFolder:
    if _keys is None:
        raise RuntimeError("keys.use() has not been called")
    return _keys
