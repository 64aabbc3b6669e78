"""Links for one time: an invitation to a new account, or a new password for one that is there.

Nobody but the person knows the password: the admin hands over a link, whose key stands behind # and so reaches no
log, and the person chooses. Only the key's digest is kept. It works once, and ends every sign-in of the account.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .. import db
from ..errors import Ended, Invalid, for_people
from . import audit, passwords, registry
from .audit_models import Action
from .link_models import INVITATION, RESET, AccountLink
from .models import Account

KEY_BYTES = 16
HOURS = {INVITATION: 7 * 24, RESET: 24}
GONE = for_people("This link does not work. A link works once, and not for long. Ask your admin for a new one.")
NOT_THE_SAME = for_people("The two new passwords are not the same.")


@dataclass(frozen=True)
class Opened:
    """Whose link it is, for the page where the password is chosen."""

    name: str
    invitation: bool


def make_link(tx: Session, account: Account, kind: str) -> str:
    """The key of a new link, which is told once and never again. What links the account had are void."""
    key = secrets.token_urlsafe(KEY_BYTES)
    void_links(tx, account.id)
    tx.add(AccountLink(digest=_digest(key), account_id=account.id, kind=kind, until_hour=_hour() + HOURS[kind]))
    return key


def void_links(tx: Session, account_id: UUID) -> None:
    """What links the account has work no more."""
    tx.execute(delete(AccountLink).where(AccountLink.account_id == account_id))


def opened(key: str) -> Opened:
    """Whose link it is. Nothing is used up. Raises Ended, in the same words whatever is wrong with it."""
    with db.reading() as tx:
        link = tx.get(AccountLink, _digest(key))
        if link is None or link.until_hour <= _hour() or not link.account.active:
            raise Ended(GONE)
        return Opened(link.account.name, link.kind == INVITATION)


def choose_password(key: str, new: str, again: str) -> None:
    """Use the link up: `new` is the account's password, and whatever was signed in as it is signed out.

    Raises Ended for a link that does not work, and Invalid, with nothing used up, for a password that is no good.
    """
    name = opened(key).name
    if new != again:
        raise Invalid(NOT_THE_SAME)
    passwords.check(new, name)
    hashed = passwords.hash_of(new)
    db.write(lambda tx: _use(tx, key, hashed))


def purge(tx: Session) -> None:
    """Erase links that nobody used in time."""
    tx.execute(delete(AccountLink).where(AccountLink.until_hour <= _hour()))


def _use(tx: Session, key: str, hashed: str) -> None:
    """One transaction finds the link, takes it away and sets the password: of two at once, one comes too late."""
    link = tx.scalar(select(AccountLink).where(AccountLink.digest == _digest(key)).with_for_update())
    if link is None or link.until_hour <= _hour() or not link.account.active:
        raise Ended(GONE)
    account, action = link.account, Action.INVITATION_USED if link.kind == INVITATION else Action.RESET_USED
    account.password_hash, account.must_change_password = hashed, False
    void_links(tx, account.id)
    registry.end_all(tx, account.id)
    audit.record_own(tx, account.id, action)


def _digest(key: str) -> str:
    return hashlib.sha256(key.strip().encode()).hexdigest()


def _hour() -> int:
    return int(time.time()) // 3600
