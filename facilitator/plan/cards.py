"""The library on a member's phone between sessions: a link that reads, which a facilitator hands out and takes back.

The link ends with a token of 128 random bits behind `#`; only its digest is kept. A group has one link at a time, and
whoever holds it reads what is in the group's library, no more and no other's.
"""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db, library
from ..errors import NotFound
from ..library.medicine import folded
from ..privacy.screen import says
from ..sessions.groups import led_group
from .models import CardLink

TOKEN_BYTES = 16
SLIP = "slip"


@dataclass(frozen=True)
class Entry:
    """One strategy on the phone. `words` is what a search looks in: the text, and what its tags say.

    `medicine`, `slip`: the lines that must be read with it (R47, R48), which go with it into a plan.
    """

    text: str
    language: str
    year: int
    heavy: bool
    labels: tuple[str, ...]
    stages: tuple[str, ...]
    moments: tuple[str, ...]
    words: str
    medicine: bool
    slip: bool


def make(group_id: UUID, by: UUID) -> str:
    """The token of a new link, told this once. One that was there opens nothing any more. Raises NotFound."""
    token = secrets.token_urlsafe(TOKEN_BYTES)

    def work(tx: Session) -> None:
        led_group(tx, group_id, by)
        link = tx.get(CardLink, group_id)
        if link is None:
            tx.add(CardLink(group_id=group_id, mark=_mark(token)))
        else:
            link.mark = _mark(token)

    db.write(work)
    return token


def revoke(group_id: UUID, by: UUID) -> None:
    """Take the link back: it opens nothing from now on. Raises NotFound."""

    def work(tx: Session) -> None:
        led_group(tx, group_id, by)
        link = tx.get(CardLink, group_id)
        if link is not None:
            tx.delete(link)

    db.write(work)


def has_link(group_id: UUID, by: UUID) -> bool:
    """Raises NotFound."""
    with db.reading() as tx:
        led_group(tx, group_id, by)
        return tx.get(CardLink, group_id) is not None


def read(token: str, language: str) -> list[Entry]:
    """What the link opens, in a new order each time. Raises NotFound, whatever is wrong with the token."""
    with db.reading() as tx:
        group_id = tx.scalar(select(CardLink.group_id).where(CardLink.mark == _mark(token)))
    if group_id is None:
        raise NotFound
    items = library.handed_out(group_id, language=language, seed=secrets.token_hex(8))
    return [_entry(item, language) for item in items]


def _entry(item: library.LibraryItem, language: str) -> Entry:
    taxonomy, ids = content.taxonomy(language), {tag.id for tag in item.tags}
    said = " ".join([item.text, *(f"{tag.label} {tag.line}" for tag in item.tags)])
    return Entry(
        item.text, item.language, item.year, item.heavy, tuple(tag.label for tag in item.tags),
        tuple(tag.id for tag in taxonomy.stages if tag.id in ids),
        tuple(tag.id for tag in taxonomy.situations if tag.id in ids),
        folded(said), item.about_medicine, bool(item.reminder) or says(item.text, SLIP),
    )  # fmt: skip


def _mark(token: str) -> bytes:
    return hashlib.sha256(b"card" + token.encode()).digest()
