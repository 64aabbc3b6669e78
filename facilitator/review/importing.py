"""Bringing a published collection into a group's library, so that what one group learned helps another; and undoing it.

What comes in is not the group's own: it cannot be offered to the program again, and it goes when its author takes it
back. It shows "From a collection of your program", and nothing of where it came from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from .. import db
from ..accounts.models import Account
from ..errors import NotFound, Refused
from ..library.models import Imported
from ..privacy.coarsen import week_of
from ..sessions.groups import led_by, led_group
from ..sessions.models import Group
from ..strategies import Strategy, StrategyTag
from .collection_models import Collection, CollectionVersion, VersionItem
from .collection_readings import Printed, VersionPage, published, version_of
from .withdrawing import tell_rooms


@dataclass(frozen=True)
class Shelf:
    """A group whose library a version can come into. `held`: how many of the version's strategies are there."""

    id: UUID
    name: str
    held: int


def shelves_for(version_id: UUID, by: UUID) -> list[Shelf]:
    """The groups that `by` facilitates, by name. Raises NotFound."""
    with db.reading() as tx:
        version, program_id = published(tx, version_id, by)
        groups = tx.scalars(
            select(Group)
            .where(Group.program_id == program_id, Group.archived.is_(False), led_by(by))
            .order_by(Group.name)
        )
        return [Shelf(group.id, group.name, len(_held(tx, group.id, version))) for group in groups]


def bring_in(version_id: UUID, group_id: UUID, by: UUID, today: date | None = None) -> int:
    """Copy what of the version can be read into the group's library, once; how many came in.

    Raises Refused where all of it is there already, NotFound.
    """
    page = version_of(version_id, by, "en")

    def work(tx: Session) -> int:
        version, program_id = published(tx, version_id, by)
        _own_group(tx, group_id, program_id, by)
        there = {imported.released_id for _, imported in _held(tx, group_id, version)}
        texts = set(tx.scalars(select(Strategy.text).where(Strategy.group_id == group_id)))
        pairs = [(item, of) for item, of in _pairs(page, version) if of not in there and item.text not in texts]
        if not pairs:
            raise Refused("All of it is in the library already.")
        for item, of in pairs:
            _add(tx, group_id, item, of, week_of(today or date.today()))
        return len(pairs)

    return db.write(work)


def undo(version_id: UUID, group_id: UUID, by: UUID) -> None:
    """Take what came in from this version out of the group's library again. Raises NotFound."""

    def work(tx: Session) -> None:
        version, program_id = published(tx, version_id, by)
        _own_group(tx, group_id, program_id, by)
        for strategy, _ in _held(tx, group_id, version):
            tx.delete(strategy)
        tell_rooms(tx, group_id)

    db.write(work)


def choices_of(by: UUID, language: str) -> list[VersionPage]:
    """The latest published versions of the program's collections, to pick a poll's choices from. Raises NotFound."""
    with db.reading() as tx:
        account = tx.get(Account, by)
        if account is None:
            raise NotFound
        latest: dict[UUID, CollectionVersion] = {}
        for version in tx.scalars(_versions_of(account.program_id)):
            latest[version.collection_id] = version
        ids = [version.id for version in latest.values()]
    pages = [version_of(version_id, by, language) for version_id in ids]
    return sorted((page for page in pages if page.readable), key=lambda page: (page.title.casefold(), page.id))


def _versions_of(program_id: UUID) -> Select[CollectionVersion]:
    rows = select(CollectionVersion).join(Collection, Collection.id == CollectionVersion.collection_id)
    return rows.where(Collection.program_id == program_id).order_by(CollectionVersion.number)


def _own_group(tx: Session, group_id: UUID, program_id: UUID, by: UUID) -> None:
    if led_group(tx, group_id, by).program_id != program_id:
        raise NotFound


def _held(tx: Session, group_id: UUID, version: CollectionVersion) -> list[tuple[Strategy, Imported]]:
    """What of the version stands in the group's library."""
    rows = (
        select(Strategy, Imported)
        .join(Imported, Imported.strategy_id == Strategy.id)
        .where(Strategy.group_id == group_id)
        .where(Imported.released_id.in_(select(VersionItem.strategy_id).where(VersionItem.version_id == version.id)))
    )
    return [(strategy, imported) for strategy, imported in tx.execute(rows)]


def _pairs(page: VersionPage, version: CollectionVersion) -> Iterator[tuple[Printed, UUID]]:
    """What can be read of the version, each with the id of what the program has."""
    released = {row.id: row.strategy_id for row in version.items}
    for item in page.readable:
        if (strategy_id := released.get(item.id)) is not None:
            yield item, strategy_id


def _add(tx: Session, group_id: UUID, item: Printed, released_id: UUID, week: str) -> None:
    strategy = Strategy(
        id=db.new_id(), group_id=group_id, text=item.text, week=week, language=item.language, share_beyond=False
    )
    strategy.tags = [StrategyTag(tag=tag.id) for tag in item.tags]
    tx.add(strategy)
    tx.flush()
    tx.add(Imported(strategy_id=strategy.id, released_id=released_id))
