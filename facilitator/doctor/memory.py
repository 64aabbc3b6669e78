"""Redis: there, quick enough, and with a user who may do what the application asks, and no more."""

import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

import redis
from limits import parse
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from ..config import Config
from ..live.bus import CHANNEL
from ..redis_link import NAMED, options
from .finding import BROKEN, LOOK, OK, Finding

NAME = "redis"
SLOW = 0.02  # seconds for one answer, on one host
ALLOW = "Give its user the rights of deploy/redis-user.conf.example."


def memory(config: Config) -> Iterator[Finding]:
    if config.redis_url is None:
        yield Finding(NAME, OK, "None, and one process needs none.")
        return
    client: Any = redis.Redis.from_url(config.redis_url, **options())
    try:
        client.ping()
        began = time.monotonic()
        client.ping()
        took = time.monotonic() - began
        refused = list(_refused(client, config.redis_url))
    except (redis.RedisError, OSError) as failure:
        yield Finding(
            NAME, BROKEN, f"It does not answer ({type(failure).__name__}).",
            "Is it running, and is REDIS_URL right? Until then screens follow within 3 seconds, by the database.",
        )  # fmt: skip
        return
    if refused:
        yield Finding(NAME, BROKEN, f"Its user may not {', '.join(refused)}.", ALLOW)
        return
    state = LOOK if took > SLOW else OK
    yield Finding(NAME, state, f"It answers in {took * 1000:.1f} ms.", "Run it on this host." if state == LOOK else "")
    yield from _too_open(client)


def _refused(client: Any, url: str) -> Iterator[str]:
    """What of all that the application asks is not allowed. Nothing of it stays for longer than a minute."""
    mark = f"{NAMED}doctor:{secrets.token_hex(8)}"
    storage = RedisStorage(url, key_prefix=f"{NAMED}tries", **options())
    window, pace = MovingWindowRateLimiter(storage), FixedWindowRateLimiter(storage)
    limit, table, phones = parse("5 per minute"), f"{mark}:table", f"{mark}:phones"
    tries: dict[str, list[Callable[[], Any]]] = {
        "set and get": [lambda: client.set(mark, 1, nx=True, ex=60), lambda: client.get(mark)],
        "count": [lambda: client.hset(table, "one", 1), lambda: client.hvals(table), lambda: client.hgetall(table)],
        "forget": [lambda: client.expire(table, 60)],
        "tell phones apart": [lambda: client.sadd(phones, "a"), lambda: client.sunion([phones, f"{mark}:none"])],
        "forget phones": [lambda: client.expire(phones, 60)],
        "tell the others": [lambda: client.publish(f"{CHANNEL}:doctor", "{}")],
        "slow down guessing": [lambda: window.hit(limit, mark), lambda: window.test(limit, mark)],
        "pace tools": [lambda: pace.hit(limit, f"{mark}:pace"), lambda: pace.get_window_stats(limit, f"{mark}:pace")],
    }
    for name, acts in tries.items():
        try:
            for act in acts:
                act()
        except redis.exceptions.NoPermissionError:
            yield name


def _too_open(client: Any) -> Iterator[Finding]:
    """A user who may ask for the settings may do everything; then they are looked at, too."""
    try:
        saves, appends = (client.config_get(name)[name] for name in ("save", "appendonly"))
    except redis.RedisError:
        return
    yield Finding(NAME, LOOK, "Its user may do everything.", ALLOW)
    if saves or appends != "no":
        yield Finding(NAME, LOOK, "It writes what it holds to a disk.", "Use deploy/redis.conf.")
