"""The form of a draft: every value as it was typed, so that a refused form comes back full; and changes to it.

A change is a word or two: "up 3", "down 3", "remove 3", "restore 3" (places count from 0), "find", "all",
"add ID". Nothing is stored by it: the form comes back changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from ..errors import Invalid, for_people
from ..prompts.drafts import Problems
from ..prompts.reasons import Reason
from .collection_readings import DraftPage
from .collections import MOST_ITEMS
from .readings import Query

Form = MultiDict[str, str]
Typed = dict[str, str]
Marks = dict[int, dict[str, Reason]]
WHOLE = -1
FIELDS = ("title", "purpose", "licence", "review_by", "owner")
ITEM_FIELDS = ("strategy", "note", "gone")
ASKED = ("words", "approach", "situation", "stage", "life_area", "language", "year")
NOT_WHOLE = for_people("That did not arrive whole. Go back and try again.")
TOO_MANY = for_people("A collection holds %(most)s at most. Narrow the search, or add them one by one.")


@dataclass
class CollectionForm:
    """A draft in its editor. What was taken out stays in the form, `gone`, until the draft is saved."""

    typed: Typed
    collection_id: str = ""
    revision: int = 0
    items: list[Typed] = field(default_factory=list)
    asked: Typed = field(default_factory=lambda: dict.fromkeys(ASKED, ""))

    @classmethod
    def posted(cls, form: Form) -> "CollectionForm":
        """Raises Invalid where the fields of its strategies do not fit together."""
        columns = [form.getlist(name) for name in ITEM_FIELDS]
        if len({len(column) for column in columns}) > 1:
            raise Invalid(NOT_WHOLE)
        return cls(
            {name: form.get(name, "") for name in FIELDS},
            form.get("collection_id", ""),
            form.get("revision", 0, type=int),
            [dict(zip(ITEM_FIELDS, values, strict=True)) for values in zip(*columns, strict=True)],
            {name: form.get(f"find_{name}", "")[:2000] for name in ASKED},
        )

    @classmethod
    def blank(cls, owner: UUID) -> "CollectionForm":
        return cls(dict.fromkeys(FIELDS, "") | {"owner": str(owner)})

    @classmethod
    def of(cls, page: DraftPage) -> "CollectionForm":
        items = [{"strategy": str(strategy), "note": note, "gone": ""} for strategy, note in page.items]
        typed = {name: getattr(page, name) for name in FIELDS}
        return cls(typed, str(page.id), page.revision, items)

    @property
    def query(self) -> Query:
        """What is searched for. A year that is none finds nothing."""
        year = self.asked["year"].strip()
        number = (int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0) if year else None
        return Query(**{name: self.asked[name] for name in ASKED if name != "year"}, year=number)

    @property
    def strategies(self) -> list[UUID]:
        """The ids of its strategies, taken out or not. Raises Invalid where one is none."""
        try:
            return [UUID(item["strategy"]) for item in self.items]
        except ValueError:
            raise Invalid(NOT_WHOLE) from None

    def kept(self) -> Iterator[tuple[int, Typed]]:
        """What was not taken out, with its place in the form."""
        return ((place, item) for place, item in enumerate(self.items) if not item["gone"])

    def fields(self) -> dict[str, Any]:
        """What `collections.CollectionDraft` is made of."""
        items = [{"strategy": item["strategy"], "note": item["note"]} for _, item in self.kept()]
        return self.typed | {"owner": self.typed["owner"] or None, "items": items}

    def marked(self, problems: Problems) -> Marks:
        """The problems by place and field of the form; the collection's own are at place `WHOLE`."""
        places = [place for place, _ in self.kept()]
        marks: Marks = {}
        for place, reason in problems.items():
            if place[0] == "items" and len(place) > 2:
                marks.setdefault(places[int(place[1])], {})[str(place[-1])] = reason
            else:
                marks.setdefault(WHOLE, {})[str(place[0])] = reason
        return marks

    def drop(self, there: Mapping[UUID, object] | set[UUID]) -> int:
        """Leave out what is not `there` any more; how many that were."""
        before = len(self.items)
        self.items = [item for item, one in zip(self.items, self.strategies, strict=True) if one in there]
        return before - len(self.items)

    def add(self, strategy_ids: list[UUID]) -> int:
        """Put these last, each once, also what was taken out; the place of the first. Raises Invalid for too many."""
        ids, wanted = self.strategies, list(dict.fromkeys(strategy_ids))
        for item, one in zip(self.items, ids, strict=True):
            item["gone"] = "" if one in wanted else item["gone"]
        new = [one for one in wanted if one not in ids]
        if sum(1 for _ in self.kept()) + len(new) > MOST_ITEMS:
            raise Invalid(TOO_MANY, most=MOST_ITEMS)
        self.items += [{"strategy": str(one), "note": "", "gone": ""} for one in new]
        return len(self.items) - len(new) if new else ids.index(wanted[0]) if wanted else WHOLE

    def move(self, verb: str, what: str) -> int:
        """Move one, take it out or put it back; its place then. Raises Invalid."""
        if not what.isdecimal() or int(what) >= len(self.items) or verb not in (*STEPS, *GONE):
            raise Invalid(NOT_WHOLE)
        place = int(what)
        if verb in GONE:
            self.items[place]["gone"] = GONE[verb]
            return place
        to = max(0, min(len(self.items) - 1, place + STEPS[verb]))
        self.items.insert(to, self.items.pop(place))
        return to


STEPS = {"up": -1, "down": 1}
GONE = {"remove": "yes", "restore": ""}
