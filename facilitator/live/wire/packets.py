"""Which Socket.IO packets a phone may send."""

from typing import Any

from socketio.packet import ACK, CONNECT, DISCONNECT, EVENT, Packet

_RESERVED = {"connect", "connect_error", "disconnect"}


def decoded(kind: type[Packet], text: str) -> Packet | None:
    """The packet, or None when it is malformed, announces binary parts or names a reserved event."""
    try:
        packet = kind(encoded_packet=text) if text[:1].isdigit() else None
    except (ValueError, TypeError, IndexError, RecursionError):
        return None
    return packet if packet is not None and _is_sound(packet, packet.data) else None


def _is_sound(packet: Packet, data: Any) -> bool:
    if packet.packet_type == EVENT:
        return isinstance(data, list) and bool(data) and isinstance(data[0], str) and data[0] not in _RESERVED
    if packet.packet_type == ACK:
        return isinstance(data, list) and packet.id is not None
    if packet.packet_type == CONNECT:
        return data is None or isinstance(data, dict)
    return bool(packet.packet_type == DISCONNECT)
