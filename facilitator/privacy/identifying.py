"""What in a text could say who somebody is: found by the same rules on the phone, which hints, and here (P18).

Rules and lists miss people's names, places and stories all the time: docs/identifying.md says how often. They hint; a
person reads. Only what leads straight to somebody (HELD) cannot be shown as it stands.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from .. import content

FILE, NAMES = "identifying.toml", "names.txt"
KINDS = ("email", "phone", "link", "long_number", "date", "age", "address", "handle", "name", "place", "amount")
HELD = frozenset({"email", "phone", "link", "long_number"})
WORD = re.compile(r"[A-Za-z0-9']+")

Rules = list[dict[str, Any]]


@dataclass(frozen=True)
class Found:
    """A part of a text, from `start` to `end`, and the kind of detail it may be: one of KINDS."""

    kind: str
    start: int
    end: int


def identifying(text: str) -> tuple[Found, ...]:
    """What `text` may say of who somebody is, in the order of the text. Nothing is kept and nothing is sent."""
    plain = _plain(text)
    found: list[Found] = []
    for kind, searches, only, never in _searches():
        for search in searches:
            for match in search.finditer(plain):
                start, end = _span(match)
                usable = _usable(plain[start:end], only, never)
                if usable and not any(one.start < end and start < one.end for one in found):
                    found.append(Found(kind, start, end))
    return tuple(sorted(found, key=lambda one: one.start))


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of details in `text`, each once, in the order of KINDS."""
    found = {one.kind for one in identifying(text)}
    return tuple(kind for kind in KINDS if kind in found)


def must_be_edited(text: str) -> bool:
    """Whether `text` holds something that leads straight to somebody: a number, an address to write to, a link."""
    return any(one.kind in HELD for one in identifying(text))


def instead_of(kind: str, language: str) -> str:
    """What may stand in place of a detail of this kind, in a text in `language`."""
    words = _table()["instead"]
    return str(words.get(language, words["en"])[kind])


@cache
def rules() -> Rules:
    """The rules as a phone reads them: kind, expressions, whether case counts, and lists of words."""
    table = _table()
    sets = {name: _plain(words) for name, words in table["sets"].items()}
    words = {name: sorted(set(text.replace("|", " ").split())) for name, text in sets.items()}
    words |= _name_lists(words)
    return [_made(rule, sets, words) for rule in table["rules"]]


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(content.file("", FILE).read_text(encoding="utf-8"))
    return table


def _name_lists(words: dict[str, list[str]]) -> dict[str, list[str]]:
    """All names; and those that are hardly ever another word, which are found wherever they stand."""
    files = (content.file(language, NAMES) for language in content.languages())
    listed = {name for file in files if file.is_file() for name in _names(file.read_text(encoding="utf-8"))}
    every = listed | set(words["more"]) | set(words["surely"])
    alone = (every - set(words["common"])) | set(words["surely"])
    return {"everyname": sorted(every | set(words["common"])), "names": sorted(alone)}


def _names(text: str) -> list[str]:
    return [name for line in text.splitlines() if not line.startswith("#") for name in _plain(line).split()]


def _made(rule: dict[str, Any], sets: dict[str, str], words: dict[str, list[str]]) -> dict[str, Any]:
    patterns = [_filled(pattern, sets) for pattern in rule["patterns"]]
    lists = {end: words[rule[end]] if end in rule else [] for end in ("only", "never")}
    return {"kind": rule["kind"], "patterns": patterns, "cased": rule.get("cased", False), **lists}


def _filled(pattern: str, sets: dict[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda name: sets[name[1]], pattern)


Search = tuple[str, list[re.Pattern[str]], frozenset[str], frozenset[str]]


@cache
def _searches() -> list[Search]:
    return [
        (
            rule["kind"],
            [re.compile(one, re.ASCII if rule["cased"] else re.ASCII | re.IGNORECASE) for one in rule["patterns"]],
            frozenset(rule["only"]),
            frozenset(rule["never"]),
        )
        for rule in rules()
    ]


def _span(match: re.Match[str]) -> tuple[int, int]:
    """What was found: the group, which stands at the end of the match; else all of it."""
    return match.end() - len(match[1] if match.re.groups else match[0]), match.end()


def _usable(found: str, only: frozenset[str], never: frozenset[str]) -> bool:
    words = [word.lower() for word in WORD.findall(found)]
    return bool(words) and (not only or words[0] in only) and words[0] not in never


def _plain(text: str) -> str:
    """`text` without accents, letter for letter, so that places in it stay where they are."""
    return "".join(_letters(text))


def _letters(text: str) -> Iterator[str]:
    for letter in text:
        bare = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
        yield bare[0] if len(bare) == 1 else "'" if letter == "’" else letter
