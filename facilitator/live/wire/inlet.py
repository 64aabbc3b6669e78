"""The one way in from a phone: bytes become whole text messages, bounded while they are read."""

from collections.abc import Iterator
from time import monotonic

from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Event, Ping, TextMessage
from wsproto.frame_protocol import CloseReason


class HungUp(Exception):
    """The connection is over; `code` is the status to close it with (RFC 6455, section 7.4)."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Inlet:
    """Reads RFC 6455 frames with wsproto: no extension, so nothing compressed; no binary message.

    `message_bytes` bounds one message, its fragments together; `frames_a_minute` also bounds a burst.
    """

    __slots__ = ("_allowed", "_counted_at", "_frames", "_message_bytes", "_parts", "_per_minute", "_size")

    def __init__(self, message_bytes: int, frames_a_minute: int) -> None:
        self._frames = Connection(ConnectionType.SERVER)
        self._message_bytes = message_bytes
        self._per_minute = frames_a_minute
        self._allowed = float(frames_a_minute)
        self._counted_at = monotonic()
        self._parts: list[str] = []
        self._size = 0

    def feed(self, data: bytes) -> Iterator[str | bytes]:
        """Yield a str for each whole message and bytes for each answer the protocol owes. Raises HungUp."""
        self._frames.receive_data(data)
        for event in self._frames.events():
            self._charge(event)
            if isinstance(event, TextMessage):
                yield from self._message(event)
            elif isinstance(event, Ping):
                yield self._frames.send(event.response())
            elif isinstance(event, BytesMessage):
                raise HungUp(CloseReason.UNSUPPORTED_DATA)
            elif isinstance(event, CloseConnection):
                raise HungUp(_answer_to(event.code))

    def _message(self, event: TextMessage) -> Iterator[str]:
        self._size += len(event.data.encode())
        if self._size > self._message_bytes:
            raise HungUp(CloseReason.MESSAGE_TOO_BIG)
        if event.data:
            self._parts.append(event.data)
        if event.message_finished:
            whole = "".join(self._parts)
            self._parts, self._size = [], 0
            yield whole

    def _charge(self, event: Event) -> None:
        """A token bucket. One frame in pieces counts once, so a thin line is not taken for a flood."""
        if not getattr(event, "frame_finished", True):
            return
        now = monotonic()
        refill = (now - self._counted_at) * self._per_minute / 60
        self._allowed = min(self._per_minute, self._allowed + refill) - 1
        self._counted_at = now
        if self._allowed < 0:
            raise HungUp(CloseReason.POLICY_VIOLATION)


def _answer_to(code: int) -> int:
    """The status of our close frame; 1005 means that theirs had none, and is never sent."""
    return CloseReason.NORMAL_CLOSURE if code == CloseReason.NO_STATUS_RCVD else code
