"""The accounts of a program, for its admins: inviting, roles, disabling, and links to choose a password with."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .. import db
from ..errors import Invalid, NotFound, Refused, for_people
from . import audit, links, registry, second_factor, service
from .audit_models import Action
from .link_models import INVITATION, RESET, AccountLink
from .models import ROLES, Account, Program, sign_in_name

T = TypeVar("T")

NOBODY_YET = ""  # the password hash of an account that nobody has chosen a password for: nothing fits it
LAST_ADMIN = for_people("Somebody has to be admin. Make another person an admin first.")
YOURSELF = for_people("That is your own account. Ask another admin.")


@dataclass(frozen=True)
class Person:
    """One account as an admin sees it. Of the password, only whether one was chosen."""

    id: UUID
    name: str
    roles: tuple[str, ...]
    active: bool
    joined: bool
    awaited: bool
    second_factor: bool


@dataclass(frozen=True)
class Handed:
    """A new link, shown once: whose, how long it works, and its key."""

    name: str
    key: str
    hours: int
    invitation: bool


def people(by: UUID) -> list[Person]:
    """Everybody who has an account in the program of admin `by`. Raises NotFound."""
    with db.reading() as tx:
        program_id = audit.program_of_admin(tx, by)
        found = tx.scalars(select(Account).where(Account.program_id == program_id).order_by(Account.sign_in_name))
        return [_person(tx, account) for account in found]


def person(account_id: UUID, by: UUID) -> Person:
    """Raises NotFound, also for somebody of another program."""
    with db.reading() as tx:
        return _person(tx, _managed(tx, account_id, by))


def invite(name: str, roles: Collection[str], by: UUID) -> Handed:
    """A new account that waits for its person, and the link to hand to them.

    Raises Invalid for a name that is empty, too long or taken and for no or an unknown role, NotFound.
    """
    usable = service.usable_name(name)
    service.check_roles(roles)

    def work(tx: Session) -> Handed:
        program_id = audit.program_of_admin(tx, by)
        if tx.scalar(select(Account.id).where(Account.sign_in_name == sign_in_name(usable))):
            raise Invalid(service.TAKEN)
        account = Account(id=db.new_id(), program_id=program_id, name=usable, password_hash=NOBODY_YET)
        account.is_admin, account.facilitates, account.reviews = (role in roles for role in ROLES)
        tx.add(account)
        tx.flush()
        audit.record(tx, program_id, by, Action.INVITED, account.id)
        return _handed(tx, account, INVITATION)

    try:
        return db.write(work)
    except IntegrityError:  # another process was quicker
        raise Invalid(service.TAKEN) from None


def new_link(account_id: UUID, by: UUID) -> Handed:
    """A link to choose a new password with; for whom never came, another invitation. Raises Refused, NotFound."""

    def change(tx: Session, account: Account) -> Handed:
        _check_other(account, by)
        if not account.active:
            raise Refused("This account is disabled. Enable it first.")
        kind, action = (RESET, Action.RESET_MADE) if _joined(account) else (INVITATION, Action.INVITED)
        audit.record(tx, account.program_id, by, action, account.id)
        return _handed(tx, account, kind)

    return _with(account_id, by, change)


def disable(account_id: UUID, by: UUID) -> None:
    """Nobody signs in as this account any more, and whoever is signed in is signed out. Raises Refused, NotFound."""

    def change(tx: Session, account: Account) -> None:
        _check_other(account, by)
        account.active = False
        links.void_links(tx, account.id)
        registry.end_all(tx, account.id)
        audit.record(tx, account.program_id, by, Action.DISABLED, account.id)

    _with(account_id, by, change)


def enable(account_id: UUID, by: UUID) -> None:
    """Let the account sign in again. Raises NotFound."""

    def change(tx: Session, account: Account) -> None:
        account.active = True
        audit.record(tx, account.program_id, by, Action.ENABLED, account.id)

    _with(account_id, by, change)


def take_second_factor_off(account_id: UUID, by: UUID) -> None:
    """For whoever lost phone and backup codes: the password alone signs in. Ends every sign-in of the account.

    Raises Refused, NotFound.
    """

    def change(tx: Session, account: Account) -> None:
        _check_other(account, by)
        second_factor.take_off(tx, account.id)
        audit.record(tx, account.program_id, by, Action.SECOND_FACTOR_OFF, account.id)

    _with(account_id, by, change)


def set_roles(account_id: UUID, roles: Collection[str], by: UUID) -> None:
    """What the account may do from now on. Whoever may do less is signed out. Raises Invalid, Refused, NotFound."""
    service.check_roles(roles)

    def change(tx: Session, account: Account) -> None:
        before = set(_roles(account))
        if before == set(roles):
            return
        account.is_admin, account.facilitates, account.reviews = (role in roles for role in ROLES)
        tx.flush()
        _check_admin_left(tx, account.program_id)
        if before - set(roles):
            registry.end_all(tx, account.id)
        audit.record(tx, account.program_id, by, Action.ROLES_CHANGED, account.id)

    _with(account_id, by, change)


def _with(account_id: UUID, by: UUID, change: Callable[[Session, Account], T]) -> T:
    """Change an account that `by` manages. Admins of one program go one after the other."""

    def work(tx: Session) -> T:
        programs = select(Program.id).join(Account, Account.program_id == Program.id).where(Account.id == by)
        tx.execute(programs.with_for_update(of=Program))
        return change(tx, _managed(tx, account_id, by))

    return db.write(work)


def _managed(tx: Session, account_id: UUID, by: UUID) -> Account:
    """The account, when `by` is an admin of its program. Raises NotFound."""
    program_id = audit.program_of_admin(tx, by)
    account = tx.scalar(select(Account).where(Account.id == account_id, Account.program_id == program_id))
    if account is None:
        raise NotFound
    return account


def _handed(tx: Session, account: Account, kind: str) -> Handed:
    return Handed(account.name, links.make_link(tx, account, kind), links.HOURS[kind], kind == INVITATION)


def _check_other(account: Account, by: UUID) -> None:
    if account.id == by:
        raise Refused(YOURSELF)


def _check_admin_left(tx: Session, program_id: UUID) -> None:
    left = select(func.count()).where(Account.program_id == program_id, Account.is_admin, Account.active)
    if not tx.scalar(left):
        raise Refused(LAST_ADMIN)


def _person(tx: Session, account: Account) -> Person:
    awaited = tx.scalar(select(AccountLink.digest).where(AccountLink.account_id == account.id)) is not None
    return Person(
        account.id, account.name, _roles(account), account.active, _joined(account), awaited, account.totp_on,
    )  # fmt: skip


def _joined(account: Account) -> bool:
    return account.password_hash != NOBODY_YET


def _roles(account: Account) -> tuple[str, ...]:
    held = (account.is_admin, account.facilitates, account.reviews)
    return tuple(role for role, has in zip(ROLES, held, strict=True) if has)
