"""How a request reached the process: for `facilitator doctor`, who knows the installation's secret, and nobody else.

The doctor sends a header that a client could forge, by the public address; what arrives tells whether the front sets
such headers, or lets through what a client claims. No address is told.
"""

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

HEADER = "Facilitator-Doctor"
FORGED = "192.0.2.77"  # an address of documentation (RFC 5737), that no client has
GOOD_FOR = 60  # seconds


def question(secret_key: str, now: float | None = None) -> dict[str, str]:
    """The headers of the doctor's request."""
    moment = str(int(time.time() if now is None else now))
    return {HEADER: f"{moment}.{_signed(secret_key, moment)}", "X-Forwarded-For": FORGED, "X-Forwarded-Proto": "gopher"}


def by_the_doctor(environ: Mapping[str, Any], secret_key: str) -> bool:
    """Whether this is a question of one who has the secret, asked in the last minute."""
    moment, _, signed = str(environ.get("HTTP_FACILITATOR_DOCTOR", "")).partition(".")
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return False
    is_now = abs(time.time() - int(moment)) <= GOOD_FOR
    return is_now and hmac.compare_digest(_signed(secret_key, moment), signed.encode("ascii", "replace").decode())


def how(environ: Mapping[str, Any]) -> dict[str, Any]:
    """What arrived of the doctor's request."""
    forwarded = [one.strip() for one in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",") if one.strip()]
    return {
        "host": str(environ.get("HTTP_HOST", "")),
        "proto": str(environ.get("HTTP_X_FORWARDED_PROTO", "")),
        "fronts": len(forwarded),
        "forged": FORGED in forwarded,
    }


def _signed(secret_key: str, moment: str) -> str:
    return hmac.new(secret_key.encode(), f"facilitator doctor {moment}".encode(), hashlib.sha256).hexdigest()
