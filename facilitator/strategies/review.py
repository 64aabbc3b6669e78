"""A person reads every text before anybody else does: show, edit, hold, decline; then the reveal."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db
from ..db import tell
from ..errors import Invalid, NotFound, Refused
from ..privacy import sealing
from ..privacy.coarsen import week_of
from ..privacy.keys import KeyLost, keys
from ..privacy.scrub import strategy_text
from ..sessions import DeskChanged, GroupSession, StageChanged, Step, leading, led, step_of
from .answers import reveal_answers
from .flags import check_confirmed, check_shareable, flags_of
from .models import DECLINED, HELD, TOO_FEW, WAITING, ReviewItem, Strategy, StrategyTag
from .opening import REVIEW

# Why a text is declined: what a reviewer may name, never shown to a member as blame.
REASONS = (
    "third_party", "method_dose", "medical_advice", "med_shaming", "war_story", "stigma_words", "crisis",
    "violence_abuse", "not_a_strategy",
)  # fmt: skip
UNSAID = "unsaid"


@dataclass(frozen=True)
class QueueItem:
    """One text under review, opened in memory. `step_id` is None for what came late."""

    id: UUID
    step_id: UUID | None
    status: str
    text: str
    share_beyond: bool
    flags: tuple[str, ...] = ()


def approve(
    session_id: UUID,
    item_id: UUID,
    points: Collection[str],
    by: UUID,
    *,
    text: str | None = None,
    confirmed: Collection[str] = (),
    heavy: bool = False,
) -> None:
    """Approve one text, as it is or as edited: now, and only now, plain text is written (P19, P20).

    All six points must be confirmed, and those that a hint marks once more (`confirmed`). `heavy` puts a warning
    before it. The sealed original goes in the same transaction. Raises Invalid, Refused, NotFound.
    """
    if missing := {point.id for point in content.review_points("en")} - set(points):
        raise Invalid("Confirm every point first (%(left)s left).", left=len(missing))

    def work(tx: Session) -> None:
        group_session = led(tx, session_id, by)
        item = _item(tx, group_session, item_id)
        if item.status in TOO_FEW:
            raise Refused("Too few wrote in this batch to show any of it.")
        opened = _opened(group_session, item)
        sealed_flags = opened.get("flags", []) if text is None else []
        words = opened["text"] if text is None else text
        check_shareable(words)
        check_confirmed(flags_of(words, sealed_flags), confirmed)
        tx.add(_approved(group_session, item, opened, text, heavy))
        tx.delete(item)
        group_session.touch()
        tell(tx, DeskChanged(session_id))

    db.write(work)


def hold(session_id: UUID, item_id: UUID, by: UUID) -> None:
    """Set a text aside, to decide later."""
    _set_status(session_id, item_id, by, HELD)


def decline(session_id: UUID, item_id: UUID, by: UUID, *, reason: str = UNSAID) -> None:
    """Decline a text; it can be put back until the review ends, then it is gone. Again, to give another reason.

    Of the `reason`, one of REASONS, the session keeps a count. It is sealed with the text while that waits, so that
    putting the text back takes it off the count, and erased with it. Raises Invalid, Refused, NotFound.
    """
    if reason not in (UNSAID, *REASONS):
        raise Invalid("Choose one of the reasons, or none.")
    _set_status(session_id, item_id, by, DECLINED, reason)


def put_back(session_id: UUID, item_id: UUID, by: UUID) -> None:
    """Put a held or declined text back into the queue."""
    _set_status(session_id, item_id, by, WAITING)


def reveal(session_id: UUID, step_id: UUID, turn: int, by: UUID) -> None:
    """Show all that was approved in the step to the group, together; of a scale or a poll, what may be told.

    Raises Refused, Stale, Ended, NotFound.
    """

    def work(tx: Session) -> None:
        group_session = leading(tx, session_id, by)
        group_session.expect(turn)
        step = step_of(group_session, step_id)
        if step.asks:
            reveal_answers(step)
        else:
            _reveal_approved(tx, step)
        group_session.move()
        tell(tx, StageChanged(session_id))

    db.write(work)


def use_as_example(session_id: UUID, strategy_id: UUID, by: UUID) -> None:
    """Put a strategy of the group's library beside the present step; it shows no origin (R34)."""

    def work(tx: Session) -> None:
        group_session = led(tx, session_id, by)
        strategy = tx.get(Strategy, strategy_id)
        if strategy is None or strategy.group_id != group_session.group_id or not strategy.published:
            raise NotFound
        step = group_session.current_step
        if step is None:
            raise Refused("Show a step first, then add an example to it.")
        step.examples = sorted({*step.examples, strategy.id.hex})
        group_session.touch()
        tell(tx, StageChanged(session_id))

    db.write(work)


def queue_of(tx: Session, group_session: GroupSession) -> list[QueueItem]:
    """The session's texts under review, opened in memory, in the order of their random ids."""
    items = tx.scalars(
        select(ReviewItem).where(ReviewItem.group_session_id == group_session.id).order_by(ReviewItem.id)
    ).all()
    queue = []
    for item in items:
        try:
            opened = _opened(group_session, item)
        except NotFound:
            continue
        flags = tuple(flags_of(opened["text"], opened.get("flags", [])))
        queue.append(QueueItem(item.id, item.step_id, item.status, opened["text"], opened["share_beyond"], flags))
    return queue


def _reveal_approved(tx: Session, step: Step) -> None:
    hidden = tx.scalars(select(Strategy).where(Strategy.step_id == step.id, Strategy.shown.is_(False))).all()
    if not hidden:
        raise Refused("Nothing is approved yet. Review the queue first.")
    step.reveal()
    for strategy in hidden:
        strategy.shown = True


def _item(tx: Session, group_session: GroupSession, item_id: UUID) -> ReviewItem:
    item = tx.get(ReviewItem, item_id)
    if item is None or item.group_session_id != group_session.id:
        raise NotFound("That card has been dealt with already.")
    return item


def _opened(group_session: GroupSession, item: ReviewItem) -> dict[str, Any]:
    try:
        return sealing.unseal(keys().read(group_session.review_key or ""), item.sealed, REVIEW)
    except (KeyLost, sealing.Unreadable):
        raise NotFound("That card has been dealt with already.") from None


def _approved(
    group_session: GroupSession, item: ReviewItem, opened: dict[str, Any], text: str | None, heavy: bool
) -> Strategy:
    words = opened["text"] if text is None else strategy_text(text)
    step = group_session.step(item.step_id) if item.step_id else None
    strategy = Strategy(
        id=db.new_id(),
        group_id=group_session.group_id,
        group_session_id=group_session.id,
        step_id=item.step_id,
        text=words,
        week=week_of(date.today()),
        language=content.language_of(words),
        edited=words != opened["text"],
        share_beyond=opened["share_beyond"],
        heavy=heavy,
        take_back=bytes.fromhex(opened["take_back"]),
    )
    strategy.tags = [StrategyTag(tag=tag) for tag in sorted(set(step.tags if step else ()))]
    return strategy


def _set_status(session_id: UUID, item_id: UUID, by: UUID, status: str, reason: str = "") -> None:
    def work(tx: Session) -> None:
        group_session = led(tx, session_id, by)
        item = _item(tx, group_session, item_id)
        if item.status in TOO_FEW:
            raise Refused("This batch can only be read privately, or erased.")
        item.status = status
        _note_reason(group_session, item, reason)
        group_session.touch()
        tell(tx, DeskChanged(session_id))

    db.write(work)


def _note_reason(group_session: GroupSession, item: ReviewItem, reason: str) -> None:
    """Count why a text was declined; it is not declined any more where `reason` is empty."""
    opened = _opened(group_session, item)
    if opened.get("reason", "") == reason:
        return
    counts = Counter(group_session.declined_for or {})
    counts.update([reason])
    counts.subtract([opened.get("reason", "")])
    group_session.declined_for = {name: count for name, count in counts.items() if name and count > 0}
    item.sealed = sealing.seal(keys().read(group_session.review_key or ""), opened | {"reason": reason}, REVIEW)
