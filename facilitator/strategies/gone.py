"""What was taken back, remembered until no backup is left that could bring it back.

One file of the data folder, `taken_back`: a week and a digest a line, sorted. The digest is made from the take-back
mark and cannot be turned into it, so that the mark itself goes with its text; it serves to know the text again in a
backup that is restored, and for nothing else. Two lines of one person have nothing in common.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from ..privacy.coarsen import week_of, weeks_before

NAME = "taken_back"
WEEKS = 5  # before the present one: a backup lives 30 days at most (P30), and no day is kept

_folder: Path | None = None


def use(folder: Path) -> None:
    """Keep the file in this folder."""
    global _folder
    _folder = folder


def note(marks: Iterable[bytes]) -> None:
    """Remember these from now on; on the disk when this returns."""
    if _folder is None:
        return
    wanted = dict.fromkeys(map(_digest, marks), week_of(datetime.now(UTC).date()))
    if wanted.keys() <= _lines(_folder).keys():
        return
    with _alone(_folder):
        _write(_folder, wanted | _lines(_folder))


def forget(today: date) -> None:
    """Drop the lines that no backup needs any more."""
    oldest = weeks_before(today, WEEKS)
    if _folder is None or all(week >= oldest for week in _lines(_folder).values()):
        return
    with _alone(_folder):
        _write(_folder, {digest: week for digest, week in _lines(_folder).items() if week >= oldest})


def among(marks: Iterable[bytes]) -> set[bytes]:
    """Those of these marks whose text was taken back."""
    known = _lines(_folder) if _folder is not None else {}
    return {mark for mark in marks if _digest(mark) in known}


def _digest(mark: bytes) -> str:
    return hashlib.sha256(b"gone" + mark).hexdigest()


def _lines(folder: Path) -> dict[str, str]:
    """The week of each digest; a line that cannot be read is left out."""
    try:
        text = (folder / NAME).read_text(encoding="ascii")
    except FileNotFoundError:
        return {}
    return {parts[1]: parts[0] for line in text.splitlines() if len(parts := line.split()) == 2}


def _write(folder: Path, lines: dict[str, str]) -> None:
    beside = folder / f"{NAME}.new"
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, "".join(sorted(f"{week} {digest}\n" for digest, week in lines.items())).encode())
        os.fsync(file)
    finally:
        os.close(file)
    beside.replace(folder / NAME)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process of the host at a time; what was written is on the disk, with its name, afterwards."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)
