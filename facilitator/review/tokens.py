"""Tokens: keys that a program's own tools read the released strategies with. A token is shown once; its digest is kept.

A token is 256 random bits, so a plain digest cannot be guessed back. It belongs to the program and not to whoever made
it: it goes on working when that account is closed, until it is revoked or has run out.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from .. import db
from ..accounts import audit
from ..accounts.audit_models import Action
from ..accounts.models import Account
from ..errors import Invalid, NotFound
from .export_models import ApiToken

SCOPES = ("strategies", "counts", "collections")
DAYS = {1: 30, 3: 91, 6: 182, 12: 365}  # by months on offer: never longer than twelve
PREFIX = "facilitator_"  # so that a scanner of leaked secrets knows one when it meets it
KEY_BYTES = 32
LONGEST_KEY = 100
LONGEST_NAME = 80


@dataclass(frozen=True)
class TokenCard:
    """A token in its program's list. `ended`: its last day is over."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    until: date
    made_by: str
    ended: bool


@dataclass(frozen=True)
class Holder:
    """Whoever holds a token that works: what it may read, and of which program."""

    token_id: UUID
    program_id: UUID
    scopes: frozenset[str]


def make(name: str, scopes: Collection[str], months: int, by: UUID) -> str:
    """A new token of the program that `by` is an admin of; returns it, this once. Raises Invalid, NotFound."""
    name = _usable(name)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid("Choose what it may read.")
    if months not in DAYS:
        raise Invalid("Choose how long it works.")
    key = PREFIX + secrets.token_urlsafe(KEY_BYTES)

    def work(tx: Session) -> None:
        program_id = audit.program_of_admin(tx, by)
        made = ApiToken(id=db.new_id(), program_id=program_id, made_by=by, mark=_mark(key), name=name)
        made.scopes, made.until_day = [one for one in SCOPES if one in scopes], _today() + DAYS[months]
        tx.add(made)
        audit.record(tx, program_id, by, Action.TOKEN_MADE)

    db.write(work)
    return key


def tokens_of(by: UUID) -> list[TokenCard]:
    """The tokens of the program that `by` is an admin of, those that work first. Raises NotFound."""
    with db.reading() as tx:
        found = tx.execute(_listed(audit.program_of_admin(tx, by)))
        cards = [_card(token, maker or "") for token, maker in found]
    return sorted(cards, key=lambda card: (card.ended, card.name.casefold(), card.until))


def token_of(token_id: UUID, by: UUID) -> TokenCard:
    """One of them. Raises NotFound."""
    card = next((one for one in tokens_of(by) if one.id == token_id), None)
    if card is None:
        raise NotFound
    return card


def revoke(token_id: UUID, by: UUID) -> None:
    """End a token: its next request is refused. Raises NotFound."""

    def work(tx: Session) -> None:
        program_id = audit.program_of_admin(tx, by)
        token = tx.get(ApiToken, token_id)
        if token is None or token.program_id != program_id:
            raise NotFound
        tx.delete(token)
        audit.record(tx, program_id, by, Action.TOKEN_REVOKED)

    db.write(work)


def holder_of(key: str) -> Holder | None:
    """Who holds `key`; None when no token is like it, or it was revoked or has run out: nobody is told which."""
    if len(key) > LONGEST_KEY:
        return None
    with db.reading() as tx:
        token = tx.scalar(select(ApiToken).where(ApiToken.mark == _mark(key), ApiToken.until_day >= _today()))
        return Holder(token.id, token.program_id, frozenset(token.scopes)) if token else None


def _listed(program_id: UUID) -> Select[ApiToken, str | None]:
    maker = select(ApiToken, Account.name).outerjoin(Account, Account.id == ApiToken.made_by)
    return maker.where(ApiToken.program_id == program_id)


def _card(token: ApiToken, maker: str) -> TokenCard:
    until = date.fromordinal(token.until_day)
    return TokenCard(token.id, token.name, tuple(token.scopes), until, maker, token.until_day < _today())


def _usable(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise Invalid("Write what the token is for.")
    if len(plain) > LONGEST_NAME:
        raise Invalid("Make the name 80 characters or shorter.")
    return plain


def _mark(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _today() -> int:
    return datetime.now(UTC).toordinal()
