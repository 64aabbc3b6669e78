"""Opening what was sealed: in one batch, shuffled, sealed again for review; then the window's key is destroyed."""

import secrets
from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .. import content as lists
from .. import db
from ..privacy import sealing
from ..privacy.keys import KeyLost, keys
from ..sessions import GroupSession, Step
from .models import FEW, HELD, WAITING, Envelope, ReviewItem, Strategy, TakeBack
from .sharing import PURPOSE, SLIP, STRATEGY, TAKE_BACK, put_into

REVIEW = "review"
Content = dict[str, Any]


def opened(tx: Session, key_name: str | None) -> list[Content]:
    """The contents of all envelopes of one window, in shuffled order. A lost key opens nothing."""
    if key_name is None:
        return []
    try:
        key = keys().read(key_name)
    except KeyLost:
        return []
    sealed = tx.scalars(select(Envelope.sealed).where(Envelope.key_name == key_name)).all()
    contents = [sealing.unseal(key, one, PURPOSE) for one in sealed]
    secrets.SystemRandom().shuffle(contents)
    return contents


def voices(contents: Iterable[Content]) -> int:
    """How many phones wrote, at the least: the most first answers that any one step got."""
    return max(Counter(content["step"] for content in contents if content["first"]).values(), default=0)


def for_review(
    tx: Session, group_session: GroupSession, contents: list[Content], step_id: UUID | None, *, few: bool = False
) -> None:
    """Seal every text that was not taken back under the review key, each with a new random id.

    One that is there already, which a phone sent again after a restore, is left out.
    """
    if group_session.review_key is None:
        return
    key = keys().read(group_session.review_key)
    withdrawn = {content["take_back"] for content in contents if content["kind"] == TAKE_BACK}
    withdrawn |= {mark.hex() for mark in _there_already(tx, group_session)}
    texts = {content["take_back"]: content for content in contents if content["kind"] in (STRATEGY, SLIP)}
    for content in (text for mark, text in texts.items() if mark not in withdrawn):
        if tx.get(TakeBack, bytes.fromhex(content["take_back"])) is None:
            kept = kept_for_review(content)
            tx.add(review_item(key, group_session.id, step_id, kept, FEW if few else first_status(kept)))


def mark_in(item: ReviewItem, key_name: str | None) -> bytes:
    """The take-back mark sealed in a text under review; empty when its key is gone."""
    try:
        content = sealing.unseal(keys().read(key_name or ""), item.sealed, REVIEW)
    except (KeyLost, sealing.Unreadable):
        return b""
    return bytes.fromhex(content["take_back"])


def _there_already(tx: Session, group_session: GroupSession) -> set[bytes]:
    """The marks of what the session has approved or under review."""
    approved = tx.scalars(select(Strategy.take_back).where(Strategy.group_session_id == group_session.id))
    waiting = tx.scalars(select(ReviewItem).where(ReviewItem.group_session_id == group_session.id))
    return {mark for mark in approved if mark} | {mark_in(item, group_session.review_key) for item in waiting}


def kept_sealed(tx: Session, window: str, contents: list[Content]) -> None:
    """Put what stays unread back under its window's key, in a new order, with new ids."""
    throw_away(tx, window)
    for content in contents:
        put_into(tx, window, content)


def throw_away(tx: Session, *key_names: str | None) -> None:
    """Delete the envelopes of these windows. Their keys are destroyed after the commit."""
    tx.execute(delete(Envelope).where(Envelope.key_name.in_([name for name in key_names if name])))


def kept_for_review(content: Content) -> Content:
    """What review needs of an envelope's content; that it came from a phone or from paper is gone."""
    kept = {name: content[name] for name in ("text", "share_beyond", "take_back")}
    return kept | {"flags": content.get("flags", [])}


def first_status(kept: Content) -> str:
    """Where a text begins: set aside when a word list says that it is to be held (R46)."""
    known = lists.signals("en")
    return HELD if any(flag in known and known[flag].held for flag in kept["flags"]) else WAITING


def review_item(key: bytes, session_id: UUID, step_id: UUID | None, kept: Content, status: str) -> ReviewItem:
    """One text under review, with a new random id."""
    sealed = sealing.seal(key, kept, REVIEW)
    return ReviewItem(group_session_id=session_id, step_id=step_id, status=status, sealed=sealed)


def sweep_keys() -> int:
    """Destroy keys that a crash left behind: those no session and no window names. Returns how many."""
    with db.reading() as tx:
        named = [*tx.scalars(select(Step.window_key)), *tx.scalars(select(GroupSession.holding_key))]
        named += tx.scalars(select(GroupSession.review_key)).all()
    return keys().sweep(name for name in named if name)
