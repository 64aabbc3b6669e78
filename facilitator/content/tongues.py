"""Which language a text is in, told by its words alone: never by who wrote it, or on which phone."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words_in(entries: Any) -> Iterator[str]:
    """The words of all phrases in a data file's tables, in lower case. What has no space in it may be an id."""
    if isinstance(entries, str):
        yield from WORD.findall(entries.lower()) if " " in entries else ()
    elif isinstance(entries, Mapping | list):
        for entry in entries.values() if isinstance(entries, Mapping) else entries:
            yield from words_in(entry)


def likeliest(text: str, vocabularies: Mapping[str, Collection[str]]) -> str:
    """The language most of whose own words are in `text`; empty where two are even, or none is there.

    A word counts for a language if no other language has it.
    """
    scores = dict.fromkeys(vocabularies, 0)
    for word in WORD.findall(text.lower()):
        having = [language for language, words in vocabularies.items() if word in words]
        if len(having) == 1:
            scores[having[0]] += 1
    best = [language for language, score in scores.items() if score == max(scores.values())]
    return best[0] if len(best) == 1 else ""
