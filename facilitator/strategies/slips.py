"""Paper slips, typed in by a facilitator: they join the phones' batch, and nobody can tell them apart later (R18).

While writing is open a slip is one more envelope of its window, with a receipt and a `seen` mark of its own. After
closing, and until the step is shown, it goes under the review key, and all that is under review of the step is sealed
anew beside it: new ids, a new order, one size. (The end of the session would be too late for the room, and a batch that
holds slips alone would be below the floor.) A slip adds no voice: paper entries never count as phones.
"""

import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import db
from ..db import tell
from ..errors import Ended, Refused
from ..privacy import receipts, sealing
from ..privacy.keys import keys
from ..privacy.screen import screened
from ..privacy.scrub import strategy_text
from ..sessions import DeskChanged, GroupSession, Step, led, step_of
from ..sessions.models import CLOSED
from .models import ReviewItem, Seen
from .opening import REVIEW, Content, first_status, kept_for_review, review_item
from .sharing import SLIP, put_into


def enter_slip(session_id: UUID, step_id: UUID, text: str, by: UUID, *, share_beyond: bool = False) -> None:
    """Type in what somebody wrote on paper. Raises Invalid, Refused, Ended, NotFound."""
    receipt = secrets.token_bytes(16)
    content = {
        "kind": SLIP,
        "step": step_id.hex,
        "first": False,
        "text": strategy_text(text),
        "share_beyond": share_beyond,
        "take_back": receipts.take_back_mark(receipts.words_of(receipt)).hex(),
        "replaces": "",
        "value": None,
        "flags": sorted(screened(text)),
    }

    def work(tx: Session) -> None:
        group_session = led(tx, session_id, by)
        if group_session.ended:
            raise Ended
        step = step_of(group_session, step_id)
        if not step.collects:
            raise Refused("This step has no writing.")
        if step.writing and step.window_key:
            tx.add(Seen(group_session_id=session_id, mark=receipts.seen_mark(receipt)))
            put_into(tx, step.window_key, content)
        elif step.state == CLOSED and group_session.current_step_id == step.id:
            _join_the_queue(tx, group_session, step, content)
        else:
            raise Refused("Slips can be typed in while writing is open, and until the step is shown to the group.")

    db.write(work)


def _join_the_queue(tx: Session, group_session: GroupSession, step: Step, content: Content) -> None:
    """Under review with the step's other texts, all of them sealed anew in a new order."""
    key = keys().read(group_session.review_key or "")
    before = tx.scalars(select(ReviewItem).where(ReviewItem.step_id == step.id)).all()
    texts = [(item.status, sealing.unseal(key, item.sealed, REVIEW)) for item in before]
    kept = kept_for_review(content)
    texts.append((first_status(kept), kept))
    for item in before:
        tx.delete(item)
    secrets.SystemRandom().shuffle(texts)
    tx.add_all(review_item(key, group_session.id, step.id, one, status) for status, one in texts)
    group_session.touch()
    tell(tx, DeskChanged(group_session.id))
