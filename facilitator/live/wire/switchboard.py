"""Answers handshakes, keeps the phones, hears what they say and notices when they fall silent."""

import logging
from collections import Counter
from collections.abc import Callable
from time import monotonic
from typing import Any

import gevent
import socketio
from engineio.packet import OPEN
from engineio.packet import Packet as EnginePacket
from socketio.packet import CONNECT
from wsproto.frame_protocol import CloseReason

from .bounds import Bounds
from .frames import text_frame
from .handshake import Environ, acceptance, fault_of, kept, let_go, socket_of
from .packets import decoded
from .phone import Phone
from .rooms import Rooms

log = logging.getLogger(__name__)

_FAILURES = (Exception, gevent.Timeout)
_TICK_SECONDS = 1.0


class Switchboard:
    """Takes the place of Engine.IO's own way to open a socket; everything else in Engine.IO stays as it is.

    `tally` counts, since the start: `opened`, `refused` (no room), `reaped` (never connected), `dropped` (too
    slow), and `malformed` (packets). While `closing`, no socket is let in.
    """

    def __init__(self, server: socketio.Server, rooms: Rooms, bounds: Bounds) -> None:
        self.bounds = bounds
        self.tally: Counter[str] = Counter()
        self.closing = False
        self._server = server
        self._engine = server.eio
        self._rooms = rooms
        self._tending: gevent.Greenlet[[], None] | None = None
        self._unseat = server.disconnect

    def answer(
        self,
        environ: Environ,
        start_response: Callable[..., Any],
        transport: str,
        jsonp_index: int | None = None,
    ) -> dict[str, Any] | list[bytes]:
        """Engine.IO's `_handle_connect`: open a WebSocket, or say why not."""
        if fault := fault_of(environ):
            return _refusal("400 BAD REQUEST", fault)
        if self._is_full():
            self.tally["refused"] += 1
            return _refusal("503 SERVICE UNAVAILABLE", "No room just now.", ("Retry-After", "5"))
        sock = socket_of(environ, self.bounds.kernel_bytes)
        if sock is None:
            log.error("socket_out_of_reach")
            return _refusal("501 NOT IMPLEMENTED", "Needs gevent's server, with TLS in front of it.")
        self._open(Phone(self._engine.generate_id(), sock, self), environ)
        return let_go(environ)

    def deliver(self, phone: Phone, packet: str) -> None:
        """Let python-socketio act on one packet. Of a failing handler only the class is logged."""
        sound = decoded(self._server.packet_class, packet)
        if sound is None:
            return self.broken(phone)
        try:
            self._engine.handlers["message"](phone.sid, packet)
        except _FAILURES as failure:
            log.error("socket_event_failed", extra={"failure": type(failure).__name__})
            if sound.packet_type == CONNECT:
                phone.close()

    def disconnect(self, sid: str, namespace: str | None = None, ignore_queue: bool = False) -> None:
        """Socket.IO's `disconnect`, which asks the client to go; here its socket is closed at once."""
        eio_sid = self._rooms.eio_sid_from_sid(sid, namespace or "/")
        self._unseat(sid, namespace, ignore_queue)
        phone = self._engine.sockets.get(eio_sid)
        if phone is not None and not self._rooms.is_seated(eio_sid):
            phone.hang_up(CloseReason.NORMAL_CLOSURE)

    def hang_up_all(self) -> None:
        """The server goes: close every socket."""
        for phone in list(self._engine.sockets.values()):
            phone.hang_up(CloseReason.GOING_AWAY)

    def broken(self, phone: Phone) -> None:
        """Count a malformed packet and say nothing of it; after three of them, hang up."""
        self.tally["malformed"] += 1
        phone.broken_packets += 1
        if phone.broken_packets >= self.bounds.malformed:
            phone.hang_up(CloseReason.POLICY_VIOLATION)

    def gone(self, phone: Phone) -> None:
        """Stop writing to a phone."""
        self._engine.sockets.pop(phone.sid, None)

    def farewell(self, phone: Phone) -> None:
        """Run the disconnect handlers; then take the phone out of its rooms even where one of them failed."""
        try:
            self._engine.handlers["disconnect"](phone.sid, phone.reason)
        except _FAILURES as failure:
            log.error("socket_farewell_failed", extra={"failure": type(failure).__name__})
        finally:
            self._rooms.forget(phone.sid)
            self._server.environ.pop(phone.sid, None)

    def standing(self) -> dict[str, int]:
        """Numbers for a metrics page."""
        return {"sockets": len(self._engine.sockets), "unseated": len(self._rooms.unseated), **self.tally}

    def _is_full(self) -> bool:
        open_sockets, unseated = len(self._engine.sockets), len(self._rooms.unseated)
        return self.closing or open_sockets >= self.bounds.sockets or unseated >= self.bounds.pending

    def _open(self, phone: Phone, environ: Environ) -> None:
        self._engine.sockets[phone.sid] = phone
        self._rooms.expect(phone.sid)
        self._engine.handlers["connect"](phone.sid, kept(environ))
        self.tally["opened"] += 1
        if not self._tending:
            self._tending = gevent.spawn(self._tend)
        phone.open(acceptance(environ), self._greeting(phone), self._engine.ping_interval)

    def _greeting(self, phone: Phone) -> bytes:
        details = {
            "sid": phone.sid,
            "upgrades": [],
            "pingTimeout": int(self._engine.ping_timeout * 1000),
            "pingInterval": int(self._engine.ping_interval * 1000),
            "maxPayload": self.bounds.message_bytes,
        }
        return text_frame(EnginePacket(OPEN, details).encode())

    def _tend(self) -> None:
        while True:
            gevent.sleep(_TICK_SECONDS)
            try:
                self._tend_once(monotonic())
            except Exception as failure:
                log.error("socket_tending_failed", extra={"failure": type(failure).__name__})

    def _tend_once(self, now: float) -> None:
        self._reap(now)
        for phone in list(self._engine.sockets.values()):
            phone.tend(now, self._engine.ping_interval, self._engine.ping_timeout)

    def _reap(self, now: float) -> None:
        limit = now - self.bounds.connect_seconds
        late = [sid for sid, since in self._rooms.unseated.items() if since < limit]
        for phone in filter(None, map(self._engine.sockets.get, late)):
            self.tally["reaped"] += 1
            phone.hang_up(CloseReason.POLICY_VIOLATION)


def _refusal(status: str, reason: str, *headers: tuple[str, str]) -> dict[str, Any]:
    """An answer in the form Engine.IO gives its own."""
    told = [("Content-Type", "text/plain"), *headers]
    return {"status": status, "headers": told, "response": reason.encode()}
