"""The disk full in mid-session, on SQLite: phones are told so, and all goes on when there is room again (R5)."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers import until

from .phones import Crowd, numbered
from .worlds import Goals, World

BACK = 5.0  # seconds after there is room again until something is saved


@contextmanager
def small_disk(megabytes: int = 8) -> Iterator[Path | None]:
    """An empty file system of that size; None where none can be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="facilitator-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)]
    try:
        mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def attack(world: World, disk: Path, seconds: float = 2.0, phones: int = 6, texts: int = 300) -> Goals:
    """Fill what the database lies on while phones write; then give the room back."""
    words = numbered(texts)
    crowd = Crowd(world.phones(phones), world.step, words, seconds=60)
    console = world.console()
    crowd.start()
    until(lambda: crowd.count > texts // 10)
    filled = _fill(disk / "filled")
    until(lambda: crowd.told()[503] > 0 or crowd.done)
    time.sleep(0.5)  # what was under way when the disk became full
    saved, told = crowd.count, crowd.told()[503]
    status, _ = console.ask(world.path)
    refused, said = console.post(f"{world.path}/head-count", as_json=True, people=7)
    time.sleep(seconds)
    met = not crowd.done
    meanwhile = crowd.count - saved
    filled.unlink()
    freed = time.monotonic()
    saved = crowd.count
    until(lambda: crowd.count > saved or crowd.done, 30)
    back = time.monotonic() - freed
    crowd.finish(60)
    return {
        "full while phones wrote": (met, met),
        "answers 503": (told, told > 0),
        "answers 500": (crowd.told()[500], crowd.told()[500] == 0),
        "longest request of a phone, s": (round(crowd.longest(), 2), crowd.longest() <= 8),
        "saved while it was full": (meanwhile, True),
        "the console's page meanwhile": (status, status == 200),
        "a command meanwhile": (refused, refused == 503 and "Nothing you saved is lost." in said),
        "saved again after, s": (round(back, 2), back <= BACK),
        **world.balance(words, crowd.saved),
    }


def _fill(file: Path) -> Path:
    """Write until there is no room for another byte."""
    with file.open("wb", buffering=0) as full:
        for size in (65_536, 4096, 512, 1):
            with suppress(OSError):
                while os.write(full.fileno(), b"x" * size) == size:
                    pass
    return file
