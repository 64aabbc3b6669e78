"""How often a tool may ask: so many requests a minute for each token, counted in memory, or in Redis where it is."""

import time

from limits import parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

from ..redis_link import NAMED, link_to, options

LIMIT = "120 per minute"
SHARED = f"{NAMED}api"


class Pace:
    """The requests of each token. While Redis is lost, each process counts its own."""

    def __init__(self, redis_url: str | None = None, limit: str = LIMIT) -> None:
        self._limit = parse(limit)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._link = self._shared = None
        if redis_url:
            self._link = link_to(redis_url)
            self._shared = FixedWindowRateLimiter(RedisStorage(redis_url, key_prefix=SHARED, **options()))

    def wait(self, who: str) -> int:
        """Count a request of `who`; return the seconds to wait where it is one too many, else 0."""
        if self._link is not None and self._shared is not None:
            waits = self._link.ask(self._counted, self._shared, who)
            if waits is not None:
                return waits
        return self._counted(self._own, who)

    def _counted(self, limiter: FixedWindowRateLimiter, who: str) -> int:
        if limiter.hit(self._limit, who):
            return 0
        return max(1, round(limiter.get_window_stats(self._limit, who).reset_time - time.time()))
