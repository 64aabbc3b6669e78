"""Who keeps a program's collections, and who reads them."""

from uuid import UUID

from sqlalchemy.orm import Session

from ..accounts.models import Account
from ..errors import NotFound


def reader(tx: Session, by: UUID) -> Account:
    """Anybody of the program who signs in: they read what was published. Raises NotFound."""
    account = tx.get(Account, by)
    if account is None or not account.active:
        raise NotFound
    return account


def keeper(tx: Session, by: UUID) -> Account:
    """A reviewer or an admin of the program: they see its drafts, change and publish them. Raises NotFound."""
    account = reader(tx, by)
    if not keeps(account):
        raise NotFound
    return account


def reviewer(tx: Session, by: UUID) -> Account:
    """Raises NotFound."""
    account = reader(tx, by)
    if not account.reviews:
        raise NotFound
    return account


def keeps(account: Account) -> bool:
    return account.reviews or account.is_admin
