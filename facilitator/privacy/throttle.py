"""Slow down guessing without keeping an address.

A place is a network prefix (/24 or /64) under a random key, which lives in memory and changes at every start, or
every day: it can be compared with itself and with nothing else. Only failures count, so that a whole clinic behind one
address is never locked out by its own members. Several processes count together on one Redis, in which every name
stands under the same day's key; while Redis is lost, each process goes on with its own counts.
"""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Callable

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from ..errors import TooMany
from ..redis_link import NAMED, RedisLink, link_to, options

_KEY = secrets.token_bytes(32)
_PREFIX = {4: 24, 6: 64}


_EVERYWHERE = "everywhere"


class _Together:
    """The counts of several processes."""

    def __init__(self, url: str) -> None:
        self.link: RedisLink = link_to(url)
        storage = RedisStorage(url, key_prefix=f"{NAMED}tries", **options())
        self._limiter = MovingWindowRateLimiter(storage)

    def ask(self, act: str, limit: RateLimitItem, kind: str, who: str) -> bool | None:
        """What the limiter says, or None while Redis is lost."""
        mark = self.link.digest(f"{kind} {who}")
        return None if mark is None else self.link.ask(getattr(self._limiter, act), limit, mark)


_together: _Together | None = None


def use(redis_url: str | None) -> None:
    """Count in this process alone, or together with all that share a Redis."""
    global _together
    _together = _Together(redis_url) if redis_url else None


class Failures:
    """Failures of one kind, by place. `limit` is such as "30 per 10 minutes"; `together` bounds all places.

    `kind` names them among all processes; without one they are counted in this process alone.
    """

    def __init__(self, limit: str, together: str | None = None, *, kind: str = "") -> None:
        self._limit: RateLimitItem = parse(limit)
        self._together: RateLimitItem | None = parse(together) if together else None
        self._kind = kind
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, place: str) -> None:
        """Raises TooMany when this place has failed too often, or all places together have."""
        if not self._ask("test", self._limit, place):
            raise TooMany
        if self._together and not self._ask("test", self._together, _EVERYWHERE):
            raise TooMany

    def take(self, place: str, words: str | None = None) -> None:
        """Count a try before it is made, so that tries at the same moment count too. Raises TooMany, with `words`."""
        if not self._ask("hit", self._limit, place):
            raise TooMany(words) if words else TooMany()

    def count(self, place: str) -> None:
        self._ask("hit", self._limit, place)
        if self._together:
            self._ask("hit", self._together, _EVERYWHERE)

    def _ask(self, act: str, limit: RateLimitItem, place: str) -> bool:
        """Counted here in any case: what was counted before Redis was lost still counts."""
        here: Callable[[RateLimitItem, str], bool] = getattr(self._limiter, act)
        alone = here(limit, place)
        if _together is None or not self._kind:
            return alone
        shared = _together.ask(act, limit, self._kind, place)
        return alone if shared is None else alone and shared


def place_of(address: str | None) -> str:
    """An opaque name of the network that `address` is in."""
    try:
        ip = ipaddress.ip_address(address or "")
        network = str(ipaddress.ip_network((ip, _PREFIX[ip.version]), strict=False))
    except ValueError:
        network = "unknown"
    shared = _together.link.digest(network) if _together else None
    return shared or hmac.new(_KEY, network.encode(), hashlib.sha256).hexdigest()[:32]
