"""A text in pieces, so that a page can mark what may say who somebody is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import snowballstemmer

from ..privacy.identifying import identifying
from . import search

LONG = 5  # letters: shorter words are hardly ever rare
STEMMERS = {"en": "english", "es": "spanish"}
DETAIL, RARE = "detail", "rare"


@dataclass(frozen=True)
class Part:
    """A piece of a text. `why`: it is a detail that may say who somebody is, or a rare word; empty for the rest."""

    text: str
    why: str = ""


def marked(text: str, language: str = "", rare: Collection[str] = ()) -> tuple[Part, ...]:
    """`text` with its details marked, and the words of which `rare` has the stem."""
    return tuple(part for part in _pieces(text, language, rare) if part.text)


def stems_of(text: str, language: str) -> list[str]:
    """The words of a text as a search knows them, cut to their stems where we know how, each once."""
    words, stemmer = search.words_of(text), _stemmer(language)
    return words if stemmer is None else list(dict.fromkeys(stemmer.stemWords(words)))


def _pieces(text: str, language: str, rare: Collection[str]) -> Iterator[Part]:
    spans = [(one.start, one.end, DETAIL) for one in identifying(text)]
    spans += [(start, end, RARE) for start, end in _rare_words(text, language, rare) if _apart(start, end, spans)]
    here = 0
    for start, end, why in sorted(spans):
        yield from (Part(text[here:start]), Part(text[start:end], why))
        here = end
    yield Part(text[here:])


def _rare_words(text: str, language: str, rare: Collection[str]) -> Iterator[tuple[int, int]]:
    for match in search.WORD.finditer(text):
        if len(match[0]) >= LONG and any(stem in rare for stem in stems_of(match[0], language)):
            yield match.span()


def _apart(start: int, end: int, spans: list[tuple[int, int, str]]) -> bool:
    return all(end <= other_start or other_end <= start for other_start, other_end, _ in spans)


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None
