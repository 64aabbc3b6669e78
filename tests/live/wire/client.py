"""A WebSocket client that can also misbehave: it chooses every bit of its frames, reads slowly, or not at all."""

import base64
import json
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from . import ORIGIN

HOST = "127.0.0.1"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
GONE = -1

Headers = dict[str, str | None]


class Refused(Exception):
    """The handshake was answered with something else than 101."""

    def __init__(self, status: int, head: str) -> None:
        super().__init__(status)
        self.status = status
        self.head = head


class Client:
    """A connection to the server at `port`; a header of None is left out. Raises Refused when the server does."""

    def __init__(
        self, port: int, headers: Headers | None = None, query: str = "", receive_bytes: int | None = None
    ) -> None:
        self.sock = socket.socket()
        if receive_bytes:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
        self.sock.settimeout(10)
        self.sock.connect((HOST, port))
        self.sock.sendall(_request(port, query, headers or {}))
        self.buffer = bytearray()
        self.head = self._head()

    @classmethod
    def seated(cls, port: int, auth: dict[str, Any] | None = None, **options: Any) -> "Client":
        """A client whose namespace is connected."""
        client = cls(port, **options)
        client.join(auth)
        assert client.next_packet().startswith("40{")
        return client

    def join(self, auth: dict[str, Any] | None = None) -> None:
        """Send the Socket.IO CONNECT, after Engine.IO's greeting."""
        assert self.next_packet().startswith("0{")
        self.text("40" + (json.dumps(auth) if auth is not None else ""))

    def text(self, text: str) -> None:
        """Send one whole text message."""
        self.frame(TEXT, text.encode())

    def frame(self, opcode: int, payload: bytes, first: int = 0x80) -> None:
        """Send one frame; `first` holds the bits before the opcode (0x80: the last of its message)."""
        self.sock.sendall(masked(opcode, payload, first))

    def next_packet(self) -> str:
        """The next text message that is no ping; a ping is answered. Raises EOFError at the end."""
        for packet in self.packets():
            return packet
        raise EOFError

    def packets(self) -> Iterator[str]:
        """Text messages until the connection ends."""
        for opcode, payload in self.frames():
            if opcode == TEXT and payload == b"2":
                self.text("3")
            elif opcode == TEXT:
                yield payload.decode()

    def event(self) -> Any:
        """The arguments of the next event, its name first."""
        packet = self.next_packet()
        assert packet.startswith("42"), packet
        return json.loads(packet[packet.index("[") :])

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """Every frame until the connection ends, with its opcode."""
        while (frame := self._frame()) is not None:
            yield frame

    def closing(self) -> int:
        """Read to the end: the status of the close frame, or GONE when there was none."""
        with suppress(ConnectionError):
            for opcode, payload in self.frames():
                if opcode == CLOSE:
                    return int(struct.unpack("!H", payload[:2])[0])
        return GONE

    def close(self) -> None:
        """Drop the connection without a word."""
        self.sock.close()

    def _head(self) -> str:
        while b"\r\n\r\n" not in self.buffer:
            self._read()
        head, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        self.buffer = bytearray(rest)
        status = int(head.split(b" ")[1])
        if status != 101:
            raise Refused(status, head.decode())
        return head.decode()

    def _frame(self) -> tuple[int, bytes] | None:
        try:
            opcode, size = self._exactly(2)
            size = int.from_bytes(self._exactly({126: 2, 127: 8}[size])) if size > 125 else size
            return opcode & 15, self._exactly(size)
        except EOFError:
            return None

    def _exactly(self, size: int) -> bytes:
        while len(self.buffer) < size:
            self._read()
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        return taken

    def _read(self) -> None:
        data = self.sock.recv(4096)
        if not data:
            raise EOFError
        self.buffer += data


def masked(opcode: int, payload: bytes, first: int = 0x80) -> bytes:
    """A client's frame, masked with zeros."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first | opcode, 0x80 | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", first | opcode, 0xFE, size)
    else:
        head = struct.pack("!BBQ", first | opcode, 0xFF, size)
    return head + b"\0\0\0\0" + payload


def _request(port: int, query: str, headers: Headers) -> bytes:
    wanted: Headers = {
        "Host": f"{HOST}:{port}",
        "Origin": ORIGIN,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
    }
    wanted |= headers
    lines = [f"GET /socket.io/?EIO=4&transport=websocket{query} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in wanted.items() if value is not None]
    return "\r\n".join([*lines, "", ""]).encode()
