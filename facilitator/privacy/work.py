"""Proof of work: where too many codes were wrong, a phone pays with a second of its time, and nobody is locked out.

A riddle is a seed and a signature; nothing is kept of it until it is answered. Its answer is sixteen numbers. The
SHA-256 of `SEED:INDEX:NUMBER` must begin with thirteen zero bits for each index from 0 to 15: about 130,000 hashes,
and sixteen small parts vary less from phone to phone than a large one.
"""

import hashlib
import hmac
import re
import secrets
import time

from ..redis_link import link_to

PARTS = 16
ZERO_BITS = 13
GOOD_FOR = 5 * 60  # seconds
FORGETS_AT = 1000  # answered riddles, before those too old to be handed in again are forgotten
_RIDDLE = re.compile(r"([0-9a-f]{32})\.([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)
_ANSWER = re.compile(rf"[0-9]{{1,10}}(,[0-9]{{1,10}}){{{PARTS - 1}}}", re.ASCII)


class Riddles:
    """Asks and checks. Processes with one `secret_key` take each other's, and with one Redis each riddle once.

    While Redis is lost, each process takes one riddle once.
    """

    def __init__(self, secret_key: str, redis_url: str | None = None) -> None:
        self._key = hashlib.sha256(b"facilitator-work" + secret_key.encode()).digest()
        self._answered: dict[str, int] = {}
        self._link = link_to(redis_url) if redis_url else None

    def ask(self) -> str:
        seed, until = secrets.token_hex(16), int(time.time()) + GOOD_FOR
        return f"{seed}.{until}.{self._signature(seed, until)}"

    def accept(self, riddle: str, answer: str) -> bool:
        """Whether this is the work asked for, not too old, and handed in for the first time."""
        found = _RIDDLE.fullmatch(riddle)
        if found is None or _ANSWER.fullmatch(answer) is None:
            return False
        seed, until = found[1], int(found[2])
        if not hmac.compare_digest(self._signature(seed, until), found[3]) or until < time.time():
            return False
        return _solves(seed, answer) and self._is_first(seed, until)

    def _signature(self, seed: str, until: int) -> str:
        return hmac.new(self._key, f"{seed}.{until}".encode(), hashlib.sha256).hexdigest()

    def _is_first(self, seed: str, until: int) -> bool:
        if len(self._answered) >= FORGETS_AT:
            now = time.time()
            self._answered = {other: ends for other, ends in self._answered.items() if ends >= now}
        if seed in self._answered:
            return False
        self._answered[seed] = until
        return self._link is None or self._link.is_first(f"riddle:{seed}", GOOD_FOR) is not False


def _solves(seed: str, answer: str) -> bool:
    return all(is_part(seed, index, int(number)) for index, number in enumerate(answer.split(",")))


def is_part(seed: str, index: int, number: int) -> bool:
    """Whether `number` answers one part of a riddle."""
    digest = hashlib.sha256(f"{seed}:{index}:{number}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - ZERO_BITS) == 0
