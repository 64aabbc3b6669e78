"""Published versions as the read-only interface tells them."""

from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, selectinload

from .. import db
from ..errors import NotFound
from . import api_shapes as shapes
from .api import View
from .collection_models import Collection, CollectionVersion, VersionItem
from .collection_readings import shown_in
from .handing_on import lines_for


def collections(view: View, asked: shapes.PageAsked) -> shapes.Collections:
    """The program's collections that have a published version. Raises Invalid, Ended for a cursor that is none."""
    after = UUID(view.names.place(asked.cursor)) if asked.cursor else None
    with db.reading() as tx:
        rows = tx.scalars(_collections(view, after).limit(asked.limit + 1)).all()
        items = [_collection(one) for one in rows[: asked.limit]]
    following = view.names.cursor(str(items[-1].id)) if len(rows) > asked.limit else None
    return shapes.Collections(items=items, next=following)


def collection(view: View, collection_id: UUID) -> shapes.Collection:
    """One of them. Raises NotFound."""
    with db.reading() as tx:
        found = tx.scalar(_collections(view, None).where(Collection.id == collection_id))
        if found is None:
            raise NotFound
        return _collection(found)


def version(view: View, collection_id: UUID, number: int) -> shapes.WholeVersion:
    """A published version with its strategies. Raises NotFound."""
    with db.reading() as tx:
        found = _found(tx, view, collection_id, number)
        return shapes.WholeVersion(
            **_version(found).model_dump(), collection=collection_id, note_for_all=view.note,
            items=[_item(view, item, tags) for item, tags in shown_in(tx, found)],
        )  # fmt: skip


def _collections(view: View, after: UUID | None) -> Select[Collection]:
    has_versions = exists().where(CollectionVersion.collection_id == Collection.id)
    found = select(Collection).where(Collection.program_id == view.program_id, has_versions)
    if after is not None:
        found = found.where(Collection.id > after)
    return found.order_by(Collection.id).options(selectinload(Collection.versions))


def _found(tx: Session, view: View, collection_id: UUID, number: int) -> CollectionVersion:
    of_program = select(CollectionVersion).join(Collection, Collection.id == CollectionVersion.collection_id)
    row = tx.scalar(
        of_program.where(
            Collection.program_id == view.program_id,
            Collection.id == collection_id,
            CollectionVersion.number == number,
        )
    )
    if row is None:
        raise NotFound
    return row


def _collection(row: Collection) -> shapes.Collection:
    versions = [_version(one) for one in row.versions]
    return shapes.Collection(id=row.id, title=versions[-1].title, versions=versions)


def _version(row: CollectionVersion) -> shapes.Version:
    return shapes.Version(
        number=row.number, title=row.title, purpose=row.purpose, licence=row.licence, review_by=row.review_by,
        owner=row.owner_name, year=row.year,
    )  # fmt: skip


def _item(view: View, row: VersionItem, told: set[str]) -> shapes.VersionStrategy:
    return shapes.VersionStrategy(
        id=row.id, text=row.text, language=row.language, year=row.year,
        tags=[tag for tag in row.tags if tag in told], note=row.note, edited=row.reworded, pulled=bool(row.pulled),
        show_with=list(lines_for(row.text, tuple(row.tags), view.in_words)),
    )  # fmt: skip
