"""Writing, sealed: every submission becomes the same number of bytes, unreadable without its key.

ChaCha20-Poly1305 (RFC 8439) with a fresh random nonce. What is sealed is a small JSON object padded with
spaces to SIZE bytes, so that a strategy, a pass and a take-back look alike in the database and its log.
"""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

SIZE = 3072
NONCE = 12
KEY_BYTES = 32


class Unreadable(Exception):
    """The key does not fit, or the bytes were changed."""


def seal(key: bytes, content: Mapping[str, Any], purpose: str) -> bytes:
    """`content` sealed under `key` (32 bytes) as SIZE + 28 bytes; it opens only for the same `purpose`."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) > SIZE:
        raise ValueError("more than an envelope can hold")
    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, plain.ljust(SIZE), purpose.encode())


def unseal(key: bytes, sealed: bytes, purpose: str) -> dict[str, Any]:
    """What `seal` was given. Raises Unreadable."""
    try:
        plain = ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    except (InvalidTag, ValueError):
        raise Unreadable from None
    return json.loads(plain)  # type: ignore[no-any-return]
