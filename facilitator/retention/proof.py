"""The proof of erasing: a line a day in a file of the data folder. Counts by kind; no id, and no time but the day."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

NAME = "erased.jsonl"
DAYS = 366

_folder: Path | None = None


@dataclass(frozen=True)
class Line:
    """What was erased on one day (in UTC), by kind."""

    day: str
    counts: dict[str, int]

    @property
    def whole(self) -> bool:
        """Whether every kind was looked at, and not texts under review alone."""
        return len(self.counts) > 1


def use(folder: Path) -> None:
    """Keep the proof in this folder."""
    global _folder
    _folder = folder


def latest() -> list[Line]:
    """The lines there are, the latest first. One that cannot be read is left out."""
    file = _file()
    if file is None or not file.exists():
        return []
    return [line for text in reversed(file.read_text(encoding="utf-8").splitlines()) if (line := _read(text))]


def add(day: str, counts: dict[str, int]) -> None:
    """Add what was erased to the line of the day; lines older than a year go."""
    file = _file()
    if file is None:
        return
    lines = {line.day: line.counts for line in reversed(latest())}
    before = lines.get(day, {})
    lines[day] = before | {kind: before.get(kind, 0) + count for kind, count in counts.items()}
    text = "".join(json.dumps({"day": one, "erased": lines[one]}) + "\n" for one in sorted(lines)[-DAYS:])
    beside = file.with_name(f"{NAME}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.chmod(0o600)
    beside.replace(file)


def _read(text: str) -> Line | None:
    try:
        told = json.loads(text)
        return Line(str(told["day"]), {str(kind): int(count) for kind, count in told["erased"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _file() -> Path | None:
    return _folder / NAME if _folder is not None else None
