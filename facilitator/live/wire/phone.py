"""One connected screen, as Engine.IO sees it: its `Socket`, but without a greenlet while nothing happens."""

import logging
import socket
from collections import Counter, deque
from math import inf
from time import monotonic
from typing import Any, Protocol

import gevent
from engineio import Server
from engineio.packet import CLOSE, MESSAGE, PING, PONG, Packet
from wsproto.frame_protocol import CloseReason

from .bounds import Bounds
from .frames import binary_frame, close_frame, text_frame
from .inlet import HungUp, Inlet
from .outlet import Outlet

log = logging.getLogger(__name__)

_READABLE = 1
_READ_BYTES = 8 * 1024
_INBOX = 16
_MOMENT = 0.002
_PING = text_frame(str(PING))
_BYE = text_frame(str(CLOSE))


class Owner(Protocol):
    """What a phone needs of the switchboard."""

    bounds: Bounds
    tally: Counter[str]

    def deliver(self, phone: "Phone", packet: str) -> None:
        """Act on one Socket.IO packet; may take its time."""

    def broken(self, phone: "Phone") -> None:
        """Count a malformed packet."""

    def gone(self, phone: "Phone") -> None:
        """Nothing can be written to this phone any more."""

    def farewell(self, phone: "Phone") -> None:
        """Take a phone that is gone out of everything; may take its time."""


class Phone:
    """A WebSocket on the event loop: read when it has something to say, written to straight.

    Packets are acted on one after the other, in a greenlet that lives only while there are any; while 16
    wait, the phone is not read and TCP slows its sender. The farewell comes after the packet in hand, so a
    screen that leaves during its own connect handler is still taken out of its rooms.
    """

    __slots__ = (
        "_acting",
        "_inbox",
        "_inlet",
        "_next_ping",
        "_outlet",
        "_owner",
        "_pinged_at",
        "_socket",
        "_watcher",
        "broken_packets",
        "closed",
        "reason",
        "session",
        "sid",
        "write",
    )
    connected = upgraded = True
    closing = upgrading = False

    def __init__(self, sid: str, sock: socket.socket, owner: Owner) -> None:
        self.sid = sid
        self.session: dict[str, Any] = {}
        self.closed = False
        self.reason: str | None = None
        self.broken_packets = 0
        self._owner = owner
        self._socket = sock
        self._inlet = Inlet(owner.bounds.message_bytes, owner.bounds.frames_a_minute)
        self._outlet = Outlet(sock, owner.bounds.backlog_bytes, self._lost)
        self.write = self._outlet.write
        self._watcher: Any = gevent.get_hub().loop.io(sock.fileno(), _READABLE)
        self._inbox: deque[str] | None = None
        self._acting = False
        self._pinged_at: float | None = None
        self._next_ping = inf

    def open(self, acceptance: bytes, greeting: bytes, ping_interval: float) -> None:
        """Answer the handshake, start to listen and, a moment later, greet. The interval is in seconds.

        simple-websocket's client loses sight of a frame that arrives together with the answer.
        """
        self._next_ping = monotonic() + ping_interval
        self.write(acceptance)
        gevent.sleep(_MOMENT)
        self.write(greeting)
        if not self.closed:
            self._watcher.start(self._read)

    def send(self, pkt: Packet) -> None:
        """Engine.IO's way to write one packet; in order with every frame written straight."""
        encoded = pkt.encode()
        self.write(text_frame(encoded) if isinstance(encoded, str) else binary_frame(encoded))

    def check_ping_timeout(self) -> bool:
        """Engine.IO asks; `tend` does the work, on a clock that nobody can set."""
        return not self.closed

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Engine.IO's way to end the connection. Never waits: what had to be written is with the kernel."""
        self.hang_up(None if abort else CloseReason.NORMAL_CLOSURE, reason)

    def hang_up(self, code: int | None, reason: str | None = None) -> None:
        """End the connection with this WebSocket status, or without a word."""
        if self.closed:
            return
        self.closed = True
        self.reason = reason or Server.reason.SERVER_DISCONNECT
        self._watcher.stop()
        self._watcher.close()
        self._owner.gone(self)
        self._outlet.close(b"" if code is None else _BYE + close_frame(code))
        if not self._acting:
            gevent.spawn(self._owner.farewell, self)

    def tend(self, now: float, ping_interval: float, ping_timeout: float) -> None:
        """Ping when it is time; hang up on a phone that did not answer the last one. Times are in seconds."""
        if self._pinged_at is not None and now - self._pinged_at > ping_timeout:
            self.hang_up(CloseReason.NORMAL_CLOSURE, Server.reason.PING_TIMEOUT)
        elif self._pinged_at is None and now >= self._next_ping:
            self._pinged_at, self._next_ping = now, now + ping_interval
            self.write(_PING)

    def _read(self) -> None:
        """Runs on the hub, so it neither waits nor raises."""
        try:
            self._hear(self._socket.recv(_READ_BYTES))
        except BlockingIOError:
            return
        except HungUp as end:
            self.hang_up(end.code, Server.reason.TRANSPORT_CLOSE)
        except OSError:
            self._lost(False)
        except Exception as failure:
            log.error("socket_read_failed", extra={"failure": type(failure).__name__})
            self._lost(False)

    def _hear(self, data: bytes) -> None:
        if not data:
            return self._lost(False)
        for heard in self._inlet.feed(data):
            if isinstance(heard, bytes):
                self.write(heard)
            else:
                self._take(heard)
            if self.closed:
                return

    def _take(self, packet: str) -> None:
        """Act on one Engine.IO packet of a client: a message, a pong or a close."""
        kind = packet[:1]
        if kind == str(MESSAGE):
            self._post(packet[1:])
        elif kind == str(PONG):
            self._pinged_at = None
        elif kind == str(CLOSE):
            self.hang_up(CloseReason.NORMAL_CLOSURE, Server.reason.CLIENT_DISCONNECT)
        else:
            self._owner.broken(self)

    def _post(self, packet: str) -> None:
        if self._inbox is None:
            self._inbox = deque()
        self._inbox.append(packet)
        if not self._acting:
            self._acting = True
            gevent.spawn(self._act, self._inbox)
        elif len(self._inbox) >= _INBOX:
            self._watcher.stop()

    def _act(self, inbox: deque[str]) -> None:
        try:
            while inbox and not self.closed:
                self._owner.deliver(self, inbox.popleft())
        finally:
            self._acting, self._inbox = False, None
            self._go_on()

    def _go_on(self) -> None:
        if self.closed:
            self._owner.farewell(self)
        elif not self._watcher.active:
            self._watcher.start(self._read)

    def _lost(self, slow: bool) -> None:
        self._owner.tally["dropped"] += slow and not self.closed
        self.hang_up(None, Server.reason.TRANSPORT_ERROR if slow else Server.reason.TRANSPORT_CLOSE)
