"""The product's words, gathered for the tests: what members read, and everything in the data files."""

import hashlib
import tomllib
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from facilitator import content
from tests.content.reading import words_of

FOLDER = Path(content.__file__).parent
FILES = sorted(FOLDER.rglob("*.toml"))
SOURCE = Path(__file__).parent / "source_shingles.txt"
NOT_OURS = {  # words of members that a list looks for
    "words.toml": ("sets", "signs", "unless"),
    "identifying.toml": ("sets", "patterns", "unless"),
}


def read_by_members(language: str) -> Iterator[str]:
    """What members see on phones and wall, or hear read out; each option and each label by itself.

    Names of services are left out: they are not ours to word.
    """
    for prompt in content.prompts(language).values():
        yield from (prompt.text, prompt.reminder, *prompt.options)
    for plan in content.plans(language).values():
        yield from (plan.title, plan.line, *(step.title for step in plan.steps))
    taxonomy = content.taxonomy(language)
    for tag in (*taxonomy.tags, *taxonomy.themes):
        yield from (tag.label, tag.line)
    yield from (*content.agreements(language), *content.join_text(language))
    yield from (point.label for point in content.review_points(language))
    for line in (*content.lines(language), *content.closing(language)):
        yield from (line.moment, line.words)
    yield from (signal.card for signal in content.signals(language).values())
    for part in content.my_plan(language).values():
        yield from (part.title, part.line, part.about, *part.defaults)
        for question in part.questions:
            yield from (question.ask, question.help, question.first, question.second)
            yield from chain.from_iterable(question.examples)
    for pack_id in content.packs():
        pack = content.pack(pack_id, language, emergency="112")
        yield from (*pack.urgent, *pack.overdose)
        yield from chain.from_iterable((each.purpose, each.hours) for each in pack.resources)


def strings_in(file: Path) -> list[str]:
    """All text values of one data file, keys and comments left out, and what others may write."""
    return list(_strings(tomllib.loads(file.read_text(encoding="utf-8")), NOT_OURS.get(file.name, ())))


def shingles(text: str, size: int = 8) -> set[str]:
    """SHA-256, in hex, of each run of `size` words, lower case, one space apart, punctuation dropped.

    `source_shingles.txt` was made of SAMHSA's page "Focusing on Recovery" (Decisions in Recovery) by
    `"\\n".join(sorted(shingles(page)))`: the page itself is not kept here, and cannot be read from it.
    """
    words = words_of(text)
    runs = (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))
    return {hashlib.sha256(run.encode()).hexdigest() for run in runs}


def repeats(text: str, source: Iterable[str]) -> bool:
    """Whether `text` has eight words in a row in common with a source given by its shingles."""
    return not shingles(text).isdisjoint(source)


def _strings(value: Any, left_out: Collection[str] = ()) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        kept = (part for key, part in value.items() if key not in left_out)
        yield from chain.from_iterable(_strings(part, left_out) for part in kept)
    elif isinstance(value, list):
        yield from chain.from_iterable(_strings(part, left_out) for part in value)
