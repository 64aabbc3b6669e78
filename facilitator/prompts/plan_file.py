"""Prompts and plans as one file that a person can read and edit: TOML, described in docs/plan-file.md.

A file is checked whole before anything of it is used, and every fault is told with its line, entry and field.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from pydantic.dataclasses import dataclass as checked_dataclass

from .. import content
from ..content.entries import CLOSED
from ..errors import Invalid
from .drafts import Place, PlanDraft, PromptDraft, Unusable, checked
from .entries import name_of
from .lines import Lines
from .reasons import Reason
from .rules import rules_of_plan, rules_of_prompt

LONGEST_FILE = 64 * 1024  # bytes
MOST_DOTS = 100  # in one line: a key of thousands of parts would keep the reader busy for seconds
MOST_TOLD = 20

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
PROMPT_FIELDS = (
    "language",
    "topic",
    "kind",
    "minutes",
    "text",
    "options",
    "hard_end",
    "reminder",
    "note",
    "safety",
    "tags",
)
PLAN_FIELDS = "title", "line", "language"
STEP_FIELDS = "title", "kind", "prompt", "stage", "minutes", "phones", "cross_talk", "text", "note"
HEAD = """\
# Prompts and plans for group sessions. Lines that begin with # are notes and are not read.
# What every field means, and what it may hold: docs/plan-file.md
version = 1
"""


@checked_dataclass(frozen=True, config=CLOSED)
class PlanFile:
    """What a file holds. A step's `prompt` is the name of one in the same file, or the id of a shipped one."""

    version: Literal[1] = 1
    prompts: Annotated[dict[Name, PromptDraft], Field(max_length=100)] = Field(default_factory=dict)
    plans: Annotated[tuple[PlanDraft, ...], Field(max_length=20)] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: in which line, if that is known, of which entry and field.

    An entry is a `prompt`, by its name, or a `plan`, by its number from 1, and in it perhaps a `step`.
    """

    line: int | None
    reason: Reason
    prompt: str = ""
    plan: int = 0
    step: int = 0
    field: str = ""


class FaultyFile(Invalid):
    """A file with faults; nothing of it is used."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("Nothing came in. The file has something to change first.")
        self.faults = faults[:MOST_TOLD]
        self.more = max(0, len(faults) - MOST_TOLD)


def read(raw: bytes) -> PlanFile:
    """The prompts and plans of a file. Raises FaultyFile with everything that is wrong in it."""
    text = _text_of(raw)
    lines = Lines(text)
    try:
        file = checked(PlanFile, _tables_of(text))
    except Unusable as wrong:
        raise FaultyFile(_faults(wrong.problems.items(), lines)) from None
    if faults := _faults(_rules_of(file), lines):
        raise FaultyFile(faults)
    return file


def exported(plans: Sequence[PlanDraft], prompts: Mapping[str, PromptDraft]) -> str:
    """The file that holds `plans` and `prompts`. These come by id, and get a name that can be read."""
    names: dict[str, str] = {}
    for prompt_id, prompt in prompts.items():
        names[prompt_id] = _free_name(prompt.text, names.values())
    parts = [HEAD]
    for prompt_id, prompt in prompts.items():
        parts.append(_table(f"[prompts.{names[prompt_id]}]", PROMPT_FIELDS, asdict(prompt)))
    for plan in plans:
        parts.append(_table("[[plans]]", PLAN_FIELDS, asdict(plan)))
        parts += [_table("[[plans.steps]]", STEP_FIELDS, _step_entry(asdict(step), names)) for step in plan.steps]
    return "\n".join(parts)


def _text_of(raw: bytes) -> str:
    if len(raw) > LONGEST_FILE:
        raise FaultyFile([_whole(Reason("The file is too large. It may have %(most)s KB.", most=LONGEST_FILE // 1024))])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise FaultyFile([_whole(Reason("This is not text in UTF-8."), line)]) from None
    for number, line_of_text in enumerate(text.split("\n"), start=1):
        if line_of_text.count(".") > MOST_DOTS:
            raise FaultyFile([_whole(Reason("There are too many dots in this line."), number)])
    return text


def _tables_of(text: str) -> dict[str, Any]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise FaultyFile([_unreadable(str(wrong), text)]) from None
    except RecursionError:
        raise FaultyFile([_whole(Reason("There are too many brackets inside each other."))]) from None
    if not tables.get("prompts") and not tables.get("plans"):
        raise FaultyFile([_whole(Reason("There is no prompt and no plan in this file."))])
    return tables


def _unreadable(told: str, text: str) -> Fault:
    """tomllib tells the place in words: "(at line 3, column 9)" or "(at end of document)"."""
    at = re.search(r"at line (\d+)", told)
    line = int(at[1]) if at else text.rstrip().count("\n") + 1
    if re.search(r"twice|overwrite|redefine|already", told):
        return _whole(Reason("This name is there twice."), line)
    return _whole(Reason("This line cannot be read. Look for a missing quote, bracket or equals sign."), line)


def _rules_of(file: PlanFile) -> Iterator[tuple[Place, Reason]]:
    kinds = {prompt.id: str(prompt.kind) for prompt in content.prompts("en").values()}
    kinds |= {name: prompt.kind for name, prompt in file.prompts.items()}
    for name, prompt in file.prompts.items():
        for place, reason in rules_of_prompt(prompt):
            yield ("prompts", name, *place), reason
    for number, plan in enumerate(file.plans):
        for place, reason in rules_of_plan(plan, kinds):
            yield ("plans", number, *place), reason


def _faults(problems: Iterable[tuple[Place, Reason]], lines: Lines) -> list[Fault]:
    """In the order of the lines."""
    return sorted((_fault(place, reason, lines) for place, reason in problems), key=lambda fault: fault.line or 0)


def _fault(place: Place, reason: Reason, lines: Lines) -> Fault:
    field = next((part for part in reversed(place) if isinstance(part, str)), "")
    if field in ("plans", "steps") and isinstance(place[-1], int):
        field = ""  # it is the whole plan or step
    known: dict[str, Any] = {"line": lines.of(place), "reason": reason}
    if place[:1] == ("prompts",) and len(place) > 1:
        return Fault(prompt=str(place[1]), field=field if len(place) > 2 else "", **known)
    numbers = [part + 1 for part in place if isinstance(part, int)]
    if place[:1] == ("plans",) and numbers:
        step = numbers[1] if "steps" in place and len(numbers) > 1 else 0
        return Fault(plan=numbers[0], step=step, field=field, **known)
    return Fault(field=field, **known)


def _whole(reason: Reason, line: int | None = None) -> Fault:
    return Fault(line, reason)


def _free_name(text: str, taken: Collection[str]) -> str:
    """A name made of the first words of a prompt, with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", name_of(text)).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:32].strip("-") or "prompt"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _step_entry(step: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return step | {
        "prompt": names.get(step["prompt"], step["prompt"]),
        "kind": None if step["prompt"] else step["kind"],
    }


def _table(head: str, fields: Sequence[str], entry: Mapping[str, Any]) -> str:
    """One table, without the fields that are empty."""
    told = (f"{field} = {_toml(entry[field])}" for field in fields if entry[field] not in ("", None, ()))
    return "\n".join((head, *told)) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    return f"[{', '.join(_toml(each) for each in value)}]"


def _quoted(text: str) -> str:
    """A text of several lines keeps its lines. Control marks were taken out when the text came in."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}"""' if "\n" in escaped else f'"{escaped}"'
