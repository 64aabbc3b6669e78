"""Groups: who facilitates them, and whom to call.

A group is found through the account that facilitates it, or manages it as an admin of its program. Admins
manage groups and never see what members wrote.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from .. import db
from ..accounts import Action, audit
from ..accounts.models import Account
from ..errors import Invalid, NotFound, Refused
from .models import OPEN, PREPARED, Facilitation, Group, GroupSession

LONGEST_NAME, LONGEST_CONTACT = 120, 200


def led_group(tx: Session, group_id: UUID, by: UUID) -> Group:
    """The group, when account `by` facilitates it. Raises NotFound."""
    return _one(tx, group_id, led_by(by))


def managed_group(tx: Session, group_id: UUID, by: UUID) -> Group:
    """The group, when account `by` facilitates it or is an admin of its program. Raises NotFound."""
    return _one(tx, group_id, managed_by(by))


def led_by(account_id: UUID, group_id: Any = Group.id) -> ColumnElement[bool]:
    """What is true of a group that the account facilitates, as long as it has the role of a facilitator."""
    return exists().where(
        Facilitation.group_id == group_id,
        Facilitation.account_id == Account.id,
        Account.id == account_id,
        Account.facilitates,
        Account.active,
    )


def managed_by(account_id: UUID) -> ColumnElement[bool]:
    """What is true of a group that the account facilitates, or manages as an admin."""
    admin = exists().where(
        Account.id == account_id, Account.is_admin, Account.active, Account.program_id == Group.program_id
    )
    return or_(led_by(account_id), admin)


def create(name: str, by: UUID) -> UUID:
    """A new group of the account's program; whoever facilitates groups facilitates this one. Returns its id.

    Raises Invalid for an empty or too long name, NotFound for an account that may not have groups.
    """
    usable = _usable_name(name)

    def work(tx: Session) -> UUID:
        account = tx.get(Account, by)
        if account is None or not (account.facilitates or account.is_admin):
            raise NotFound
        group = Group(id=db.new_id(), program_id=account.program_id, name=usable)
        tx.add(group)
        tx.flush()
        if account.facilitates:
            tx.add(Facilitation(group_id=group.id, account_id=by))
        return group.id

    return db.write(work)


def rename(group_id: UUID, name: str, by: UUID) -> None:
    """Raises Invalid for an empty or too long name, NotFound."""
    usable = _usable_name(name)

    def work(tx: Session) -> None:
        managed_group(tx, group_id, by).name = usable

    db.write(work)


def set_supervisor(group_id: UUID, contact: str, by: UUID, *, waived: bool) -> None:
    """Whom to call when something happens; a session cannot start until this is given or waived (R51).

    Raises Invalid when neither is, NotFound.
    """
    plain = " ".join(contact.split())
    if not plain and not waived:
        raise Invalid("Write a name and number to call, or tick that this group goes without.")
    if len(plain) > LONGEST_CONTACT:
        raise Invalid("Make the contact 200 characters or shorter.")

    def work(tx: Session) -> None:
        group = managed_group(tx, group_id, by)
        group.supervisor_contact, group.supervisor_waived = plain, waived and not plain

    db.write(work)


def set_remote(group_id: UUID, by: UUID, *, remote: bool) -> None:
    """Say that the group meets from afar: its phones do not offer "Please find me" (R60). Raises NotFound."""

    def work(tx: Session) -> None:
        managed_group(tx, group_id, by).remote = remote

    db.write(work)


def archive(group_id: UUID, by: UUID, *, archived: bool) -> None:
    """Put the group away, or bring it back. Raises Refused while a session is on, NotFound."""

    def work(tx: Session) -> None:
        group = managed_group(tx, group_id, by)
        if archived and _counted(tx, group_id, GroupSession.state == OPEN):
            raise Refused("A session of this group is on. End it first.")
        group.archived = archived

    db.write(work)


def delete(group_id: UUID, typed_name: str, by: UUID) -> None:
    """Delete the group with its sessions and library, for good, when its name was typed.

    Raises Invalid when another name was typed, Refused while writing is not dealt with, NotFound.
    """

    def work(tx: Session) -> None:
        group = managed_group(tx, group_id, by)
        if " ".join(typed_name.split()).casefold() != group.name.casefold():
            raise Invalid("Type the group's name as it is written above.")
        if _counted(tx, group_id, GroupSession.state == OPEN):
            raise Refused("A session of this group is on. End it first.")
        if _counted(tx, group_id, GroupSession.review_key.is_not(None)):
            raise Refused("A session of this group has a review to finish. Finish it first.")
        tx.delete(group)

    db.write(work)
    db.database().forget()


def add_facilitator(group_id: UUID, account_id: UUID | None, by: UUID) -> None:
    """Let another facilitator of the same program run this group too. Raises Invalid, NotFound."""

    def work(tx: Session) -> None:
        group = managed_group(tx, group_id, by)
        usable = select(Account.id).where(
            Account.id == account_id,
            Account.program_id == group.program_id,
            Account.active,
            Account.facilitates,
        )
        if tx.scalar(usable) is None:
            raise Invalid("Choose a facilitator of your program.")
        if tx.get(Facilitation, (group_id, account_id)) is None:
            tx.add(Facilitation(group_id=group_id, account_id=account_id))
            audit.record(tx, group.program_id, by, Action.ACCESS_CHANGED, account_id)

    db.write(work)


def remove_facilitator(group_id: UUID, account_id: UUID, by: UUID) -> None:
    """Take a facilitator off the group. Raises Refused for the last one, NotFound."""

    def work(tx: Session) -> None:
        group = managed_group(tx, group_id, by)
        found = tx.get(Facilitation, (group_id, account_id))
        if found is None:
            raise NotFound
        of_the_group = select(func.count()).select_from(Facilitation).where(Facilitation.group_id == group_id)
        if tx.scalar(of_the_group) == 1:
            raise Refused("A group needs a facilitator. Add another one first.")
        tx.delete(found)
        audit.record(tx, group.program_id, by, Action.ACCESS_CHANGED, account_id)

    db.write(work)


def discard(group_id: UUID, session_id: UUID, by: UUID) -> None:
    """Remove a session that was prepared and never opened. Raises Refused, NotFound."""

    def work(tx: Session) -> None:
        led_group(tx, group_id, by)
        group_session = tx.get(GroupSession, session_id)
        if group_session is None or group_session.group_id != group_id:
            raise NotFound
        if group_session.state != PREPARED:
            raise Refused("This session was opened already.")
        tx.delete(group_session)

    db.write(work)


def _one(tx: Session, group_id: UUID, allowed: ColumnElement[bool]) -> Group:
    group = tx.scalar(select(Group).where(Group.id == group_id, allowed))
    if group is None:
        raise NotFound
    return group


def _counted(tx: Session, group_id: UUID, condition: ColumnElement[bool]) -> int:
    """How many sessions of the group are so."""
    of_the_group = select(func.count()).select_from(GroupSession).where(GroupSession.group_id == group_id)
    return tx.scalar(of_the_group.where(condition)) or 0


def _usable_name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise Invalid("Give the group a name.")
    if len(plain) > LONGEST_NAME:
        raise Invalid("Make the name 120 characters or shorter.")
    return plain
