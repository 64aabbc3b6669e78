"""The duty board: what calls for a facilitator now. Each line is answered or handed over (R41, R43)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from .. import db, safety
from ..safety.calling import OPEN as ASKED
from ..sessions import GroupSession


@dataclass(frozen=True)
class Duty:
    """`alert`: nothing, open or handed over; a bare line without count, step or text. `calls`: people to be found."""

    alert: str = ""
    calls: tuple[safety.Call, ...] = ()

    @property
    def open_calls(self) -> int:
        return sum(call.state == ASKED for call in self.calls)

    @property
    def open(self) -> bool:
        """Whether something has been neither answered nor handed over."""
        return self.alert == safety.OPEN or self.open_calls > 0


def duty_of(session_id: UUID, alert: str) -> Duty:
    """The board of a session whose alert stands so."""
    return Duty(alert, tuple(safety.calls().of(session_id)))


def duty_now(session_id: UUID) -> Duty:
    """The board as it is now."""
    with db.reading() as tx:
        alert = tx.scalar(select(GroupSession.alert).where(GroupSession.id == session_id))
    return duty_of(session_id, alert or "")
