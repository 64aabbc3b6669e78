"""The silent line "Someone here may need help": no count, no step, no text, and never with the envelope.

A text that calls for help is noted in memory when it has been committed. The clock's next tick writes the line to the
session, in a transaction of its own, so that no row and no place in a log ties it to an envelope. What a crash took
before that tick is found again at the start, in the sealed envelopes (`strategies.find_lost_alerts`).
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db
from ..db import tell
from ..events import listens_to
from ..sessions import DeskChanged, GroupSession, led
from .facts import MayNeedHelp

NONE, OPEN, HANDED = "", "open", "handed"

_waiting: set[UUID] = set()


def calls_for_help(signals: Iterable[str]) -> bool:
    """Whether one of these signals is one that consoles are told of."""
    known = content.signals("en")
    return any(signal in known and known[signal].alerts for signal in signals)


@listens_to(MayNeedHelp)
def note(fact: MayNeedHelp) -> None:
    """Keep in mind, until the next tick, that consoles of a session are to be told."""
    _waiting.add(fact.session_id)


def raise_waiting() -> None:
    """Tell the consoles of all sessions that wait for it: the clock's tick, every ten seconds."""
    if not _waiting:
        return
    due = set(_waiting)
    _waiting.clear()

    def work(tx: Session) -> None:
        for group_session in tx.scalars(select(GroupSession).where(GroupSession.id.in_(due)).with_for_update()):
            group_session.alert = OPEN
            tell(tx, DeskChanged(group_session.id))

    try:
        db.write(work)
    except Exception:
        _waiting.update(due)
        raise


def answer_alert(session_id: UUID, by: UUID) -> None:
    """A facilitator has seen the line: it goes. Raises NotFound."""
    _set(session_id, by, NONE)


def hand_over_alert(session_id: UUID, by: UUID) -> None:
    """A facilitator hands it to another one: the line stays, and says so. Raises NotFound."""
    _set(session_id, by, HANDED)


def _set(session_id: UUID, by: UUID, state: str) -> None:
    def work(tx: Session) -> None:
        group_session = led(tx, session_id, by)
        if group_session.alert != NONE:
            group_session.alert = state
        tell(tx, DeskChanged(session_id))

    db.write(work)
