"""Collections as their pages show them: plain values, and nothing that rests or was withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts.models import Account, Program
from ..content import Tag, UnknownId
from ..errors import NotFound
from ..library.medicine import speaks_of_medicine
from ..privacy.screen import says
from .collection_models import Collection, CollectionVersion, VersionItem
from .keepers import keeper, keeps, reader
from .models import Released, ReleasedTag
from .readings import Item, those

CARE, SLIP = "care", "slip"


@dataclass(frozen=True)
class CollectionLine:
    """A collection in a list. `version` is the latest published one's id, with its number, year and size.

    `due`: the month to look at it again has come.
    """

    id: UUID
    title: str
    purpose: str
    in_draft: int
    version: UUID | None
    number: int
    year: int
    size: int
    due: bool


@dataclass(frozen=True)
class DraftPage:
    """A draft with what it was when it was read. `resting`: strategies in it that nobody sees now."""

    id: UUID
    title: str
    purpose: str
    licence: str
    review_by: str
    owner: str
    revision: int
    items: tuple[tuple[UUID, str], ...]
    versions: tuple[tuple[UUID, int, int], ...]


@dataclass(frozen=True)
class Printed:
    """A strategy of a published version. `id` is the version's own; `pulled` says why there is no text any more.

    `medicine`: "Talk with your prescriber" belongs under it (R47). `slip`: the note on tolerance does (R48).
    """

    id: UUID
    number: int
    text: str
    language: str
    year: int
    tags: tuple[Tag, ...]
    note: str
    reworded: bool
    pulled: str
    medicine: bool
    slip: bool


@dataclass(frozen=True)
class VersionPage:
    """A published version. `resting`: some of it is kept out of view for now. `latest`: no later one was published."""

    id: UUID
    collection_id: UUID
    number: int
    title: str
    purpose: str
    licence: str
    review_by: str
    owner_name: str
    year: int
    program: str
    items: tuple[Printed, ...]
    resting: bool
    latest: bool

    @property
    def readable(self) -> tuple[Printed, ...]:
        return tuple(item for item in self.items if not item.pulled)


@dataclass(frozen=True)
class Keeper:
    """Somebody a collection can belong to."""

    id: UUID
    name: str


def collections_of(by: UUID, today: date | None = None) -> list[CollectionLine]:
    """The program's collections by title: all for who keeps them, the published for others. Raises NotFound."""
    month = f"{today or date.today():%Y-%m}"
    with db.reading() as tx:
        account = reader(tx, by)
        rows = tx.scalars(select(Collection).where(Collection.program_id == account.program_id)).all()
        lines = [_line(tx, row, month) for row in rows]
    seen = [line for line in lines if line.version or keeps(account)]
    return sorted(seen, key=lambda line: (line.title.casefold(), line.id))


def draft_of(collection_id: UUID, by: UUID) -> DraftPage:
    """A draft, for who keeps the program's collections. Raises NotFound."""
    with db.reading() as tx:
        row = tx.get(Collection, collection_id)
        if row is None or row.program_id != keeper(tx, by).program_id:
            raise NotFound
        return DraftPage(
            row.id, row.title, row.purpose, row.licence, row.review_by, str(row.owner_id or ""), row.revision,
            tuple((item.strategy_id, item.note) for item in row.items),
            tuple((one.id, one.number, one.year) for one in reversed(row.versions)),
        )  # fmt: skip


def seen_in(strategy_ids: Iterable[UUID], by: UUID) -> tuple[dict[UUID, Item], set[UUID]]:
    """Those of a draft's strategies that the program sees, by id; and those that only rest. Raises NotFound."""
    ids = list(strategy_ids)
    with db.reading() as tx:
        program_id = keeper(tx, by).program_id
        seen = those(tx, program_id, ids)
        there = select(Released.id).where(Released.id.in_(ids), Released.program_id == program_id, Released.text != "")
        return seen, set(tx.scalars(there)) - set(seen)


def keepers_of(by: UUID) -> list[Keeper]:
    """Who can own a collection: the program's reviewers and admins. Raises NotFound."""
    with db.reading() as tx:
        accounts = select(Account).where(Account.program_id == keeper(tx, by).program_id, Account.active)
        found = [Keeper(one.id, one.name) for one in tx.scalars(accounts) if keeps(one)]
    return sorted(found, key=lambda one: one.name.casefold())


def version_of(version_id: UUID, by: UUID, language: str) -> VersionPage:
    """A published version, for everybody of its program, with labels in `language`. Raises NotFound."""
    with db.reading() as tx:
        row, program_id = published(tx, version_id, by)
        shown = shown_in(tx, row)
        latest = select(func.max(CollectionVersion.number)).where(CollectionVersion.collection_id == row.collection_id)
        return VersionPage(
            row.id, row.collection_id, row.number, row.title, row.purpose, row.licence, row.review_by, row.owner_name,
            row.year, tx.get_one(Program, program_id).name,
            tuple(_printed(number, item, language, tags) for number, (item, tags) in enumerate(shown, 1)),
            len(shown) < len(row.items), tx.scalar(latest) == row.number,
        )  # fmt: skip


def published(tx: Session, version_id: UUID, by: UUID) -> tuple[CollectionVersion, UUID]:
    """The version, when it is of the program of account `by`, and that program. Raises NotFound."""
    program_id = reader(tx, by).program_id
    of_the_program = select(Collection.id).where(Collection.program_id == program_id)
    row = tx.scalar(
        select(CollectionVersion).where(
            CollectionVersion.id == version_id, CollectionVersion.collection_id.in_(of_the_program)
        )
    )
    if row is None:
        raise NotFound
    return row, program_id


def shown_in(tx: Session, version: CollectionVersion) -> list[tuple[VersionItem, set[str]]]:
    """What of a version can be read now, with the tags that may be told: nothing that rests, no tag withheld since."""
    ids = [item.strategy_id for item in version.items]
    awake = set(tx.scalars(select(Released.id).where(Released.id.in_(ids), Released.resting.is_(False))))
    told: dict[UUID, set[str]] = {}
    for tag in tx.scalars(
        select(ReleasedTag).where(ReleasedTag.strategy_id.in_(awake), ReleasedTag.withheld.is_(False))
    ):
        told.setdefault(tag.strategy_id, set()).add(tag.tag)
    return [
        (item, told.get(item.strategy_id, set()) if item.strategy_id else set())
        for item in version.items
        if item.pulled or item.strategy_id in awake
    ]


def _line(tx: Session, row: Collection, month: str) -> CollectionLine:
    latest = row.versions[-1] if row.versions else None
    review_by = latest.review_by if latest else row.review_by
    return CollectionLine(
        row.id, latest.title if latest else row.title, latest.purpose if latest else row.purpose, len(row.items),
        latest.id if latest else None, latest.number if latest else 0, latest.year if latest else 0,
        sum(not item.pulled for item, _ in shown_in(tx, latest)) if latest else 0,
        bool(review_by) and review_by <= month,
    )  # fmt: skip


def _printed(number: int, item: VersionItem, language: str, told: set[str]) -> Printed:
    taxonomy = content.taxonomy(language)

    def label(tag: str) -> Tag:
        try:
            return taxonomy.tag(tag)
        except UnknownId:
            return Tag(tag, tag, tag)

    tags = tuple(label(tag) for tag in item.tags if tag in told)
    medicine = CARE in item.tags or speaks_of_medicine(item.text)
    return Printed(
        item.id, number, item.text, item.language, item.year, tags, item.note, item.reworded, item.pulled,
        medicine, says(item.text, SLIP),
    )  # fmt: skip
