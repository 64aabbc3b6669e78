"""What a member's own plan asks: its parts, and their questions. The answers never come here."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic.dataclasses import dataclass

from .checks import Shape
from .entries import CLOSED, Words
from .errors import ContentError
from .reading import Table, all_built, built, by_id, table

FILE = "my_plan.toml"
Note = Literal["", "medicine", "slip"]
Example = Annotated[tuple[Words, ...], BeforeValidator(lambda one: (one,) if isinstance(one, str) else tuple(one))]


@dataclass(frozen=True, config=CLOSED)
class Question:
    """One thing a plan asks. `kind` is text, list (of lines) or pairs (lines of two, named `first` and `second`).

    An example is what can be tapped in and then changed: one text, for pairs two. `note` names a line that must be
    shown with it: medicine (R47) or slip (R48). `key` names the answer on the phone, and never changes.
    """

    id: str
    kind: Literal["text", "list", "pairs"]
    ask: Words
    help: str = ""
    first: str = ""
    second: str = ""
    note: Note = ""
    examples: tuple[Example, ...] = ()
    key: str = ""

    @property
    def sentence(self) -> bool:
        """Whether the two halves of a pair read as one sentence: if this, then that."""
        return self.first[:1].isupper() and self.second[:1].islower()

    def __post_init__(self) -> None:
        pairs = self.kind == "pairs"
        if pairs != bool(self.first and self.second):
            raise ValueError("first, second: pairs need both, and only pairs have them")
        if any(len(example) != 1 + pairs for example in self.examples):
            raise ValueError("examples: one text each, and two for pairs")


@dataclass(frozen=True, config=CLOSED)
class Part:
    """A page of the plan. Parts of one `group` stand for one another: of the four stages, one is shown at a time.

    `defaults` is what the card for a craving shows while nobody has written anything.
    """

    id: str
    title: Words
    line: Words
    about: Words
    questions: tuple[Question, ...]
    group: str = ""
    note: Note = ""
    defaults: tuple[Words, ...] = ()


@dataclass(frozen=True, config=CLOSED)
class _Common:
    about: Words
    questions: dict[str, Any]


def read_my_plan(folder: Traversable) -> Mapping[str, Part]:
    """The parts by id, in the order of the file. Raises `ContentError`."""
    where = f"{folder.name}/{FILE}"
    tables = table(folder, FILE)
    common = built(_Common, tables.get("each_stage"), f"{where}, each_stage")
    parts = tables.get("parts")
    if not isinstance(parts, dict):
        raise ContentError(f"{where}: a table is missing")
    made = {name: _part(name, dict(fields), common, f"{where}, {name}") for name, fields in parts.items()}
    return by_id(made, where)


def shape_of_part(part: Part) -> Shape:
    """All of a part but its words."""
    asked = [[one.key, one.kind, one.note, len(one.examples)] for one in part.questions]
    return {"group": part.group, "note": part.note, "defaults": len(part.defaults), "questions": asked}


def _part(name: str, fields: dict[str, Any], common: _Common, where: str) -> Part:
    own = fields.pop("examples", {})
    tables = fields.get("questions", common.questions if fields.get("group") else None)
    questions = tuple(_asked(all_built(Question, tables, where), name, own))
    return built(Part, {**fields, "id": name, "questions": questions}, where)


def _asked(questions: Mapping[str, Question], part: str, own: Table) -> list[Question]:
    """The questions of one part, each with its key; `own` examples go before those that all stages have."""
    return [
        replace(one, key=f"{part}.{one.id}", examples=own.get(one.id, one.examples)) for one in questions.values()
    ]
