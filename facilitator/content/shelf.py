"""The folders of content: one for each language, found by themselves, and one of resource packs."""

from collections.abc import Mapping
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import TypeVar

from .checks import check_plans, check_prompts, check_same, shape_of_list, shape_of_plan, shape_of_prompt
from .entries import Line, Plan, Prompt, ResourcePack, ReviewPoint, Room, Tag, Taxonomy
from .errors import UnknownId
from .my_plan import Part, read_my_plan, shape_of_part
from .reading import Table, all_built, built, by_id, table, with_entries
from .resources import read_pack
from .signals import Signal, read_signals, shape_of_signal
from .tongues import likeliest, words_in

Whole = TypeVar("Whole", Taxonomy, Room)
Sections = Mapping[str, type[Tag | Line | ReviewPoint]]

ENGLISH = "en"
AXES: Sections = dict.fromkeys(("stages", "themes", "situations", "approaches", "life_areas", "retired"), Tag)
ROUNDS: Sections = {"review_points": ReviewPoint, "lines": Line, "closing": Line}


class Book:
    """One language's folder. Each file is read when it is first asked for, checked, and kept.

    Every reading raises `ContentError` if the file is wrong, or differs from English in more than words.
    """

    def __init__(self, folder: Traversable, english: "Book | None" = None) -> None:
        self.language = folder.name
        self._folder = folder
        self._english = english

    @cached_property
    def prompts(self) -> Mapping[str, Prompt]:
        """The prompt library by id."""
        where = f"{self.language}/prompts.toml"
        prompts = all_built(Prompt, self._table("prompts"), where, language=self.language)
        check_prompts(prompts, self.taxonomy, where)
        if self._english:
            check_same(prompts, self._english.prompts, shape_of_prompt, where)
        return by_id(prompts, where)

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The ready-made plans by id."""
        where = f"{self.language}/plans.toml"
        plans = all_built(Plan, self._table("plans"), where, language=self.language)
        check_plans(plans, self.prompts, where)
        if self._english:
            check_same(plans, self._english.plans, shape_of_plan, where)
        return by_id(plans, where)

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """The tags."""
        english = self._english.taxonomy if self._english else None
        return self._whole(Taxonomy, "taxonomy", AXES, english)

    @cached_property
    def room(self) -> Room:
        """What is said and shown in every session."""
        english = self._english.room if self._english else None
        return self._whole(Room, "room", ROUNDS, english)

    @cached_property
    def signals(self) -> Mapping[str, Signal]:
        """Kinds of text that get a second look, the most urgent first."""
        where = f"{self.language}/words.toml"
        signals = read_signals(self._table("words"), where)
        if self._english:
            check_same(signals, self._english.signals, shape_of_signal, where)
        return by_id(signals, where)

    @cached_property
    def my_plan(self) -> Mapping[str, Part]:
        """The parts of a member's own plan by id."""
        parts = read_my_plan(self._folder)
        if self._english:
            check_same(parts, self._english.my_plan, shape_of_part, f"{self.language}/my_plan.toml")
        return parts

    @cached_property
    def words_to_avoid(self) -> Mapping[str, str]:
        """For words that put a label on a person, what to say instead; an empty string lets words stand."""
        return built(dict[str, str], self._table("words_to_avoid"), f"{self.language}/words_to_avoid.toml")

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words this language's own texts are made of, in lower case."""
        tables = [self._table(name) for name in ("prompts", "plans", "taxonomy", "room")]
        return frozenset(words_in(tables))

    def _whole(self, kind: type[Whole], name: str, sections: Sections, english: Whole | None) -> Whole:
        where = f"{self.language}/{name}.toml"
        whole = built(kind, with_entries(self._table(name), sections, where), where)
        if english:
            own_lists = {section: getattr(whole, section) for section in sections}
            english_lists = {section: getattr(english, section) for section in sections}
            check_same(own_lists, english_lists, shape_of_list, where)
        return whole

    def _table(self, name: str) -> Table:
        return table(self._folder, f"{name}.toml")


class Shelf:
    """All content below one folder. Nothing is read before it is asked for."""

    def __init__(self, root: Traversable) -> None:
        self._root = root
        self._packs: dict[tuple[str, str, str], ResourcePack] = {}

    def languages(self) -> tuple[str, ...]:
        """The codes of the languages, English first: each folder that holds a `prompts.toml`."""
        return tuple(self._books)

    def book(self, language: str) -> Book:
        """One language's folder; English for a language that has none."""
        return self._books.get(language, self._books[ENGLISH])

    def file(self, language: str, name: str) -> Traversable:
        """A further file in a language's folder, whether it is there or not."""
        return self._root / language / name

    def language_of(self, text: str) -> str:
        """The code of the language `text` is written in; empty where its words do not tell."""
        return likeliest(text, {language: book.vocabulary for language, book in self._books.items()})

    def packs(self) -> tuple[str, ...]:
        """The ids of the resource packs."""
        files = sorted(file.name for file in self._folder_of_packs.iterdir())
        return tuple(name.removesuffix(".toml") for name in files if name.endswith(".toml"))

    def pack(self, pack_id: str, language: str, emergency: str) -> ResourcePack:
        """One pack; a number in `emergency` goes before its own. Raises `UnknownId`, `ContentError`."""
        if pack_id not in self.packs():
            raise UnknownId(f"There is no resource pack {pack_id!r}, only {', '.join(self.packs())}.")
        book = self.book(language)
        key = (pack_id, book.language, emergency)
        if key not in self._packs:
            self._packs[key] = read_pack(self._folder_of_packs, pack_id, book.language, book.room, emergency)
        return self._packs[key]

    def check(self) -> None:
        """Read everything. Raises `ContentError` for the first file that is wrong."""
        for book in self._books.values():
            _ = book.plans, book.room, book.signals, book.words_to_avoid, book.my_plan
        for pack_id in self.packs():
            for language in self.languages():
                self.pack(pack_id, language, "")

    @property
    def _folder_of_packs(self) -> Traversable:
        return self._root / "packs"

    @cached_property
    def _books(self) -> Mapping[str, Book]:
        english = Book(self._root / ENGLISH)
        names = sorted(each.name for each in self._root.iterdir() if (each / "prompts.toml").is_file())
        others = {name: Book(self._root / name, english) for name in names if name != ENGLISH}
        return {ENGLISH: english, **others}
