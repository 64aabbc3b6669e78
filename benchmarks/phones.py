"""The phones of the load generator: raw sockets that speak just enough WebSocket and Engine.IO to count frames."""

import select
import socket
import struct
from collections.abc import Iterator

from .guests import Guests
from .orders import HOST

_AT_ONCE = 50
_MASK = b"\x00\x00\x00\x00"  # masked with zeros: allowed, and costs nothing
_PONG = b"\x81\x81" + _MASK + b"3"
_HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {origin}\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{cookie}\r\n"
)


class Phone:
    """One connection. Feed it what arrived; it answers pings and gives the event packets that are complete."""

    __slots__ = ("buffer", "orders_heard", "room", "sock")

    def __init__(self, sock: socket.socket, room: int) -> None:
        self.sock = sock
        self.room = room
        self.buffer = bytearray()
        self.orders_heard = 0

    def hear(self, data: memoryview) -> list[bytes]:
        """The Socket.IO event packets now complete, each as its text from "42" on."""
        self.buffer += data
        events = []
        for payload in self._frames():
            if payload[:1] == b"2":
                self.sock.send(_PONG)
            elif payload[:2] == b"42":
                events.append(payload)
        return events

    def _frames(self) -> Iterator[bytes]:
        while (bounds := _first_frame(self.buffer)) is not None:
            start, end = bounds
            payload = bytes(self.buffer[start:end])
            if self.buffer[0] & 15 == 8:
                raise ConnectionError("A server hung up on the load.")
            del self.buffer[:end]
            yield payload


def connected(guests: Guests) -> list[Phone]:
    """Open every phone and wait until each has its namespace. Raises ConnectionError when one is turned away."""
    expected = [(room, guest) for room, many in enumerate(guests.rooms) for guest in many]
    phones: list[Phone] = []
    for start in range(0, len(expected), _AT_ONCE):
        phones += open_together(guests, expected[start : start + _AT_ONCE])
    return phones


def hear_all(phones: list[Phone], seconds: float) -> list[bytes]:
    """Listen to everything until nothing arrives for so long; the event packets heard, also those that came before."""
    by_fd = {phone.sock.fileno(): phone for phone in phones}
    poll = select.epoll()
    for fd in by_fd:
        poll.register(fd, select.EPOLLIN)
    heard = [event for phone in phones for event in phone.hear(memoryview(b""))]
    while ready := poll.poll(seconds):
        for fd, _ in ready:
            heard += by_fd[fd].hear(memoryview(received(by_fd[fd].sock)))
    poll.close()
    return heard


def open_together(guests: Guests, expected: list[tuple[int, dict[str, str]]]) -> list[Phone]:
    """Some phones at once, each step for all of them before the next."""
    phones = [_knocking(guests, room, guest) for room, guest in expected]
    for phone, (_, guest) in zip(phones, expected, strict=True):
        _read_until(phone, b"\r\n\r\n")
        if not phone.buffer.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(repr(bytes(phone.buffer[:400])))
        del phone.buffer[: phone.buffer.index(b"\r\n\r\n") + 4]
        phone.sock.sendall(_text(guest["connect"].encode()))
    for phone in phones:
        _read_until(phone, b'40{"sid"')
    return phones


def _knocking(guests: Guests, room: int, guest: dict[str, str]) -> Phone:
    sock = socket.create_connection((HOST, guests.port), timeout=20)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    cookie = f"Cookie: {guest['cookie']}\r\n" if "cookie" in guest else ""
    request = _HANDSHAKE.format(host=HOST, port=guests.port, origin=guests.origin, cookie=cookie)
    sock.sendall(request.encode())
    return Phone(sock, room)


def _read_until(phone: Phone, mark: bytes) -> None:
    while mark not in phone.buffer:
        phone.buffer += received(phone.sock)
        if b'44{"message"' in phone.buffer:
            raise ConnectionError("A server turned a phone away.")


def received(sock: socket.socket) -> bytes:
    data = sock.recv(1 << 16)
    if not data:
        raise ConnectionError("A server closed a connection of the load.")
    return data


def _text(payload: bytes) -> bytes:
    size = len(payload)
    head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
    return head + _MASK + payload


def _first_frame(buffer: bytearray) -> tuple[int, int] | None:
    """Where the payload of the first frame starts and ends, or None while it is not all there."""
    if len(buffer) < 2:
        return None
    size, start = buffer[1] & 127, 2
    if size == 126:
        size, start = int.from_bytes(buffer[2:4]), 4
    elif size == 127:
        size, start = int.from_bytes(buffer[2:10]), 10
    return (start, start + size) if len(buffer) >= start + size else None
