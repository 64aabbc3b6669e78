"""Tickets for a console's socket: 128 random bits, good for 30 seconds, for one socket, for one sign-in (ASVS 4.4.3).

A browser sends its cookies with every handshake, whoever asked for it. A ticket is had by a POST with the form's
token, so a cookie alone opens no console. It is signed, and nothing is kept of it until it is used.
"""

import secrets
import time
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

from ..errors import NotFound
from ..redis_link import link_to

GOOD_FOR = 30  # seconds
REMEMBERED = 2 * GOOD_FOR  # seconds that a used one is known


class Tickets:
    """Those of one process. With `redis_url`, one that was used at another process is known here too."""

    def __init__(self, secret_key: str, redis_url: str | None = None) -> None:
        self._signer = URLSafeTimedSerializer(secret_key, salt="facilitator-ticket")
        self._used: dict[str, float] = {}
        self._link = link_to(redis_url) if redis_url else None

    def issue(self, session_id: UUID, sign_in_id: UUID) -> str:
        return str(self._signer.dumps([secrets.token_hex(16), session_id.hex, sign_in_id.hex]))

    def spend(self, ticket: str, session_id: UUID, sign_in_id: UUID) -> None:
        """Use it up. Raises NotFound for one that is forged, old, used, or for somebody or something else."""
        try:
            mark, session, sign_in = self._signer.loads(ticket, max_age=GOOD_FOR)
        except (BadSignature, ValueError, TypeError):
            raise NotFound from None
        if (session, sign_in) != (session_id.hex, sign_in_id.hex) or not self._is_first(mark):
            raise NotFound

    def _is_first(self, mark: str) -> bool:
        now = time.monotonic()
        self._used = {used: until for used, until in self._used.items() if until > now}
        if mark in self._used:
            return False
        self._used[mark] = now + REMEMBERED
        return self._is_first_elsewhere(mark)

    def _is_first_elsewhere(self, mark: str) -> bool:
        """While Redis is lost, each process goes on with its own."""
        return self._link is None or self._link.is_first(f"ticket:{mark}", REMEMBERED) is not False
