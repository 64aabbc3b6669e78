"""Collections: drafts that people change, and published versions that nobody does.

Each command is one piece of work and finds through who keeps the program's collections in it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic.dataclasses import dataclass
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import db
from ..accounts import Action, audit
from ..accounts.models import Account
from ..content.entries import CLOSED
from ..errors import Invalid, NotFound, Refused
from ..privacy.scrub import scrubbed
from ..prompts.drafts import checked
from .collection_models import Collection, CollectionItem, CollectionVersion, VersionItem
from .keepers import keeper, keeps
from .models import Released
from .readings import Item, those

LONGEST_TITLE, LONGEST_PURPOSE, LONGEST_LICENCE, LONGEST_NOTE, MOST_ITEMS = 120, 600, 200, 300, 200
MONTH = r"^(20[0-9]{2}-(0[1-9]|1[0-2]))?$"


def _in_one_line(value: object) -> object:
    return " ".join(scrubbed(value).split()) if isinstance(value, str) else value


def _tidied(value: object) -> object:
    return scrubbed(value) if isinstance(value, str) else value


Line = BeforeValidator(_in_one_line)
Lines = BeforeValidator(_tidied)


@dataclass(frozen=True, config=CLOSED)
class ItemDraft:
    """A strategy's place in a draft, by the id the program knows it by, and a note beside it."""

    strategy: UUID
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE), Lines] = ""


@dataclass(frozen=True, config=CLOSED)
class CollectionDraft:
    """A collection as written. `owner`: an account's id, or empty."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE), Line]
    purpose: Annotated[str, StringConstraints(max_length=LONGEST_PURPOSE), Lines] = ""
    licence: Annotated[str, StringConstraints(max_length=LONGEST_LICENCE), Line] = ""
    review_by: Annotated[str, StringConstraints(pattern=MONTH), Line] = ""
    owner: UUID | None = None
    items: Annotated[tuple[ItemDraft, ...], Field(max_length=MOST_ITEMS)] = ()


def create(fields: object, by: UUID) -> UUID:
    """A new draft of `fields`, as in CollectionDraft; returns its id. Raises Unusable, NotFound."""
    draft = checked(CollectionDraft, fields)

    def work(tx: Session) -> UUID:
        row = Collection(id=db.new_id(), program_id=keeper(tx, by).program_id)
        _write(tx, row, draft)
        tx.add(row)
        return row.id

    return db.write(work)


def save(collection_id: UUID, fields: object, revision: int, by: UUID) -> None:
    """Change the draft that had `revision` when it was opened.

    Raises Unusable, Refused when somebody saved it in between, NotFound.
    """
    draft = checked(CollectionDraft, fields)

    def work(tx: Session) -> None:
        row = kept(tx, collection_id, by)
        if row.revision != revision:
            raise Refused("Somebody saved this while you had it open. Your changes are still here, and not saved.")
        row.revision += 1
        _write(tx, row, draft)

    db.write(work)


def delete(collection_id: UUID, by: UUID) -> None:
    """Delete the collection, its draft and all its published versions, for good. Raises NotFound."""

    def work(tx: Session) -> None:
        row = kept(tx, collection_id, by)
        if row.versions:
            audit.record(tx, row.program_id, by, Action.COLLECTION_DELETED)
        tx.delete(row)

    db.write(work)
    db.database().forget()


def publish(collection_id: UUID, revision: int, by: UUID, today: date | None = None) -> UUID:
    """Make the draft's next version, of what can be seen of it now, with new ids (P24) and the year alone.

    Raises Refused when it changed since `revision`, is empty or the program's view is not open, NotFound.
    """

    def work(tx: Session) -> UUID:
        row = kept(tx, collection_id, by)
        if row.revision != revision:
            raise Refused("Somebody changed this draft since you looked. Look at it again.")
        seen = those(tx, row.program_id, [item.strategy_id for item in row.items])
        version = _version(tx, row, (today or date.today()).year)
        shown = [(seen[item.strategy_id], item.note) for item in row.items if item.strategy_id in seen]
        if not shown:
            raise Refused("There is nothing in it to publish. Add a strategy first.")
        version.items = [_copy(place, item, note) for place, (item, note) in enumerate(shown)]
        audit.record(tx, row.program_id, by, Action.COLLECTION_PUBLISHED)
        return version.id

    return db.write(work)


def kept(tx: Session, collection_id: UUID, by: UUID) -> Collection:
    """The collection, locked, when `by` keeps those of its program. Raises NotFound."""
    of_the_program = Collection.program_id == keeper(tx, by).program_id
    row = tx.scalar(
        select(Collection).where(Collection.id == collection_id, of_the_program).with_for_update(of=Collection)
    )
    if row is None:
        raise NotFound
    return row


def _write(tx: Session, row: Collection, draft: CollectionDraft) -> None:
    row.title, row.purpose, row.licence, row.review_by = draft.title, draft.purpose, draft.licence, draft.review_by
    row.owner_id = _owner(tx, row.program_id, draft.owner)
    places = _there(tx, row.program_id, draft.items)
    before = {item.strategy_id: item for item in row.items}
    row.items = [before.get(one, CollectionItem(strategy_id=one)) for one in places]
    for place, (item, note) in enumerate(zip(row.items, places.values(), strict=True)):
        item.position, item.note = place, note


def _there(tx: Session, program_id: UUID, items: Sequence[ItemDraft]) -> dict[UUID, str]:
    """The notes by strategy, each once, without those the program has not any more; what rests stays."""
    wanted = {item.strategy: item.note for item in reversed(items)}
    rows = select(Released.id).where(Released.id.in_(wanted), Released.program_id == program_id, Released.text != "")
    there = set(tx.scalars(rows))
    return {item.strategy: wanted[item.strategy] for item in items if item.strategy in there}


def _owner(tx: Session, program_id: UUID, account_id: UUID | None) -> UUID | None:
    if account_id is None:
        return None
    account = tx.get(Account, account_id)
    if account is None or account.program_id != program_id or not keeps(account):
        raise Invalid("Choose somebody of your program.")
    return account.id


def _version(tx: Session, row: Collection, year: int) -> CollectionVersion:
    latest = select(func.max(CollectionVersion.number)).where(CollectionVersion.collection_id == row.id)
    owner = tx.get(Account, row.owner_id) if row.owner_id else None
    version = CollectionVersion(
        id=db.new_id(), collection_id=row.id, number=(tx.scalar(latest) or 0) + 1, title=row.title, year=year,
        purpose=row.purpose, licence=row.licence, review_by=row.review_by, owner_name=owner.name if owner else "",
    )  # fmt: skip
    tx.add(version)
    return version


def _copy(place: int, item: Item, note: str) -> VersionItem:
    return VersionItem(
        id=db.new_id(), strategy_id=item.id, position=place, text=item.text, language=item.language, year=item.year,
        tags=list(item.tags), note=note, reworded=item.reworded,
    )  # fmt: skip
