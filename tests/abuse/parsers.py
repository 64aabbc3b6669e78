"""Every parser of what comes from outside, with something for it to read (F1)."""

import json
import secrets
from uuid import UUID, uuid4

from flask import Flask
from socketio.packet import Packet

from facilitator.cookies import SEAT, cookie
from facilitator.errors import DomainError
from facilitator.live.doors import screen_link, session_of_link
from facilitator.live.tickets import Tickets
from facilitator.live.wire.inlet import HungUp, Inlet
from facilitator.live.wire.packets import decoded
from facilitator.privacy import receipts
from facilitator.privacy.work import Riddles
from facilitator.sessions import Seat, kept, seat_in, typed_code
from facilitator.strategies.sharing import Submission
from tests.abuse.fuzzing import Parser
from tests.cast import body_of, receipt
from tests.live.wire.client import masked

REFUSALS = (DomainError, HungUp)
SECRET = "s" * 40


def parsers(app: Flask) -> dict[str, tuple[Parser, list[bytes]]]:
    """By name: what reads the bytes, and samples it takes."""
    session_id, riddles = uuid4(), Riddles(SECRET)
    link = screen_link(app, session_id)
    return {
        "envelope": (_envelope, [_letter(kind) for kind in ("strategy", "answer", "pass", "take_back")]),
        "receipt": (lambda data: receipts.receipt(_text(data)), [receipt().encode()]),
        "take-back words": (lambda data: receipts.take_back_mark(_text(data)), [_words()]),
        "code": (lambda data: typed_code(_text(data)), [b"ABC-DEFG", b"bcd fghj", "ßıİ".encode()]),
        "packet": (
            lambda data: decoded(Packet, _text(data)),
            [b'42["x",{"a":1}]', b"431[1]", b'40{"as":"member"}', b"41"],
        ),
        "frames": (
            _frames,
            [masked(1, b'42["x"]'), masked(9, b"hi"), masked(1, b"4", 0) + masked(0, b"2"), masked(8, b"\3\xe8")],
        ),
        "seat": (_Seats(app).read, [_Seats(app).signed(session_id)]),
        "held": (_held, [json.dumps({"seat": kept(Seat.taken(session_id, 1, "en"))}).encode()]),
        "link": (lambda data: session_of_link(app, _text(data)), [link.encode()]),
        "ticket": (lambda data: _spend(session_id, data), [Tickets(SECRET).issue(session_id, session_id).encode()]),
        "work": (lambda data: riddles.accept(riddles.ask(), _text(data)), [b",".join([b"12345"] * 16)]),
        "riddle": (lambda data: riddles.accept(_text(data), ",".join(["1"] * 16)), [riddles.ask().encode()]),
    }


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _letter(kind: str) -> bytes:
    of = receipt() if kind == "take_back" else ""
    made = {"v": 1, "receipt": receipt(), "step": str(uuid4()), "kind": kind, "first": True, "text": "I walk. Añejo 🙂"}
    return body_of(made | {"share_beyond": False, "of": of, "value": 3})


def _envelope(data: bytes) -> None:
    """As the view does: JSON or nothing, then the fields."""
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(sent, dict):
        Submission.checked(sent)


def _words() -> bytes:
    return receipts.words_of(secrets.token_bytes(16)).encode()


def _frames(data: bytes) -> None:
    """All at once, and in two halves."""
    list(Inlet(16 * 1024, 120).feed(data))
    inlet = Inlet(16 * 1024, 120)
    for half in (data[: len(data) // 2], data[len(data) // 2 :]):
        list(inlet.feed(half))


def _held(data: bytes) -> None:
    """What a cookie that we signed may hold, also one of an older version."""
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(held, dict):
        seat_in(held)


def _spend(session_id: UUID, data: bytes) -> None:
    Tickets(SECRET).spend(_text(data), session_id, session_id)


class _Seats:
    """The signed cookie of a phone, as a browser sends it."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def signed(self, session_id: UUID) -> bytes:
        from flask.sessions import SecureCookieSessionInterface

        interface = SecureCookieSessionInterface()
        interface.salt = "facilitator-seat"
        serializer = interface.get_signing_serializer(self._app)
        assert serializer is not None
        return str(serializer.dumps({"seat": kept(Seat.taken(session_id, 1, "en"))})).encode()

    def read(self, data: bytes) -> None:
        value = _text(data).replace("\r", "").replace("\n", "").replace("\0", "")
        with self._app.test_request_context("/room", headers={"Cookie": f"seat={value}"}):
            seat_in(cookie(self._app, SEAT))
