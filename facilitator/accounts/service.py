"""Accounts: making one, signing in, and changing a password."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .. import db
from ..errors import Invalid, NotFound, Refused, for_people
from . import audit, links, passwords, registry
from .audit_models import Action
from .cards import AccountCard, card_of
from .models import ROLES, Account, Program, sign_in_name

WRONG = for_people("That name and password do not go together. Check both, and try again.")
TAKEN = for_people("There is an account with that name already. Choose another name.")
LONGEST_NAME = 80


def create_account(
    program_id: UUID, name: str, password: str, roles: Collection[str], must_change: bool = True
) -> UUID:
    """A new account of the program with `roles` out of admin, facilitator, reviewer; returns its id.

    `must_change` says that `password` is for one time. Raises Invalid for a name that is empty, too long or
    taken, for no or an unknown role, and for a password that is no good.
    """
    name = usable_name(name)
    check_roles(roles)
    passwords.check(password, name)
    hashed = passwords.hash_of(password)

    def work(tx: Session) -> UUID:
        if tx.get(Program, program_id) is None:
            raise NotFound
        if tx.scalar(_named(name)):
            raise Invalid(TAKEN)
        account = Account(id=db.new_id(), program_id=program_id, name=name, password_hash=hashed)
        account.must_change_password = must_change
        account.is_admin, account.facilitates, account.reviews = (role in roles for role in ROLES)
        tx.add(account)
        return account.id

    try:
        return db.write(work)
    except IntegrityError:  # another process was quicker
        raise Invalid(TAKEN) from None


def sign_in(name: str, password: str) -> UUID:
    """The id of the active account whose name and password these are.

    Raises WrongPassword, with the same words after the same time, whatever was wrong.
    """
    with db.reading() as tx:
        account = tx.scalar(_named(name).where(Account.active))
    if not passwords.fits(account.password_hash if account else None, password) or account is None:
        raise passwords.WrongPassword(WRONG)
    if passwords.is_outdated(account.password_hash):
        _replace_hash(account.id, account.password_hash, passwords.hash_of(password))
    if len(password) < passwords.LEAST and not account.totp_on:
        _ask_for_a_longer_one(account.id)
    return account.id


def account_of(account_id: UUID) -> AccountCard:
    """The active account with this id. Raises NotFound."""
    with db.reading() as tx:
        account = tx.get(Account, account_id)
        if account is None or not account.active:
            raise NotFound
        return card_of(account)


def change_password(account_id: UUID, old: str, new: str) -> None:
    """Replace the password and end every sign-in of the account, this one too.

    Raises Invalid when `old` is not the password, or `new` is no good or the same.
    """
    with db.reading() as tx:
        account = tx.get_one(Account, account_id)
        name, hashed, second = account.name, account.password_hash, account.totp_on
    if not passwords.fits(hashed, old):
        raise passwords.WrongPassword("The password you have now is a different one.")
    if new == old:
        raise Invalid("Choose a password that is not the one you have now.")
    passwords.check(new, name, second_factor=second)
    _replace_hash(account_id, hashed, passwords.hash_of(new), chosen=True)


def _replace_hash(account_id: UUID, before: str, after: str, *, chosen: bool = False) -> None:
    """`chosen`: the person chose a new password, so every sign-in with the old one ends."""

    def work(tx: Session) -> None:
        account = tx.get_one(Account, account_id)
        if account.password_hash != before:
            raise Refused("The password was changed somewhere else just now.")
        account.password_hash = after
        if chosen:
            account.must_change_password = False
            links.void_links(tx, account_id)
            registry.end_all(tx, account_id)
            audit.record_own(tx, account_id, Action.PASSWORD_CHANGED)

    db.write(work)


def _ask_for_a_longer_one(account_id: UUID) -> None:
    """The password was chosen beside a second factor that is gone: it is too short to stand alone."""

    def work(tx: Session) -> None:
        tx.get_one(Account, account_id).must_change_password = True

    db.write(work)


def _named(name: str) -> Select[Account]:
    return select(Account).where(Account.sign_in_name == sign_in_name(name))


def usable_name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise Invalid("Write the name to sign in with.")
    if len(plain) > LONGEST_NAME:
        raise Invalid("Make the name 80 characters or shorter.")
    return plain


def check_roles(roles: Collection[str]) -> None:
    if not roles or not set(roles) <= set(ROLES):
        raise Invalid("Choose one or more of: admin, facilitator, reviewer.")
