"""Redis, as a process reaches it: asked briefly, and left alone for a while after it did not answer.

Redis is an accelerator, and nothing correct rests on it. Stopped, frozen or unreachable, it must not hold up a page:
the first question that fails costs `PATIENCE` at most, and for `PAUSE` after that nobody asks at all.
"""

import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

T = TypeVar("T")
log = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds for one answer
PAUSE = 3.0  # seconds after a failure until it is asked again
NAMED = "facilitator:"  # what the user of deploy/redis-user.conf.example may touch
DAY = 86_400
KEY_KEPT = 60.0  # seconds a process goes on with the day's key before it asks again


class RedisLink:
    """One Redis. Safe to share by everything in a process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client: Any = redis.Redis.from_url(url, **options())
        self._quiet_until = 0.0
        self._key = (b"", 0.0)

    @property
    def in_touch(self) -> bool:
        """Whether it answered when it was last asked."""
        return self._quiet_until == 0.0

    def ask(self, act: Callable[..., T], *arguments: Any) -> T | None:
        """What `act` gives, or None where Redis does not answer."""
        if time.monotonic() < self._quiet_until:
            return None
        try:
            answer = act(*arguments)
        except (redis.RedisError, OSError) as failure:
            self._quiet_until = time.monotonic() + PAUSE
            log.warning("redis_lost", extra={"failure": type(failure).__name__})
            return None
        self._quiet_until = 0.0
        return answer

    def is_first(self, name: str, seconds: int) -> bool | None:
        """Whether no process has said this within so many seconds; None where Redis does not answer."""
        return self.ask(lambda: bool(self.client.set(NAMED + name, 1, nx=True, ex=seconds)))

    def digest(self, words: str) -> str | None:
        """`words` under a random key that all processes share for a day at most, and that is on no disk."""
        key, until = self._key
        if time.monotonic() >= until:
            key = self.ask(self._day_key) or b""
            self._key = (key, time.monotonic() + KEY_KEPT) if key else (b"", 0.0)
        return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()[:32] if key else None

    def _day_key(self) -> bytes:
        name = f"{NAMED}day-key"
        self.client.set(name, secrets.token_hex(32), nx=True, ex=DAY)
        found: bytes | None = self.client.get(name)
        return found or b""


def options() -> dict[str, Any]:
    """How a client waits: not for long, and never again by itself (redis-py would try three times more)."""
    return {
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": PATIENCE,
        "socket_keepalive": True,
        "health_check_interval": 15,
        "retry": Retry(NoBackoff(), 0),
    }


@cache
def link_to(url: str) -> RedisLink:
    """This process's link to the Redis at `url`: one, so that what one part learns of it holds for all."""
    return RedisLink(url)
