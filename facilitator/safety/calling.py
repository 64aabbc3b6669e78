"""Calls to be found: a phone shows a random shape in a random colour, the consoles show the same, and nobody is named.

A call lives in memory for 30 minutes and in no database (R43); with several processes it lives in Redis, under a
digest of a secret that the phone made for it. It is tied to no seat and to no text. The phone is told "They have seen
it" only when a console has answered.
"""

import hashlib
import json
import secrets
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from itertools import product
from uuid import UUID

from ..errors import Busy, Invalid, NotFound
from ..redis_link import NAMED, link_to

SHAPES = ("circle", "square", "triangle", "diamond", "star", "heart", "moon", "plus")
COLOURS = ("blue", "orange", "yellow", "purple", "white")
OPEN, WITH, HANDED, GONE = "open", "with", "handed", "gone"
LIVES = 30 * 60  # seconds
MOST = 20  # calls of one session at a time
SECRET = 32  # hex digits: 128 random bits, made on the phone


@dataclass(frozen=True)
class Call:
    """A call as consoles know it. `id` is not the phone's secret; `state`: open, with, handed or gone."""

    id: str
    shape: str
    colour: str
    state: str
    until: float

    @property
    def seen(self) -> bool:
        return self.state in (WITH, HANDED)


Kept = dict[str, Call]


class Calls:
    """The calls of one process, by session and by the digest of the phone's secret."""

    def __init__(self) -> None:
        self._mine: dict[UUID, Kept] = defaultdict(dict)

    def ask(self, session_id: UUID, secret: str) -> Call:
        """The phone's call: a new one, or the same again. Raises Invalid, and Busy when too many call."""
        mark = _mark(secret)
        kept = self._living(session_id)
        if mark not in kept:
            self._keep(session_id, mark, _new(kept))
        return self._living(session_id)[mark]

    def find(self, session_id: UUID, secret: str) -> Call | None:
        """The phone's call, if it has one that is not over."""
        return self._living(session_id).get(_mark(secret))

    def cancel(self, session_id: UUID, secret: str) -> None:
        """The phone takes its call back."""
        if (call := self.find(session_id, secret)) is not None:
            self._keep(session_id, _mark(secret), replace(call, state=GONE))

    def answer(self, session_id: UUID, call_id: str, state: str) -> None:
        """A console answers a call: with, handed, or gone when it is dealt with. Raises NotFound."""
        for mark, call in self._living(session_id).items():
            if call.id == call_id:
                return self._keep(session_id, mark, replace(call, state=state))
        raise NotFound

    def of(self, session_id: UUID) -> list[Call]:
        """The session's calls, those nobody has answered first, then in an order of their random ids."""
        return sorted(self._living(session_id).values(), key=lambda call: (call.seen, call.id))

    def _living(self, session_id: UUID) -> Kept:
        now = time.time()
        kept = self._all(session_id)
        return {mark: call for mark, call in kept.items() if call.until > now and call.state != GONE}

    def _all(self, session_id: UUID) -> Kept:
        now = time.time()
        mine = self._mine[session_id]
        for mark in [mark for mark, call in mine.items() if call.until <= now]:
            del mine[mark]
        if not mine:
            del self._mine[session_id]
        return dict(mine)

    def _keep(self, session_id: UUID, mark: str, call: Call) -> None:
        self._mine[session_id][mark] = call


class SharedCalls(Calls):
    """The calls of several processes on one Redis. While Redis is lost, each process goes on with its own.

    What could not be shared is shared as soon as Redis answers again, and so is what Redis forgot.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._link = link_to(url)
        self._redis = self._link.client
        self._unshared: set[tuple[UUID, str]] = set()

    def _all(self, session_id: UUID) -> Kept:
        for session, mark in list(self._unshared):
            self._share(session, mark)
        shared = self._link.ask(self._redis.hgetall, _name(session_id))
        if shared is not None:
            self._take_in(session_id, {mark.decode(): Call(**json.loads(call)) for mark, call in shared.items()})
        return super()._all(session_id)

    def _take_in(self, session_id: UUID, shared: Kept) -> None:
        forgotten = super()._all(session_id).keys() - shared.keys()
        fresh = {mark: call for mark, call in shared.items() if (session_id, mark) not in self._unshared}
        if fresh:
            self._mine[session_id].update(fresh)
        for mark in forgotten:
            self._share(session_id, mark)

    def _keep(self, session_id: UUID, mark: str, call: Call) -> None:
        super()._keep(session_id, mark, call)
        self._share(session_id, mark)

    def _share(self, session_id: UUID, mark: str) -> None:
        call = self._mine.get(session_id, {}).get(mark)
        if call is not None and self._link.ask(self._put, _name(session_id), mark, json.dumps(asdict(call))) is None:
            self._unshared.add((session_id, mark))
        else:
            self._unshared.discard((session_id, mark))

    def _put(self, name: str, mark: str, call: str) -> bool:
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.hset(name, mark, call)
            pipe.expire(name, LIVES)
            pipe.execute()
        return True


def _name(session_id: UUID) -> str:
    return f"{NAMED}calls:{session_id.hex}"


def _mark(secret: str) -> str:
    if len(secret) != SECRET or not all(mark in "0123456789abcdef" for mark in secret):
        raise Invalid("That did not arrive whole. Please try again.")
    return hashlib.sha256(b"find me" + bytes.fromhex(secret)).hexdigest()


def _new(kept: Kept) -> Call:
    taken = {(call.shape, call.colour) for call in kept.values()}
    if len(taken) >= MOST:
        raise Busy("Too many people ask at once. Walk over, or call.")
    shape, colour = secrets.choice([pair for pair in product(SHAPES, COLOURS) if pair not in taken])
    return Call(secrets.token_hex(8), shape, colour, OPEN, time.time() + LIVES)


_calls = Calls()


def use(redis_url: str | None) -> None:
    """Begin with no calls: in this process's memory, or on a Redis that several processes share."""
    global _calls
    _calls = SharedCalls(redis_url) if redis_url else Calls()


def calls() -> Calls:
    """The calls of this process."""
    return _calls
