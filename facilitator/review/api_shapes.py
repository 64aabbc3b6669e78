"""What the read-only interface is asked and what it answers, as its OpenAPI document tells it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

LONGEST_WORDS = 200
A_PAGE, LARGEST_PAGE = 50, 200
EARLIEST, LATEST = 2000, 2100

Count = Annotated[int, Field(ge=0, description="0, or at least the program's least number. null: withheld, too few.")]
Limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="How many on a page.")]
Cursor = Annotated[str, Field(max_length=200, description="The next of the page before; empty for the first page.")]
TagId = Annotated[str, Field(max_length=40, description="A tag's id, as /counts lists them; empty for any.")]

ShowWith = Annotated[list[str], Field(description="Lines that must stand with the text wherever it is shown.")]
Year = Annotated[int | SkipJsonSchema[None], Field(ge=EARLIEST, le=LATEST, description="The year it was shared in.")]


class Asked(BaseModel):
    """What a query may say: no more than this."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Asked):
    """No parameter at all."""


class Filters(Asked):
    words: Annotated[str, Field(max_length=LONGEST_WORDS, description="Words that must all be in the text.")] = ""
    stage: TagId = ""
    situation: TagId = ""
    approach: TagId = ""
    life_area: TagId = ""
    language: Annotated[str, Field(max_length=10, description="A language's code, such as en.")] = ""
    year: Annotated[
        int | SkipJsonSchema[None], Field(description="The year it was shared in.", ge=EARLIEST, le=LATEST)
    ] = None


class StrategiesAsked(Filters):
    limit: Limit = A_PAGE
    cursor: Cursor = ""


class PageAsked(Asked):
    limit: Limit = A_PAGE
    cursor: Cursor = ""


class Told(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True)


class Rule(Told):
    """How numbers are kept from telling of one person."""

    least: Annotated[int, Field(description="No number from 1 up to below this one is told.")]
    words: str


class About(Told):
    """The program's view: whether it is open, and what goes with everything that is read."""

    open: Annotated[bool, Field(description="false: there is not enough yet to share safely.")]
    edition: Annotated[int | None, Field(description="Grows when the view is renewed; null while it is not open.")]
    rule: Rule
    note: Annotated[str, Field(description="The program's redisclosure note. Pass it on with what you pass on.")]
    scopes: Annotated[list[str], Field(description="What this token may read.")]


class Strategy(Told):
    """What helped somebody, in their words. No group, no session, no date but the year."""

    id: Annotated[UUID, Field(description="New with each edition: it names nothing in another one.")]
    text: str
    language: str
    year: int
    tags: Annotated[list[str], Field(description="Ids of tags. A tag that too few share is left out.")]
    edited: Annotated[bool, Field(description="A person changed words so that nobody is recognised.")]
    show_with: ShowWith


class Strategies(Told):
    edition: int
    items: list[Strategy]
    next: Annotated[str | None, Field(description="The cursor of the next page; null on the last one.")]


class OneStrategy(Told):
    edition: int
    item: Strategy


class ValueCount(Told):
    id: Annotated[str, Field(description="What to ask for: a tag's id, a year, or a language's code.")]
    label: str
    count: Count | None


class Axis(Told):
    """One way to narrow."""

    id: Literal["approach", "situation", "stage", "life_area", "year", "language"]
    values: list[ValueCount]


class Counts(Told):
    """How many of what was asked for carry each tag. What is not listed is 0, or withheld wherever it stands."""

    edition: int
    total: Count | None
    axes: list[Axis]
    rule: Rule
    withheld: Annotated[int, Field(description="How many of these numbers are not told.")]


class Version(Told):
    """A published version of a collection, without its strategies."""

    number: int
    title: str
    purpose: str
    licence: str
    review_by: Annotated[str, Field(description="The month to look at it again, such as 2027-06; may be empty.")]
    owner: str
    year: int


class Collection(Told):
    id: UUID
    title: str
    versions: list[Version]


class Collections(Told):
    items: list[Collection]
    next: str | None


class VersionStrategy(Told):
    """A strategy in a version, in the version's own order."""

    id: Annotated[UUID, Field(description="Of this version alone.")]
    text: str
    language: str
    year: int
    tags: list[str]
    note: str
    edited: bool
    pulled: Annotated[bool, Field(description="It was taken out after it was published; its text is gone.")]
    show_with: ShowWith


class WholeVersion(Version):
    collection: UUID
    items: list[VersionStrategy]
    note_for_all: Annotated[str, Field(description="The program's redisclosure note.")]


class Problem(Told):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    fields: Annotated[list[str], Field(description="Which parameters are wrong, where it is that.")] = []
