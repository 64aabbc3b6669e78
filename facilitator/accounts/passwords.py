"""Passwords: what a good one is, and how one is kept.

Argon2id (RFC 9106) through argon2-cffi. The rules are NIST SP 800-63B-4's: length, a list of what is guessed
first, nothing about which characters. Hashing takes a core and 64 MiB for a while, so it runs beside the hub,
few at a time.
"""

import gzip
import secrets
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent.lock import BoundedSemaphore

from ..errors import Invalid
from ..privacy.receipts import word_list

T = TypeVar("T")

LEAST, MOST = 15, 200
LEAST_BESIDE_A_CODE = 8
SHORT_NAME = 3
LEAST_OF_ITS_OWN = 8  # characters that are left without the words everybody uses
OF_ITS_OWN_BESIDE_A_CODE = 6
ONE_TIME_WORDS = 6  # of more than 7,000: 76 bits
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1
AT_ONCE = 2


class WrongPassword(Invalid):
    """The password is not the account's, or there is no such account."""


_turns = BoundedSemaphore(AT_ONCE)


def hash_of(password: str) -> str:
    """The password's hash, made fresh with its own salt."""
    return _beside(_hasher().hash, _one_form(password))


def fits(hashed: str | None, password: str) -> bool:
    """Whether `password` is the one. A hash of None takes the same time, and never fits."""
    return _beside(_verified, hashed or _nobodys_hash(), _one_form(password)) and hashed is not None


def is_outdated(hashed: str) -> bool:
    return _hasher().check_needs_rehash(hashed)


def check(password: str, name: str, *, second_factor: bool = False) -> None:
    """Raises Invalid, saying what to change, unless `password` is good enough for the account `name`.

    `second_factor`: the account asks for a code too, so a shorter password will do.
    """
    plain = _bare(password)
    if second_factor and len(password) < LEAST_BESIDE_A_CODE:
        raise Invalid("Make the password 8 characters or longer.")
    if not second_factor and len(password) < LEAST:
        raise Invalid("Make the password 15 characters or longer. Four or five plain words do well.")
    if len(password) > MOST:
        raise Invalid("Make the password 200 characters or shorter.")
    if _holds_name(password, name):
        raise Invalid("Leave your own name out of the password.")
    if _easily_guessed(plain, OF_ITS_OWN_BESIDE_A_CODE if second_factor else LEAST_OF_ITS_OWN):
        raise Invalid("That password is easy to guess. Four or five plain words do well.")


def one_time_password(name: str = "") -> str:
    """Plain words to hand to the person called `name`, who changes them at the first sign-in."""
    while True:
        words = " ".join(secrets.choice(word_list()) for _ in range(ONE_TIME_WORDS))
        if not _holds_name(words, name) and not _easily_guessed(_bare(words)):
            return words


def _holds_name(password: str, name: str) -> bool:
    """Whether the name is in it; a very short one only as a word of its own."""
    own = _bare(name)
    where = _bare(password) if len(own) > SHORT_NAME else [_bare(word) for word in password.split()]
    return own != "" and own in where


def _easily_guessed(plain: str, least: int = LEAST_OF_ITS_OWN) -> bool:
    if plain in _common():
        return True
    for guess in _guessed():
        plain = plain.replace(guess, "")
    return len(plain) < least or len(set(plain)) < LEAST_OF_ITS_OWN // 2


def _bare(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKC", text).casefold() if mark.isalnum())


def _one_form(password: str) -> str:
    """The same characters, whichever keyboard typed them."""
    return unicodedata.normalize("NFKC", password)[: MOST * 4]


def _beside(work: Callable[..., T], *values: Any) -> T:
    with _turns:
        result: T = gevent.get_hub().threadpool.apply(work, values)
        return result


def _verified(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(MOST))


@cache
def _common() -> frozenset[str]:
    """The passwords of 8 characters and more that most people use, some 11,600. Lines with # say whose list it is."""
    listed = gzip.decompress(resources.files(__package__).joinpath("common.txt.gz").read_bytes()).decode()
    return frozenset(line for line in listed.splitlines() if not line.startswith("#"))


@cache
def _guessed() -> tuple[str, ...]:
    """Words and runs of keys that are tried first, longest first."""
    listed = resources.files(__package__).joinpath("guessed.txt").read_text(encoding="utf-8").split()
    return tuple(sorted(listed, key=len, reverse=True))
