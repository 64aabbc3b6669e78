"""What is withdrawn leaves everything that was made of it: drafts, published versions, groups' libraries and polls."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from .. import db
from ..accounts import Action, audit
from ..db import tell
from ..errors import Invalid, NotFound, for_people
from ..library.models import Imported
from ..sessions import GroupSession, StageChanged
from ..sessions.models import OPEN, Group
from ..strategies import Strategy, forget_choices
from . import search
from .collection_models import CollectionItem, VersionItem
from .export_models import Export
from .keepers import reviewer
from .models import Released
from .search_models import Place
from .withholding import let_go

PULLED = {
    "identifying": for_people("It may say who somebody is."),
    "promotes_use": for_people("It may lead to use."),
    "medical_advice": for_people("It is advice for a prescriber to give."),
    "unkind": for_people("It may hurt somebody."),
    "wrong": for_people("It does not help, or is not true any more."),
}
TAKEN_BACK = "taken back"


def pull(released_id: UUID, reason: str, by: UUID) -> None:
    """Take a strategy out of everything the program has, at once, and erase its text. There is no undo.

    Published versions keep a line that tells the `reason`, one of PULLED. The empty row goes with the next day's
    work. Raises Invalid, NotFound.
    """
    if reason not in PULLED:
        raise Invalid("Choose a reason.")

    def work(tx: Session) -> None:
        found = tx.scalar(
            select(Released).where(Released.id == released_id, Released.program_id == reviewer(tx, by).program_id)
        )
        if found is None or not found.text:
            raise NotFound
        clear(tx, [found], reason)
        audit.record(tx, found.program_id, by, Action.STRATEGY_PULLED)
        found.text, found.resting, found.leaving = "", True, True
        tx.execute(delete(Place).where(Place.strategy_id == released_id))
        tx.flush()
        search.renew(tx, found.program_id)

    db.write(work)
    db.database().forget()


def released_of(item_id: UUID, by: UUID) -> UUID:
    """The strategy that stands in a published version as `item_id`, for a reviewer of its program. Raises NotFound."""
    with db.reading() as tx:
        held = select(VersionItem.strategy_id).join(Released, Released.id == VersionItem.strategy_id)
        of_the_program = Released.program_id == reviewer(tx, by).program_id
        found = tx.scalar(held.where(VersionItem.id == item_id, of_the_program))
    if found is None:
        raise NotFound
    return found


def clear(tx: Session, gone: Sequence[Released], reason: str) -> None:
    """Erase every copy of released strategies of one program, in drafts, versions, libraries and polls.

    A published version keeps their places, with `reason` instead of a text; exports that may hold one are marked as
    superseded (P29). The released rows are left to the caller.
    """
    if not gone:
        return
    ids = [one.id for one in gone]
    let_go(tx, gone[0].program_id, ids)
    _supersede(tx, gone[0].program_id, ids, min(one.edition for one in gone))
    _leave_libraries(tx, ids)
    groups = select(Group.id).where(Group.program_id == gone[0].program_id)
    forget_choices(tx, [one.text for one in gone], GroupSession.group_id.in_(groups))
    emptied: dict[str, Any] = {"text": "", "note": "", "tags": [], "pulled": reason, "strategy_id": None}
    tx.execute(update(VersionItem).where(VersionItem.strategy_id.in_(ids)).values(**emptied))
    tx.execute(delete(CollectionItem).where(CollectionItem.strategy_id.in_(ids)))


def _supersede(tx: Session, program_id: UUID, ids: Collection[UUID], edition: int) -> None:
    """Of a version, when it was in it; of the program's view, when it was there already."""
    held = select(VersionItem.version_id).where(VersionItem.strategy_id.in_(ids))
    of_view = Export.version_id.is_(None) & (Export.edition >= edition)
    stale = or_(Export.version_id.in_(held), of_view)
    tx.execute(update(Export).where(Export.program_id == program_id, stale).values(superseded=True))


def _leave_libraries(tx: Session, ids: Collection[UUID]) -> None:
    copies = select(Strategy).join(Imported, Imported.strategy_id == Strategy.id)
    for copy in tx.scalars(copies.where(Imported.released_id.in_(ids))):
        tell_rooms(tx, copy.group_id)
        tx.delete(copy)


def tell_rooms(tx: Session, group_id: UUID) -> None:
    """What a group's library held may stand on its screens as an example."""
    for on_now in tx.scalars(select(GroupSession).where(GroupSession.group_id == group_id, GroupSession.state == OPEN)):
        on_now.touch()
        tell(tx, StageChanged(on_now.id))
