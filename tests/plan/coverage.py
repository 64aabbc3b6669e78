"""Where each heading and question of the source document has its place: `python3 -m tests.plan.coverage` writes it.

`--source FILE` holds tests/plan/source.toml against the document itself, which is not kept here.
"""

import argparse
import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facilitator import content
from tests.content.reading import words_of

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "source-coverage.md"
MAP = Path(__file__).parent / "source.toml"
STAGES = ("stage1", "stage2", "stage3", "stage4")
PLACES = {"/plan": "My plan", "/start": "Getting started", "/card": "Library card", "/room": "a session"}
HEAD = """# Where the source document has its place

The idea comes from *Focusing on Recovery*, a page of SAMHSA's *Decisions in Recovery*, which is in the public domain.
Each of its headings and each of its questions has a field in a member's own plan, prompts for a session, and a page.
SAMHSA does not endorse this tool. Made by `python3 -m tests.plan.coverage` from `tests/plan/source.toml`, and held true
by `tests/plan/test_coverage.py`; `python3 -m tests.plan.coverage --source FILE` compares it with the document, which is
not kept here. The words below are ours.
"""

Place = dict[str, Any]


def headings() -> list[Place]:
    """The headings, in the order of the document; each with what it `asks`, its `points`, `prompts` and `pages`."""
    found: list[Place] = tomllib.loads(MAP.read_text(encoding="utf-8"))["heading"]
    return [{"asks": [], "points": [], **heading} for heading in found]


def mark(question: str) -> str:
    """The start of the digest of a question's words."""
    return hashlib.sha256(" ".join(words_of(question)).encode()).hexdigest()[:16]


def questions_in(document: str) -> list[str]:
    return [found.strip(" •\n") for found in re.findall(r"[^.?!:]*\?", document)]


def fields_of(place: Place) -> Iterator[str]:
    """The keys of its fields, each stage by itself."""
    for field in place["fields"]:
        part, question = field.split(".")
        yield from (f"{stage}.{question}" for stage in STAGES) if part == "stage*" else (field,)


def fields_there() -> dict[str, str]:
    """Every field of the plan, and the question it answers."""
    return {asked.key: asked.ask for part in content.my_plan("en").values() for asked in part.questions}


def page() -> str:
    return HEAD + "".join(_section(heading) for heading in headings())


def _section(heading: Place) -> str:
    places = ", ".join(f"{PLACES[path]} (`{path}`)" for path in heading["pages"])
    said = f"\n## {heading['name']}\n\nPages: {places}. Prompts: {', '.join(heading['prompts'])}.\n"
    rows = [("asks", one) for one in heading["asks"]] + [("says", one) for one in heading["points"]]
    if not rows:
        return said
    table = "\n| It | What | Fields of the plan | Prompts |\n|---|---|---|---|\n"
    return said + table + "".join(_row(*row) for row in rows)


def _row(kind: str, place: Place) -> str:
    fields = ", ".join(f"`{field}`" for field in place["fields"])
    return f"| {kind} | {place['about']} | {fields} | {', '.join(place['prompts'])} |\n"


def differing(document: str) -> list[str]:
    """Questions of the document that the map lacks or has in another order."""
    theirs, ours = questions_in(document), [one["mark"] for heading in headings() for one in heading["asks"]]
    if [mark(question) for question in theirs] == ours:
        return []
    return [question for question in theirs if mark(question) not in ours] or ["The order differs."]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, metavar="FILE", help="hold the map against the document")
    asked = parser.parse_args()
    if asked.source is None:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    left = differing(asked.source.read_text(encoding="utf-8"))
    print("\n".join(left) or f"All {sum(len(heading['asks']) for heading in headings())} questions have their place.")
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
