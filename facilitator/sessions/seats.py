"""Join codes and seats. A seat lives in a phone's signed cookie and nowhere else."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

# Digits without 0 and 1, consonants without L: nothing to mistake, no vowels, so no words. 28^7 is 1.3e10.
SYMBOLS = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 7


@dataclass(frozen=True)
class Seat:
    """A phone's place in one session. `token` is 128 random bits, new for every session."""

    session_id: UUID
    seating: int
    token: str
    language: str

    @classmethod
    def taken(cls, session_id: UUID, seating: int, language: str) -> "Seat":
        return cls(session_id, seating, secrets.token_urlsafe(16), language)


def new_code() -> str:
    return "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH))


def spoken_code(code: str | None) -> str:
    """The code as it is shown: ABC-DEFG."""
    return f"{code[:3]}-{code[3:]}" if code else ""


def typed_code(text: str) -> str:
    """The code meant by what was typed: any case, with or without dash and spaces. May be no code at all."""
    return "".join(mark for mark in text.upper() if mark.isalnum())[: LENGTH + 1]


def kept(seat: Seat) -> dict[str, object]:
    """A seat as the signed cookie holds it."""
    return {
        "session": seat.session_id.hex, "seating": seat.seating, "token": seat.token, "language": seat.language,
    }  # fmt: skip


def seat_in(cookie: Mapping[str, Any]) -> Seat | None:
    """The seat that a signed cookie holds, if any. One of another version of this program may look otherwise."""
    match cookie.get("seat"):
        case {"session": str(session), "seating": int(seating), "token": str(token), "language": str(language)}:
            try:
                return Seat(UUID(session), seating, token, language)
            except ValueError:
                return None
    return None
