"""The second factor's codes: what an authenticator app shows (TOTP, RFC 6238), and backup codes on paper.

The shared secret is kept sealed, and backup codes as keyed digests, both under keys made from the
installation's secret: a copy of the database alone opens no account.
"""

import base64
import hashlib
import hmac
import secrets
import time
import unicodedata
from collections.abc import Iterator
from uuid import UUID

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

HALF_MINUTE = 30
AROUND = (0, -1, 1)  # half minutes: a phone's clock may be a little off
DIGITS = 6
GROUP = 4
BACKUP_CODES = 10
BACKUP_MARKS = 16  # of 28 signs: 76 bits
SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
NONCE = 12

_secret = b""


def use(secret_key: str) -> None:
    """Make this the installation's secret."""
    global _secret
    _secret = secret_key.encode()


def new_secret() -> str:
    """A secret for an authenticator app: 160 random bits in base32."""
    return str(pyotp.random_base32())


def address_of(secret: str, name: str, program: str) -> str:
    """What an authenticator app reads from the QR."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=f"Facilitator, {program}"))


def in_groups(text: str) -> str:
    """The same, readable aloud: four signs at a time."""
    return " ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def step_of(secret: str, code: str, after: int) -> int | None:
    """The half minute that `code` belongs to, if it is a recent one later than `after`, and so used for the first time.

    Takes as long for a wrong code as for a right one.
    """
    typed, found = _plain(code), None
    for step in _around_now():
        fits = hmac.compare_digest(pyotp.TOTP(secret).generate_otp(step), typed)
        if fits and step > after and found is None:
            found = step
    return found


def seal(secret: str, account_id: UUID) -> str:
    """`secret` for the row of this account, and of no other."""
    nonce = secrets.token_bytes(NONCE)
    sealed = ChaCha20Poly1305(_key("seal")).encrypt(nonce, secret.encode(), account_id.bytes)
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str | None, account_id: UUID) -> str | None:
    """What was sealed; None where there is nothing, or the installation's secret is another one by now."""
    kept = base64.b64decode(sealed or "")
    try:
        return ChaCha20Poly1305(_key("seal")).decrypt(kept[:NONCE], kept[NONCE:], account_id.bytes).decode()
    except (InvalidTag, ValueError):
        return None


def new_backup_codes() -> list[str]:
    return ["".join(secrets.choice(SIGNS) for _ in range(BACKUP_MARKS)) for _ in range(BACKUP_CODES)]


def mark_of(code: str, account_id: UUID) -> bytes:
    """What is kept of a backup code."""
    return hmac.new(_key("backup"), account_id.bytes + _plain(code).encode(), hashlib.sha256).digest()


def _around_now() -> Iterator[int]:
    now = int(time.time()) // HALF_MINUTE
    return (now + away for away in AROUND)


def _plain(code: str) -> str:
    """As it was shown, without the spaces and dashes people add. ASCII alone."""
    shown = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in shown if sign.isalnum() and sign.isascii())[: 2 * BACKUP_MARKS]


def _key(purpose: str) -> bytes:
    if not _secret:
        raise RuntimeError("codes.use() has not been called")
    return hmac.new(_secret, b"facilitator second factor " + purpose.encode(), hashlib.sha256).digest()
