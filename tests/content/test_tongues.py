"""The language of a text is told by its words: right, or not told."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facilitator import content
from facilitator.demo_words import SAID

LINES = Path(__file__).parent.parent / "safety" / "lines"  # made-up lines, as people write them in a room


def lines(language: str) -> list[str]:
    files = LINES.glob(f"{language}*.toml")
    return [line for file in files for line in _texts(tomllib.loads(file.read_text(encoding="utf-8"))) if " " in line]


def _texts(entries: Any) -> Iterator[str]:
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, dict | list):
        for entry in entries.values() if isinstance(entries, dict) else entries:
            yield from _texts(entry)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_people_write_is_told_right_or_not_at_all(language: str) -> None:
    told = [content.language_of(line) for line in lines(language)]
    assert len(told) > 300
    assert set(told) <= {language, ""}
    assert told.count("") <= len(told) * 0.03


def test_what_the_demo_says_is_english() -> None:
    assert {content.language_of(text) for text in SAID} == {"en"}


@pytest.mark.parametrize("text", ["", "12", "Yoga", "…", "I walk y camino", "xyzzy"])
def test_a_text_that_does_not_tell_gets_no_language(text: str) -> None:
    assert content.language_of(text) == ""
