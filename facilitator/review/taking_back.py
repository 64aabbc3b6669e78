"""How far a take-back reaches: from the desk at once with the room's, from what the program has at its daily hour.

Nobody is told of a text that leaves the desk. A program that saw one vanish could tell when its writer asked for that.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..strategies import reaches
from . import withholding
from .models import DeskItem, Released
from .withdrawing import TAKEN_BACK, clear


@reaches
def reach(tx: Session, marks: set[bytes]) -> set[bytes]:
    """Erase what has one of these marks from the desk; mark what the program has, which leaves at the daily hour."""
    items = tx.scalars(select(DeskItem).where(DeskItem.take_back.in_(marks))).all()
    for item in items:
        tx.delete(item)
    released = tx.scalars(select(Released).where(Released.take_back.in_(marks))).all()
    for strategy in released:
        strategy.leaving = True
    found = [*(item.take_back for item in items), *(strategy.take_back for strategy in released)]
    return {mark for mark in found if mark is not None}


def withdraw(tx: Session, program_id: UUID) -> int:
    """Erase what leaves the program now, and every copy of it (P27, P29). Returns how many."""
    leaving = tx.scalars(select(Released).where(Released.program_id == program_id, Released.leaving)).all()
    clear(tx, [strategy for strategy in leaving if strategy.text], TAKEN_BACK)
    tx.flush()
    withholding.let_go(tx, program_id, [strategy.id for strategy in leaving])
    for strategy in leaving:
        tx.delete(strategy)
    tx.flush()
    return len(leaving)
