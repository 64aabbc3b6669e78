"""After a commit: render once for each audience and language that is here, and push."""

import logging
from typing import Any
from uuid import UUID

from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import select

from .. import db
from ..accounts import SignInsEnded, registry
from ..errors import NotFound
from ..events import listens_to
from ..sessions import DeskChanged, GroupSession, SeatsVoided, Sent, StageChanged, Step
from .bus import Bus
from .duty import Duty, duty_now
from .frames import Fragments
from .presence import AUDIENCES, CONSOLE, MEMBER, MISSED, SCREEN, Counts, Presence, room

log = logging.getLogger(__name__)


class Broadcasts:
    """Pushes to the screens of this process. The database is the truth; a lost push is caught up by the tick."""

    def __init__(self, app: Flask, socketio: SocketIO, fragments: Fragments, presence: Presence, bus: Bus) -> None:
        self._app = app
        self._socketio = socketio
        self._fragments = fragments
        self.presence = presence
        self.bus = bus
        self.caught_up = 0  # sessions whose change was found and not told
        self._pushed: dict[UUID, int] = {}
        self._missed: set[UUID] = set()
        self._duty: dict[UUID, Duty] = {}

    def push(self, session_id: UUID, audiences: tuple[str, ...] = AUDIENCES) -> None:
        """Render and push what these audiences see now, to those of them who are here."""
        for audience in audiences:
            for language in self.presence.languages(session_id, audience):
                self._push(session_id, audience, language)

    def void(self, session_id: UUID) -> None:
        """Tell every phone that its seat is void, and take it out of its room: nobody hears on without a new seat."""
        with db.reading() as tx:
            seating = tx.scalar(select(GroupSession.seating).where(GroupSession.id == session_id))
        self._void(session_id, seating or 0)

    def _void(self, session_id: UUID, seating: int) -> None:
        """Phones that took a new seat in the meantime stay."""
        for sid, place in self.presence.seated_before(session_id, seating).items():
            self._socketio.emit("void", {}, to=sid)
            self._socketio.server.leave_room(sid, place.room)

    def sign_out(self, account_id: UUID) -> None:
        """Hang up on the account's consoles: those that may still look come back by themselves."""
        for sid in self.presence.consoles_of(account_id.hex):
            self._socketio.server.disconnect(sid)

    def tick_sign_ins(self) -> None:
        """Hang up on consoles whose sign-in ended by itself, or whose end this process was never told of."""
        here = self.presence.sign_ins()
        standing = registry.standing(here.values()) if here else set()
        for sid, sign_in_id in here.items():
            if sign_in_id not in standing:
                self._socketio.server.disconnect(sid)

    def seen(self, session_id: UUID, revision: int) -> None:
        """A screen came in and was shown this revision: whatever is newer has still to be pushed."""
        self._pushed.setdefault(session_id, revision)

    def catch_up(self) -> None:
        """Push whatever a lost hint left behind, seats that are void included: one query for all sessions here."""
        here = self.presence.sessions()
        if not here:
            self._pushed.clear()
            return
        with db.reading() as tx:
            wanted = select(GroupSession.id, GroupSession.revision, GroupSession.seating)
            rows = tx.execute(wanted.where(GroupSession.id.in_(here))).all()
        for session_id, revision, seating in rows:
            if revision > self._pushed.get(session_id, 0):
                self.caught_up += 1
                self._void(session_id, seating)
                self.push(session_id)
        for gone in self._pushed.keys() - here:
            del self._pushed[gone]

    def tick_counts(self) -> None:
        """Every ten seconds the consoles learn how many phones are in and whether most have sent."""
        here = self.presence.sessions()
        for session_id in self.presence.counted():
            counts = self._count(session_id)
            if session_id in here and counts != self.presence.told.get(session_id):
                self.presence.told[session_id] = counts
                self.push(session_id, (CONSOLE,))

    def tick_duty(self) -> None:
        """Whatever a lost hint left behind on a duty board, and calls that are over."""
        for session_id in self.presence.sessions():
            duty = duty_now(session_id)
            if duty != self._duty.get(session_id, Duty()):
                self._duty[session_id] = duty
                self.push(session_id, (CONSOLE,))

    def tick_consoles(self) -> None:
        """Members and the wall are told when no console is there, and when one is back."""
        here = self.presence.counted()
        missed = {session_id for session_id in here if self.unattended_for(session_id) > MISSED}
        changed = missed ^ (self._missed & here)
        self._missed = missed
        for session_id in changed:
            self.push(session_id, (MEMBER, SCREEN))

    def unattended_for(self, session_id: UUID) -> float:
        """Seconds since a console of any process looked at the session."""
        if self.bus.attended_elsewhere(session_id, self.presence.attended_here(session_id)):
            self.presence.attended_elsewhere(session_id)
        return self.presence.unattended_for(session_id)

    def most_phones(self, session_id: UUID) -> int:
        """The most phones that were in at once, at all processes."""
        return self.bus.most(session_id, self.presence.most(session_id))

    def over(self, running: set[UUID]) -> None:
        """Forget the sessions that run no more."""
        self.bus.forget(self.presence.over(running))

    def _count(self, session_id: UUID) -> Counts:
        with db.reading() as tx:
            window = tx.scalar(
                select(Step.window_key)
                .join(GroupSession, GroupSession.current_step_id == Step.id)
                .where(GroupSession.id == session_id)
            )
        sent = self.presence.sent_in(session_id, window)
        return self.bus.summed(session_id, self.presence.tokens(session_id), window, sent)

    def _push(self, session_id: UUID, audience: str, language: str) -> None:
        try:
            frames = self._fragments.frames(session_id, audience, language)
        except NotFound:
            return
        to = room(session_id, audience, language)
        for frame in frames:
            self._socketio.emit("fragment", frame, to=to)
            self._pushed[session_id] = max(frame["revision"], self._pushed.get(session_id, 0))


_broadcasts: Broadcasts | None = None


def use(broadcasts: Broadcasts) -> None:
    """Make these the broadcasts of this process."""
    global _broadcasts
    _broadcasts = broadcasts


@listens_to(StageChanged, DeskChanged, SeatsVoided, Sent, SignInsEnded)
def announce(fact: StageChanged | DeskChanged | SeatsVoided | Sent | SignInsEnded) -> None:
    """A fact was committed here: tell the screens of this process, and the other processes."""
    if _broadcasts is not None:
        hear(_broadcasts, fact)
        _broadcasts.bus.tell(fact)


def hear(broadcasts: Broadcasts, fact: Any) -> None:
    """Tell the screens of this process of a fact, wherever it was committed."""
    match fact:
        case StageChanged(session_id):
            broadcasts.push(session_id)
        case DeskChanged(session_id):
            broadcasts.push(session_id, (CONSOLE,))
        case SeatsVoided(session_id):
            broadcasts.void(session_id)
        case SignInsEnded(account_id):
            broadcasts.sign_out(account_id)
        case Sent(session_id, window):
            broadcasts.presence.sent(session_id, window)
