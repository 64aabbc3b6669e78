"""Content: prompts, plans, tags, agreements, words for hard moments, and places to turn to.

All of it is data: a folder of TOML files for each language (`en`, `es`) and one of resource packs
(`packs`). A language is added by a folder with the same files: `prompts.toml`, `plans.toml`,
`taxonomy.toml`, `room.toml`, `my_plan.toml` and `words.toml`, whose ids, kinds, minutes and options match the English
ones, and `words_to_avoid.toml`; it is found by itself. A language that is not there is answered in English.
Files are read once and kept.

Every function raises `ContentError`, which names file, entry and field, if a data file is wrong, and
`UnknownId`, a `KeyError`, for an id that does not exist. `check()` reads everything, so that a wrong
file is found when the server starts and not in the middle of a session.
"""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from .entries import (
    Line,
    Phones,
    Plan,
    PlanStep,
    Prompt,
    PromptKind,
    Resource,
    ResourcePack,
    ReviewPoint,
    StepKind,
    Tag,
    Taxonomy,
)
from .errors import ContentError, UnknownId
from .my_plan import Part, Question
from .patterns import folded
from .shelf import Shelf
from .signals import Signal

__all__ = [
    "ContentError",
    "Line",
    "Part",
    "Phones",
    "Plan",
    "PlanStep",
    "Prompt",
    "PromptKind",
    "Question",
    "Resource",
    "ResourcePack",
    "ReviewPoint",
    "Shelf",
    "Signal",
    "StepKind",
    "Tag",
    "Taxonomy",
    "UnknownId",
    "agreements",
    "check",
    "closing",
    "file",
    "folded",
    "join_text",
    "language_of",
    "languages",
    "lines",
    "my_plan",
    "pack",
    "packs",
    "plans",
    "prompts",
    "review_points",
    "signals",
    "taxonomy",
    "words_to_avoid",
]

_shipped = Shelf(files(__name__))


def languages() -> tuple[str, ...]:
    """The codes of the languages there are, English first."""
    return _shipped.languages()


def file(language: str, name: str) -> Traversable:
    """A further file in a language's folder, whether it is there or not: the interface's words have one."""
    return _shipped.file(language, name)


def language_of(text: str) -> str:
    """The code of the language that `text` is written in, by its words alone; "" where they do not tell."""
    return _shipped.language_of(text)


def prompts(language: str) -> Mapping[str, Prompt]:
    """The prompt library by id, in the order of the file (R22)."""
    return _shipped.book(language).prompts


def plans(language: str) -> Mapping[str, Plan]:
    """The ready-made plans by id (R3)."""
    return _shipped.book(language).plans


def taxonomy(language: str) -> Taxonomy:
    """The tags for strategies and prompts (R31)."""
    return _shipped.book(language).taxonomy


def agreements(language: str) -> tuple[str, ...]:
    """The eleven group agreements, shown before the join code opens (R4)."""
    return _shipped.book(language).room.agreements


def join_text(language: str) -> tuple[str, ...]:
    """What a member reads before joining, line by line (P35).

    The lines for danger and crisis are the resource pack's: show `ResourcePack.urgent` with these.
    """
    return _shipped.book(language).room.join


def review_points(language: str) -> tuple[ReviewPoint, ...]:
    """The six points a person confirms before a strategy is shown (P19)."""
    return _shipped.book(language).room.review_points


def lines(language: str) -> tuple[Line, ...]:
    """A facilitator's words for moments that come up in a room."""
    return _shipped.book(language).room.lines


def closing(language: str) -> tuple[Line, ...]:
    """What every session ends with (R20)."""
    return _shipped.book(language).room.closing


def signals(language: str) -> Mapping[str, Signal]:
    """Kinds of text that may need help or a second look, the most urgent first, by id (R40, R46)."""
    return _shipped.book(language).signals


def my_plan(language: str) -> Mapping[str, Part]:
    """What a member's own plan asks: its parts by id, in the order a page shows them (R25)."""
    return _shipped.book(language).my_plan


def words_to_avoid(language: str) -> Mapping[str, str]:
    """For words that put a label on a person, what our copy says instead; "" lets words stand (R27).

    A `*` at the end of the words stands for any ending.
    """
    return _shipped.book(language).words_to_avoid


def packs() -> tuple[str, ...]:
    """The ids of the resource packs to choose from at set-up (R39)."""
    return _shipped.packs()


def pack(pack_id: str, language: str, emergency: str = "") -> ResourcePack:
    """One resource pack, its labels in English where `language` has none (R38, R39).

    `emergency` is the number a program filled in; it goes before the pack's own.
    """
    return _shipped.pack(pack_id, language, emergency)


def check() -> None:
    """Read every file. Raises `ContentError` for the first one that is wrong."""
    _shipped.check()
