"""Several processes: each tells the others that a session changed, and which phones it has. Nothing else travels.

Redis is an accelerator. Without it a process is alone; with it and lost, screens catch up from the database
within seconds (`Broadcasts.catch_up`). A message carries the kind of fact and one id, never content. Of phones, Redis
holds digests of their seats' random tokens for half a minute: a phone that comes to another process counts once.
"""

import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

import gevent
import redis

from ..accounts import SignInsEnded
from ..redis_link import NAMED, RedisLink, link_to, options
from ..sessions import DeskChanged, SeatsVoided, StageChanged
from .presence import Counts

log = logging.getLogger(__name__)

CHANNEL = "facilitator:facts"
KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (StageChanged, DeskChanged, SeatsVoided, SignInsEnded)}
SLOT = 5  # seconds; each process says every 10 which phones it has,
BACK = 4  # and those it named in one of so many slots are here
ATTENDED = 15  # seconds another process's console is believed to be there
LASTS = 12 * 3600  # seconds that what is known of a running session is kept
PAUSE = 2.0  # seconds before a lost channel is listened to again


class Bus:
    """One process alone: it tells nobody."""

    @property
    def in_touch(self) -> bool:
        """Whether what the other processes see is known."""
        return True

    def tell(self, fact: Any) -> None:
        """Tell the other processes."""

    def summed(self, session_id: UUID, phones: Collection[str], window: str | None, sent: int) -> Counts:
        """Phones and first answers, over all processes; `phones` are the tokens of those that are here."""
        return Counts(len(phones), sent)

    def most(self, session_id: UUID, here: int) -> int:
        """The most phones that were in at once; `here`: as far as this process knows."""
        return here

    def attended_elsewhere(self, session_id: UUID, here: bool) -> bool:
        """Whether another process has a console of the session; `here`: this one has, and tells the others."""
        return False

    def forget(self, session_ids: Collection[UUID]) -> None:
        """These sessions are over."""

    def listen(self, hear: Callable[[Any], None]) -> None:
        """Hear what the other processes tell, for ever."""


class RedisBus(Bus):
    """Processes on one Redis."""

    def __init__(self, url: str) -> None:
        self._link: RedisLink = link_to(url)
        self._redis = self._link.client
        self._listener = redis.Redis.from_url(url, **options() | {"socket_timeout": None})
        self._me = secrets.token_hex(8)
        self._attended: dict[UUID, bool] = {}

    @property
    def in_touch(self) -> bool:
        return self._link.in_touch

    def tell(self, fact: Any) -> None:
        if type(fact).__name__ in KINDS:
            message = {"from": self._me, "fact": type(fact).__name__, "id": _id_of(fact).hex}
            gevent.spawn(self._link.ask, self._redis.publish, CHANNEL, json.dumps(message))

    def summed(self, session_id: UUID, phones: Collection[str], window: str | None, sent: int) -> Counts:
        marks = [_mark(session_id, token) for token in phones]
        return self._link.ask(self._sum, session_id, marks, window, sent) or Counts(len(phones), sent)

    def most(self, session_id: UUID, here: int) -> int:
        known = self._link.ask(self._redis.get, _named("most", session_id.hex))
        return max(here, int(known or 0))

    def attended_elsewhere(self, session_id: UUID, here: bool) -> bool:
        """While Redis is lost, what was last known of the others holds: nobody is called missing on a guess."""
        known = self._link.ask(self._attend, _named("console", session_id.hex), here)
        if known is not None:
            self._attended[session_id] = known
        return self._attended.get(session_id, False)

    def forget(self, session_ids: Collection[UUID]) -> None:
        for session_id in session_ids:
            self._attended.pop(session_id, None)

    def listen(self, hear: Callable[[Any], None]) -> None:
        while True:
            try:
                self._listen(hear)
            except (redis.RedisError, OSError) as failure:
                log.warning("redis_lost", extra={"failure": type(failure).__name__})
            gevent.sleep(PAUSE)

    def _listen(self, hear: Callable[[Any], None]) -> None:
        with self._listener.pubsub(ignore_subscribe_messages=True) as channel:  # type: ignore[no-untyped-call]
            channel.subscribe(CHANNEL)
            for message in channel.listen():
                told = json.loads(message["data"])
                if told["from"] != self._me and told["fact"] in KINDS:
                    hear(KINDS[told["fact"]](UUID(told["id"])))

    def _attend(self, name: str, here: bool) -> bool:
        by = self._redis.get(name)
        if here:
            self._redis.set(name, self._me, ex=ATTENDED)
        return by is not None and by != self._me.encode()

    def _sum(self, session_id: UUID, marks: list[str], window: str | None, sent: int) -> Counts:
        """Add what is here, then read what all have: two round trips, whatever the number of processes."""
        slot = int(time.time()) // SLOT
        slots = [_named("here", session_id.hex, str(slot - back)) for back in range(BACK)]
        counted, most = _named("sent", window or ""), _named("most", session_id.hex)
        with self._redis.pipeline(transaction=False) as pipe:
            if marks:
                pipe.sadd(slots[0], *marks)
                pipe.expire(slots[0], (BACK + 1) * SLOT)
            if window and sent:
                pipe.hset(counted, self._me, sent)
                pipe.expire(counted, LASTS)
            pipe.get(most)
            pipe.hvals(counted)
            pipe.sunion(slots)
            known, all_sent, phones = pipe.execute()[-3:]
        if len(phones) > int(known or 0):
            self._redis.set(most, len(phones), ex=LASTS)
        return Counts(len(phones), sum(int(one) for one in all_sent))


def _named(*parts: str) -> str:
    return NAMED + ":".join(parts)


def _mark(session_id: UUID, token: str) -> str:
    """A phone, told apart from others of its session and from nothing else."""
    return hashlib.sha256(session_id.bytes + token.encode()).hexdigest()[:24]


def _id_of(fact: Any) -> UUID:
    """The one id a fact carries: of a session, or of an account."""
    found: UUID = fact.account_id if isinstance(fact, SignInsEnded) else fact.session_id
    return found


def bus_at(url: str | None) -> Bus:
    return RedisBus(url) if url else Bus()
