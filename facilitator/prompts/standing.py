"""Whose a prompt or plan is, who may see it and who may change it. What is not yours to see is not there.

The owner sees and changes it. When it is shared, everybody of the program may use and copy it, and the program's
admins may change it. What nobody shared is seen by its owner alone.
"""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from .. import db
from ..accounts.models import Account
from ..errors import NotFound, Refused
from .models import OwnPlan, OwnPrompt

T = TypeVar("T", OwnPrompt, OwnPlan)


@dataclass(frozen=True)
class Standing:
    """How a reader stands to a prompt or plan. `owner` is a name, empty when it is the reader's own."""

    editable: bool
    shared: bool
    version: int
    mine: bool
    owner: str


def writer(tx: Session, by: UUID) -> Account:
    """The account, when it may have prompts and plans: facilitators and admins. Raises NotFound."""
    account = tx.get(Account, by)
    if account is None or not account.active or not (account.facilitates or account.is_admin):
        raise NotFound
    return account


def seen_by(account: Account, table: type[T]) -> ColumnElement[bool]:
    """What is true of the rows that the account may see and use."""
    program = select(Account.id).where(Account.program_id == account.program_id)
    return or_(table.account_id == account.id, and_(table.shared, table.account_id.in_(program)))


def seen(tx: Session, table: type[T], row_id: UUID, by: UUID) -> T:
    """The row, when `by` may see it. Raises NotFound."""
    account = tx.get(Account, by)
    row = tx.scalar(select(table).where(table.id == row_id, seen_by(account, table))) if account else None
    if row is None:
        raise NotFound
    return row


def changed(tx: Session, table: type[T], row_id: UUID, by: UUID) -> T:
    """The row, locked, when `by` may change it. Raises NotFound."""
    account = writer(tx, by)
    allowed = seen_by(account, table) if account.is_admin else table.account_id == by
    row = tx.scalar(select(table).where(table.id == row_id, allowed).with_for_update(of=table))
    if row is None:
        raise NotFound
    return row


def expect(row: OwnPrompt | OwnPlan, version: int) -> None:
    """Raises Refused when the row was saved since it had `version`; counts this change."""
    if row.version != version:
        raise Refused("Somebody saved this while you had it open. Your changes are still here, and not saved.")
    row.version += 1


def standing_of(row: OwnPrompt | OwnPlan, account: Account) -> Standing:
    mine = row.account_id == account.id
    editable = mine or (account.is_admin and row.shared)
    return Standing(editable, row.shared, row.version, mine, "" if mine else row.account.name)


def share(table: type[T], row_id: UUID, by: UUID, *, shared: bool) -> None:
    """Let the whole program use it, or keep it to its owner from now on. Raises NotFound."""

    def work(tx: Session) -> None:
        changed(tx, table, row_id, by).shared = shared

    db.write(work)
