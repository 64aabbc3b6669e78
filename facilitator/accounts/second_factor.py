"""The second factor: setting it up, asking for it, taking it off.

A code of an authenticator app is taken once, and so is each backup code: the half minute that was used stands in
the account's row and a used backup code is gone, both in the transaction that lets the person in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from .. import db
from ..errors import NotFound, Refused, for_people
from . import audit, codes, passwords, registry
from .audit_models import Action
from .models import Account, BackupCode, SignIn, sign_in_name
from .passwords import WrongPassword

WRONG_CODE = for_people("That code is wrong or was used already. Wait for the next one, or use a backup code.")
TOO_LATE = for_people("That took too long. Sign in again.")


class WrongCode(WrongPassword):
    """The code is not the account's, is old, or was used before."""

    def __init__(self) -> None:
        super().__init__(WRONG_CODE)


@dataclass(frozen=True)
class Pairing:
    """What an authenticator app is given: the secret in groups, and the address in the QR."""

    secret: str
    address: str


def is_backup(code: str) -> bool:
    """Whether `code` has the form of a backup code, which nobody guesses."""
    return sum(sign.isalnum() for sign in code) > codes.DIGITS


def begin(account_id: UUID, password: str) -> None:
    """Make a secret to pair an app with. Nothing is asked for until `confirm`. Raises WrongPassword, Refused."""
    _check_password(account_id, password)
    sealed = codes.seal(codes.new_secret(), account_id)

    def work(tx: Session) -> None:
        account = tx.get_one(Account, account_id)
        if account.totp_on:
            raise Refused("The second step is on already.")
        account.totp_sealed = sealed

    db.write(work)


def pairing(account_id: UUID) -> Pairing | None:
    """What to show an authenticator app; None once it is confirmed, and before it was begun."""
    with db.reading() as tx:
        account = tx.get_one(Account, account_id)
        secret = None if account.totp_on else codes.unseal(account.totp_sealed, account_id)
        if secret is None:
            return None
        return Pairing(codes.in_groups(secret), codes.address_of(secret, account.name, account.program.name))


def confirm(account_id: UUID, code: str) -> list[str]:
    """Switch it on, as the app shows the right code; returns the backup codes, which are shown this once.

    Ends every sign-in of the account, this one too. Raises WrongCode, and Refused when nothing was begun.
    """
    made = codes.new_backup_codes()

    def work(tx: Session) -> None:
        account = tx.get_one(Account, account_id, with_for_update=True)
        secret = codes.unseal(account.totp_sealed, account_id)
        if secret is None or account.totp_on:
            raise Refused("Start again: this page is from an earlier try.")
        step = codes.step_of(secret, code, account.totp_step)
        if step is None:
            raise WrongCode
        account.totp_on, account.totp_step = True, step
        _keep(tx, account_id, made)
        registry.end_all(tx, account_id)
        audit.record_own(tx, account_id, Action.SECOND_FACTOR_ON)

    db.write(work)
    return made


def accept(awaiting: UUID, code: str) -> tuple[UUID, UUID]:
    """Let the browser in that awaits its second factor: the account, and a sign-in with a new id.

    Raises WrongCode, and Refused when it waited too long.
    """

    def work(tx: Session) -> tuple[UUID, UUID]:
        found = tx.get(SignIn, awaiting)
        if found is None or not found.awaits_code:
            raise Refused(TOO_LATE)
        account_id = found.account_id
        _spend(tx, account_id, code)
        tx.delete(found)
        return account_id, registry.add(tx, account_id)

    if registry.awaiting(awaiting) is None:
        raise Refused(TOO_LATE)
    return db.write(work)


def new_codes(account_id: UUID, password: str, code: str) -> list[str]:
    """Ten new backup codes; the old ones are worth nothing. Raises WrongPassword, WrongCode."""
    made = codes.new_backup_codes()
    _with_both(account_id, password, code, lambda tx: _keep(tx, account_id, made))
    return made


def turn_off(account_id: UUID, password: str, code: str) -> None:
    """Take one's own second factor off, and end every sign-in. Raises WrongPassword, WrongCode, Refused."""
    if len(password) < passwords.LEAST:
        _check_password(account_id, password)
        raise Refused("First choose a password of 15 characters or more: yours is short for one that stands alone.")

    def change(tx: Session) -> None:
        take_off(tx, account_id)
        audit.record_own(tx, account_id, Action.SECOND_FACTOR_OFF)

    _with_both(account_id, password, code, change)


def take_off(tx: Session, account_id: UUID) -> None:
    """Inside a transaction: no second factor any more, and no sign-in either."""
    account = tx.get(Account, account_id)
    if account is None:
        raise NotFound
    account.totp_on, account.totp_sealed = False, None
    tx.execute(delete(BackupCode).where(BackupCode.account_id == account_id))
    registry.end_all(tx, account_id)


def take_off_by_name(name: str) -> bool:
    """The same for whoever runs the machine; whether it was on. Raises Refused where nobody has that name."""

    def work(tx: Session) -> bool:
        account = tx.scalar(select(Account).where(Account.sign_in_name == sign_in_name(name)))
        if account is None:
            raise Refused("There is no account with that name.")
        was_on = account.totp_on
        if was_on:
            take_off(tx, account.id)
            audit.record(tx, account.program_id, None, Action.SECOND_FACTOR_OFF, account.id)
        return was_on

    return db.write(work)


def codes_left(account_id: UUID) -> int:
    with db.reading() as tx:
        return tx.scalar(select(func.count()).where(BackupCode.account_id == account_id)) or 0


def _with_both(account_id: UUID, password: str, code: str, change: Callable[[Session], None]) -> None:
    """`change`, once both factors were given."""
    _check_password(account_id, password)

    def work(tx: Session) -> None:
        _spend(tx, account_id, code)
        change(tx)

    db.write(work)


def _check_password(account_id: UUID, password: str) -> None:
    with db.reading() as tx:
        hashed = tx.get_one(Account, account_id).password_hash
    if not passwords.fits(hashed, password):
        raise WrongPassword("The password you have now is a different one.")


def _spend(tx: Session, account_id: UUID, code: str) -> None:
    """Use `code` up. Raises WrongCode."""
    account = tx.get_one(Account, account_id)
    secret = codes.unseal(account.totp_sealed, account_id) if account.totp_on else None
    step = codes.step_of(secret, code, account.totp_step) if secret else None
    if step is not None:
        later = update(Account).where(Account.id == account_id, Account.totp_step < step)
        spent: Any = tx.execute(later.values(totp_step=step))
    else:
        mark = codes.mark_of(code, account_id)
        spent = tx.execute(delete(BackupCode).where(BackupCode.mark == mark, BackupCode.account_id == account_id))
    if spent.rowcount != 1:
        raise WrongCode


def _keep(tx: Session, account_id: UUID, made: list[str]) -> None:
    tx.execute(delete(BackupCode).where(BackupCode.account_id == account_id))
    tx.add_all(BackupCode(mark=codes.mark_of(code, account_id), account_id=account_id) for code in made)
