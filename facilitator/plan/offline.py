"""What a phone keeps, so that members' own pages open without a network: named by what is in it.

A set is one build of the code and one edition of what the program says. A phone takes a set whole or not at all, and
the files of a set lie under an address of their own, so that two sets never mix.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .. import content
from ..assets import PACKAGE, assets
from ..version import __version__
from .starting import OwnPages

FILES = "/app/"  # what lies below is of one build
BY_LANGUAGE = ("/plan", "/start")  # each has an address for each language below its own
HELP = "/help"
SHOWN_IN = ("js", "css", "icons")
LONGEST_NAME = 16  # hex digits


@cache
def build() -> str:
    """The name of this build: it changes with every file that a kept page is made of."""
    root = assets()
    kinds = [root / "templates", PACKAGE / "content", *(root / "static" / kind for kind in SHOWN_IN)]
    return digest_of(__version__, sorted(path for kind in kinds for path in kind.rglob("*.*") if path.is_file()))


def digest_of(version: str, paths: Iterable[Path]) -> str:
    """One name for a version and the bytes of files."""
    whole = hashlib.sha256(version.encode())
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest() + path.name.encode())
    return whole.hexdigest()[:LONGEST_NAME]


def edition(own: OwnPages) -> str:
    """The name of a set: this build, with what the program says today."""
    return f"{build()}.{hashlib.sha256(repr(own).encode()).hexdigest()[:8]}"


def pages(own: OwnPages) -> tuple[str, ...]:
    """The addresses that open without a network. Help is one of them where it is the same for every visitor."""
    return (*BY_LANGUAGE, HELP) if own.known else BY_LANGUAGE


def script(source: str, own: OwnPages) -> str:
    """The worker for today's set, from its source: what stands between @ in it is filled in."""
    filled = {"edition": edition(own), "pages": " ".join(pages(own)), "languages": " ".join(content.languages())}
    for name, value in filled.items():
        source = source.replace(f"@{name}@", value)
    return source


def is_kept(path: str) -> bool:
    """Whether a page belongs to the set: it holds nothing of its reader."""
    return path in (*BY_LANGUAGE, HELP) or path.startswith(tuple(f"{page}/" for page in BY_LANGUAGE))
