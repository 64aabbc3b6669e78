"""Which screens are here. Kept in memory only, counted and never listed; a restart forgets it all.

What a console shows of it moves on a tick and not with the person: a number that changed at the moment when
somebody put a phone down would say who that was (P9).
"""

import time
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

MEMBER, SCREEN, CONSOLE = "member", "screen", "console"
AUDIENCES = (MEMBER, SCREEN, CONSOLE)
POLLED = 15.0  # seconds a phone without a socket counts as here after it last asked
MISSED = 15.0  # seconds without any console after which members are told that it is coming back


@dataclass(frozen=True)
class Place:
    """Where a screen sits: a session, an audience, a language.

    `token` tells phones apart and names a console's account, `sign_in` its browser's sign-in, `seating` how often the
    session's seats had been voided when a phone took its own; they stay in memory.
    """

    session_id: UUID
    audience: str
    language: str
    token: str = ""
    sign_in: UUID | None = None
    seating: int = 0

    @property
    def room(self) -> str:
        return room(self.session_id, self.audience, self.language)


@dataclass(frozen=True)
class Counts:
    """What consoles were last told."""

    phones: int = 0
    sent: int = 0


def room(session_id: UUID, audience: str, language: str) -> str:
    return f"{session_id.hex}:{audience}:{language}"


class Presence:
    """The screens of this process."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._rooms: dict[UUID, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._phones: dict[UUID, Counter[str]] = defaultdict(Counter)
        self._polled: dict[UUID, dict[str, float]] = defaultdict(dict)
        self._sent: dict[UUID, Counter[str]] = defaultdict(Counter)
        self._attended: dict[UUID, float] = {}
        self._elsewhere: dict[UUID, float] = {}
        self._most: dict[UUID, int] = {}
        self.told: dict[UUID, Counts] = {}

    def arrive(self, sid: str, place: Place) -> None:
        self._places[sid] = place
        self._rooms[place.session_id][place.audience, place.language] += 1
        if place.audience == MEMBER:
            self._phones[place.session_id][place.token] += 1
        if place.audience == CONSOLE:
            self.attend(place.session_id)

    def leave(self, sid: str) -> Place | None:
        place = self._places.pop(sid, None)
        if place is not None:
            _take_one(self._rooms[place.session_id], (place.audience, place.language))
            if place.audience == MEMBER:
                _take_one(self._phones[place.session_id], place.token)
            if place.audience == CONSOLE:
                self.attend(place.session_id)
            self._tidy(place.session_id)
        return place

    def polled(self, place: Place) -> None:
        """A phone without a socket asked for its fragments."""
        self._polled[place.session_id][place.token] = time.monotonic() + POLLED

    def attend(self, session_id: UUID) -> None:
        """A console is, or was a moment ago, looking at the session."""
        self._attended[session_id] = time.monotonic()

    def attended_elsewhere(self, session_id: UUID) -> None:
        """Another process has a console of the session."""
        self._elsewhere[session_id] = time.monotonic()

    def attended_here(self, session_id: UUID) -> bool:
        """Whether a console of this process looked at the session in the last seconds."""
        return self._unattended_here(session_id) <= MISSED

    def unattended_for(self, session_id: UUID) -> float:
        """Seconds since a console last looked; the clock starts when it is first asked about."""
        told = time.monotonic() - self._elsewhere.get(session_id, float("-inf"))
        return min(told, self._unattended_here(session_id))

    def _unattended_here(self, session_id: UUID) -> float:
        if any(audience == CONSOLE for audience, _ in self._rooms.get(session_id, ())):
            return 0.0
        return time.monotonic() - self._attended.setdefault(session_id, time.monotonic())

    def languages(self, session_id: UUID, audience: str) -> list[str]:
        """Languages in which this audience is here now."""
        return sorted(language for who, language in self._rooms.get(session_id, ()) if who == audience)

    def sessions(self) -> set[UUID]:
        """Sessions with a screen of this process."""
        return {session_id for session_id, rooms in self._rooms.items() if rooms}

    def counted(self) -> set[UUID]:
        """Sessions of which this process has something to count: a screen, a phone that asks, an answer."""
        now = time.monotonic()
        asked = {session_id for session_id, phones in self._polled.items() if max(phones.values(), default=0) > now}
        return self.sessions() | asked | set(self._sent)

    def seated_before(self, session_id: UUID, seating: int) -> dict[str, Place]:
        """The sockets of phones whose seat was taken before the session's seats were voided."""
        here = self._places.items()
        return {
            sid: one
            for sid, one in here
            if one.session_id == session_id and one.audience == MEMBER and one.seating < seating
        }

    def consoles_of(self, token: str) -> list[str]:
        """The sockets on which an account's consoles are here."""
        return [sid for sid, place in self._places.items() if place.audience == CONSOLE and place.token == token]

    def sockets(self) -> list[str]:
        """The sockets of all screens."""
        return list(self._places)

    def sign_ins(self) -> dict[str, UUID]:
        """The sign-in with which each console here came in, by its socket."""
        return {sid: place.sign_in for sid, place in self._places.items() if place.sign_in is not None}

    def tokens(self, session_id: UUID) -> set[str]:
        """What tells the phones that are here apart."""
        now = time.monotonic()
        polled = {token: until for token, until in self._polled.get(session_id, {}).items() if until > now}
        if polled:
            self._polled[session_id] = polled
        else:
            self._polled.pop(session_id, None)
        found = {*polled, *self._phones.get(session_id, ())}
        self._most[session_id] = max(len(found), self._most.get(session_id, 0))
        return found

    def phones(self, session_id: UUID) -> int:
        return len(self.tokens(session_id))

    def most(self, session_id: UUID) -> int:
        """The most phones that were here at once, this moment included."""
        self.tokens(session_id)
        return self._most[session_id]

    def counts(self, session_id: UUID) -> Counts:
        """What consoles may be told now: as of the last tick."""
        return self.told.get(session_id, Counts())

    def sent(self, session_id: UUID, window: str) -> None:
        self._sent[session_id][window] += 1

    def sent_in(self, session_id: UUID, window: str | None) -> int:
        """First answers that this process committed in the window that is open now; of older ones nothing is kept."""
        counted = self._sent.get(session_id)
        if counted is None:
            return 0
        for over in counted.keys() - {window}:
            del counted[over]
        if not counted:
            del self._sent[session_id]
        return counted[window] if window else 0

    def over(self, running: Collection[UUID]) -> set[UUID]:
        """Forget the sessions that run no more and that nobody here looks at; which they were."""
        known = {*self._polled, *self._attended, *self._elsewhere, *self._most, *self.told, *self._sent}
        gone = known - set(running) - self.sessions()
        for session_id in gone:
            for kept in (self._polled, self._attended, self._elsewhere, self._most, self.told, self._sent):
                kept.pop(session_id, None)
        return gone

    def _tidy(self, session_id: UUID) -> None:
        if not self._rooms[session_id]:
            del self._rooms[session_id]
            self._phones.pop(session_id, None)


def _take_one(counter: "Counter[Any]", key: Any) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
