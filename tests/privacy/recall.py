"""How often the rules find and miss identifying details: `python3 -m tests.privacy.recall`.

`found` is the share of a kind's own lines in which the rules find that kind; the false alarms are the share of clean
lines in which they find anything. The lines stood before the rules did; the rules were never tuned on the held out
half. `--misses` prints the lines of the other half that went wrong.
"""

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facilitator.privacy.identifying import KINDS, kinds_in

LINES = Path(__file__).parent / "identifying_lines.toml"
CLEAN = "clean"
SETS = (("en", False), ("en", True), ("es", False), ("es", True))


@dataclass(frozen=True)
class Line:
    """A made-up line, and what in it could say who somebody is; nothing in a clean one."""

    text: str
    kinds: frozenset[str]
    language: str
    held_out: bool


def lines() -> list[Line]:
    """All made-up lines."""
    return [
        Line(text, frozenset(label.split("+")) - {CLEAN}, each["language"], each["held_out"])
        for each in tomllib.loads(LINES.read_text(encoding="utf-8"))["set"]
        for label, texts in each.items()
        if isinstance(texts, list)
        for text in texts
    ]


def found_of(kind: str, some: list[Line]) -> tuple[int, int]:
    """In how many of a kind's lines the kind is found, and how many there are."""
    own = [line for line in some if kind in line.kinds]
    return sum(kind in kinds_in(line.text) for line in own), len(own)


def false_alarms(some: list[Line]) -> tuple[int, int]:
    """In how many clean lines something is found, and how many there are."""
    clean = [line for line in some if not line.kinds]
    return sum(bool(kinds_in(line.text)) for line in clean), len(clean)


def part(language: str, held_out: bool) -> list[Line]:
    return [line for line in lines() if (line.language, line.held_out) == (language, held_out)]


def table() -> Iterator[str]:
    """The shares as a table in Markdown, as it stands in docs/identifying.md."""
    sets = [part(*each) for each in SETS]
    yield "| Kind | en | en, held out | es | es, held out |"
    yield "|---|---|---|---|---|"
    for kind in KINDS:
        yield f"| {kind} | {' | '.join(_share(*found_of(kind, each)) for each in sets)} |"
    yield f"| false alarms on clean lines | {' | '.join(_share(*false_alarms(each)) for each in sets)} |"


def misses() -> Iterator[str]:
    """The lines the rules were tuned on that went wrong, and how."""
    for line in lines():
        found = set(kinds_in(line.text))
        if not line.held_out and found != line.kinds:
            yield f"{line.text!r} missed {sorted(line.kinds - found)}, false {sorted(found - line.kinds)}"


def _share(some: int, of_all: int) -> str:
    return f"{some} of {of_all}"


def main() -> None:
    parser = argparse.ArgumentParser(description="How often the rules find and miss identifying details.")
    parser.add_argument("--misses", action="store_true", help="print the lines that went wrong, of those tuned on")
    print("\n".join(misses() if parser.parse_args().misses else table()))


if __name__ == "__main__":
    main()
