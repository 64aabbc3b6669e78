"""WebSocket frames as a server writes them: whole, unmasked, uncompressed (RFC 6455, section 5.2)."""

import struct

_WHOLE_TEXT = 0x81
_WHOLE_BINARY = 0x82
_CLOSE = 0x88


def text_frame(text: str) -> bytes:
    """One text message."""
    return _frame(_WHOLE_TEXT, text.encode())


def binary_frame(payload: bytes) -> bytes:
    """One binary message."""
    return _frame(_WHOLE_BINARY, payload)


def close_frame(code: int) -> bytes:
    """The end of the connection, with a status code of RFC 6455, section 7.4."""
    return _frame(_CLOSE, struct.pack("!H", code))


def _frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", opcode, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", opcode, 126, size) + payload
    return struct.pack("!BBQ", opcode, 127, size) + payload
