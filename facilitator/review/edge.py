"""The daily edge: at one hour of the day, and at no other, something reaches the program or leaves it."""

from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import db
from ..accounts.models import Program
from ..privacy.pooling import LEAST_SESSIONS, pooled
from ..sessions import Group, GroupSession
from . import days, withholding
from .mixing import enough, mix, shuffled
from .models import ACCEPTED, DECLINED, DeskItem, Released, ReleasedTag, ReleaseSource
from .taking_back import withdraw


class Turned(NamedTuple):
    """What one day did for one program, counted."""

    withdrawn: int
    declined: int
    released: int
    mixed: int

    @property
    def erased(self) -> bool:
        return any((self.withdrawn, self.declined, self.released))


def daily(now: float | None = None) -> list[Turned]:
    """Do the day's work of every program whose hour has come and that has not had it, in one transaction each.

    Asked again on the same day, or by another process, it does nothing.
    """
    with db.reading() as tx:
        waiting = [program.id for program in tx.scalars(select(Program)) if _is_due(program, now)]
    turned = [db.write(partial(_turn, program_id=program_id, now=now)) for program_id in waiting]
    done = [one for one in turned if one is not None]
    if any(one.erased for one in done):
        db.database().forget()
    return done


def view_is_open(tx: Session, program_id: UUID) -> bool:
    """Whether enough people are behind what was released to let the program see it (P26). Once open, it stays so."""
    return bool(tx.scalar(select(Program.view_open).where(Program.id == program_id)))


def _is_due(program: Program, now: float | None) -> bool:
    return days.hour_has_come(program, now) and program.edge_day < days.today_of(program, now)


def _turn(tx: Session, program_id: UUID, now: float | None) -> Turned | None:
    program = tx.get(Program, program_id, with_for_update=True)
    if program is None or not _is_due(program, now):
        return None
    today = program.edge_day = days.today_of(program, now)
    withdrawn, declined = withdraw(tx, program_id), _erase_declined(tx, program_id, today)
    released = _release(tx, program, today)
    _renew(tx, program, moved=withdrawn + released)
    _open_view(tx, program)
    return Turned(withdrawn, declined, released, mix(tx, program_id, today))


def _erase_declined(tx: Session, program_id: UUID, today: int) -> int:
    """What was declined on an earlier day goes, and its group is told why, in numbers alone."""
    over = select(DeskItem).where(
        DeskItem.program_id == program_id, DeskItem.state == DECLINED, DeskItem.decided_day < today
    )
    items = tx.scalars(over).all()
    for item in items:
        group = tx.get_one(Group, item.group_id)
        counts = dict(group.program_declined_for or {})
        group.program_declined_for = counts | {item.reason: counts.get(item.reason, 0) + 1}
        tx.delete(item)
    return len(items)


def _release(tx: Session, program: Program, today: int) -> int:
    """Release what was accepted on earlier days, if it is enough: with new ids, shuffled, without a way back."""
    accepted = select(DeskItem).where(
        DeskItem.program_id == program.id, DeskItem.state == ACCEPTED, DeskItem.decided_day < today
    )
    items = shuffled(tx.scalars(accepted))
    if not enough((item.group_session_id, item.group_id) for item in items):
        return 0
    _note_sources(tx, program.id, items)
    copies = [_copy(item, program.edition + 1) for item in items]
    for item in items:
        tx.delete(item)
    tx.flush()
    tx.add_all(shuffled(copies))
    return len(items)


def _note_sources(tx: Session, program_id: UUID, items: list[DeskItem]) -> None:
    for session_id in {item.group_session_id for item in items if item.group_session_id is not None}:
        of = tx.get_one(GroupSession, session_id)
        tx.merge(ReleaseSource(group_session_id=of.id, program_id=program_id, group_id=of.group_id, k_est=of.k_est))


def _copy(item: DeskItem, edition: int) -> Released:
    released = Released(
        id=db.new_id(),
        program_id=item.program_id,
        text=item.text,
        language=item.language,
        year=item.year,
        edited=item.edited,
        reworded=item.reworded,
        take_back=item.take_back,
        edition=edition,
    )
    released.tags = [ReleasedTag(tag=tag) for tag in sorted(set(item.tags))]
    return released


def _renew(tx: Session, program: Program, moved: int) -> None:
    """A new edition, when something came or leaves, or when a threshold that was raised hides more."""
    if not moved and not program.view_open:
        return
    tx.flush()
    less = withholding.withhold_new(tx, program.id, program.edition + 1)
    program.edition += bool(moved or less)


def _open_view(tx: Session, program: Program) -> None:
    if program.view_open:
        return
    found = tx.execute(
        select(ReleaseSource.group_id, ReleaseSource.k_est).where(ReleaseSource.program_id == program.id)
    )
    sizes = [(group_id, k_est) for group_id, k_est in found]
    people = pooled(sizes, apart=program.memberships_apart)
    program.view_open = len(sizes) >= LEAST_SESSIONS and people >= program.k_export
