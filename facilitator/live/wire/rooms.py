"""Who is in which room, and how one event reaches all of them: Socket.IO's client manager, made for rooms."""

from collections import defaultdict
from time import monotonic
from typing import Any

import socketio
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT

from .frames import binary_frame, text_frame


class Rooms(socketio.Manager):  # type: ignore[misc]
    """Frames an event once and writes the bytes straight to each phone of the room.

    Stock python-socketio gives each phone a queue, a greenlet to empty it and a frame of its own. Whoever is
    not on a `Phone` (Flask-SocketIO's test client) still gets the event the stock way, and so does an event
    with a callback. `unseated` maps the Engine.IO id of each socket without a namespace to when that began.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unseated: dict[str, float] = {}
        self._entered: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: str | list[str] | None = None,
        skip_sid: str | list[str] | None = None,
        callback: Any = None,
        to: str | list[str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Send to everybody in the room or rooms, all of them in one go: no greenlet switches meanwhile."""
        if callback:
            super().emit(event, data, namespace, room, skip_sid, callback, to, **kwargs)
            return
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        packet = self.server.packet_class(EVENT, namespace=namespace, data=[event, *arguments]).encode()
        parts = packet if isinstance(packet, list) else [packet]
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid]
        members = self.get_participants(namespace, to or room)
        self._write(parts, [eio_sid for sid, eio_sid in members if sid not in skipped])

    def expect(self, eio_sid: str) -> None:
        """A socket is open and has no namespace yet."""
        self.unseated[eio_sid] = monotonic()

    def forget(self, eio_sid: str) -> None:
        """A socket is gone: it leaves every namespace and room, however its handlers fared."""
        for namespace in list(self.rooms):
            if sid := self.sid_from_eio_sid(eio_sid, namespace):
                self.basic_disconnect(sid, namespace)
        self.unseated.pop(eio_sid, None)

    def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        sid: str | None = super().pre_connect(eio_sid, namespace)
        self.unseated.pop(eio_sid, None)
        return sid

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._entered[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        self._entered.get((namespace, sid), set()).discard(room)

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        return [room for room in self._entered.get((namespace, sid), ()) if room is not None]

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """The stock method looks through every room there is, so a mass disconnect is quadratic."""
        eio_sid = self.eio_sid_from_sid(sid, namespace)
        for room in self._entered.pop((namespace, sid), ()):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        _drop(self.pending_connect, namespace, sid)
        _drop(self.pending_disconnect, namespace, sid)
        if eio_sid in self.server.eio.sockets and not self.is_seated(eio_sid):
            self.expect(eio_sid)

    def is_seated(self, eio_sid: str) -> bool:
        """Whether the socket is in any namespace."""
        return any(self.sid_from_eio_sid(eio_sid, namespace) for namespace in self.rooms)

    def _write(self, parts: list[str | bytes], eio_sids: list[str]) -> None:
        frame = b"".join(_framed(part) for part in parts)
        phones = self.server.eio.sockets
        for eio_sid in eio_sids:
            phone = phones.get(eio_sid)
            if phone is not None:
                phone.write(frame)
            else:
                self._write_stock(parts, eio_sid)

    def _write_stock(self, parts: list[str | bytes], eio_sid: str) -> None:
        for part in parts:
            self.server._send_eio_packet(eio_sid, EnginePacket(MESSAGE, part))


def _framed(part: str | bytes) -> bytes:
    return text_frame(f"{MESSAGE}{part}") if isinstance(part, str) else binary_frame(part)


def _drop(pending: dict[str, list[str]], namespace: str, sid: str) -> None:
    waiting = pending.get(namespace, [])
    if sid in waiting:
        waiting.remove(sid)
        if not waiting:
            del pending[namespace]
