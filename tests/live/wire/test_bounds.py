"""What a hostile or broken client can do to the others: nothing."""

import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest

from .client import BINARY, GONE, PING, TEXT, Client, Headers, Refused, masked
from .conftest import Served, until

MB = 1024 * 1024
RSV1 = 0x40
FINAL = 0x80
OFFER: Headers = {"Sec-WebSocket-Extensions": "permessage-deflate"}


def throw(client: Client, bomb: list[bytes]) -> None:
    """Send it all, or as much as the server takes."""
    with suppress(OSError):
        for piece in bomb:
            client.sock.sendall(piece)


def fragments() -> list[bytes]:
    """60 MB of one message that never ends."""
    piece = b"4" * 64 * 1024
    return [masked(TEXT, piece, first=0)] + [masked(0, piece, first=0)] * 960


def one_frame() -> list[bytes]:
    """One frame of 60 MB."""
    return [masked(TEXT, b"4" * 60 * MB)]


def deflated() -> list[bytes]:
    """About 60 kB which a server that inflates turns into 60 MB."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeeze.compress(b"4" * 60 * MB) + squeeze.flush(zlib.Z_SYNC_FLUSH)
    return [masked(TEXT, data[:-4], first=FINAL | RSV1)]


@pytest.mark.parametrize("bomb", [fragments, one_frame, deflated])
def test_a_message_of_60_mb_is_never_in_memory(server: Served, bomb: Callable[[], list[bytes]]) -> None:
    client = Client.seated(server.port, headers=OFFER)
    before = server.resident_mb()
    throw(client, bomb())
    assert client.closing() in (1002, 1009, GONE)
    assert server.resident_mb() - before < 5


@pytest.mark.parametrize("bomb", [fragments, deflated])
def test_the_same_message_fills_a_plain_server(start: Callable[..., Served], bomb: Callable[[], list[bytes]]) -> None:
    plain = start(stock=True)
    client = Client(plain.port, OFFER)
    before = plain.resident_mb()
    throw(client, bomb())
    until(lambda: plain.resident_mb() - before > 40)


def test_a_message_just_within_the_bound_is_heard(server: Served) -> None:
    client = Client.seated(server.port)
    client.text(f'421["echo","{"x" * (16 * 1024 - 20)}"]')
    assert client.next_packet().startswith("431[")


def test_a_message_in_pieces_is_heard_whole(server: Served) -> None:
    client = Client.seated(server.port)
    said = '421["echo","añejo"]'.encode()
    client.frame(TEXT, said[:15], first=0)
    client.frame(PING, b"meanwhile")
    client.frame(0, said[15:], first=FINAL)
    assert [next(client.frames()) for _ in range(2)] == [(10, b"meanwhile"), (1, b'431["a\\u00f1ejo"]')]


def test_a_binary_message_ends_the_connection(server: Served) -> None:
    client = Client.seated(server.port)
    client.frame(BINARY, b"\x04hello")
    assert client.closing() == 1003


MALFORMED = [
    "",
    "4",
    "42",
    "42{}",
    "42[]",
    "42[1]",
    '42["connect"]',
    '42["disconnect"]',
    "43[]",
    "431",
    "45",
    '451-["x",{"_placeholder":true,"num":0}]',
    "46",
    "49[]",
    "40[]",
    "4canary",
    "42" + "[" * 5000,
    "42" + "9" * 5000 + '["x"]',
    "b4aGVsbG8=",
    "2",
    "5",
    "7",
    "canary",
]


@pytest.mark.parametrize("packet", MALFORMED)
def test_three_malformed_packets_end_the_connection_and_leave_no_trace(server: Served, packet: str) -> None:
    client, other = Client.seated(server.port), Client.seated(server.port)
    counted = server.standing().get("malformed", 0)
    client.text(packet)
    client.text(packet)
    client.text('421["echo","still here"]')
    assert client.next_packet() == '431["still here"]'
    client.text(packet)
    assert client.closing() == 1008
    assert server.standing()["malformed"] == counted + 3
    other.text('421["echo","undisturbed"]')
    assert other.next_packet() == '431["undisturbed"]'
    assert "canary" not in server.log.read_text()
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize(
    "frame", [masked(3, b"?"), masked(TEXT, b"\xff\xfe"), b"\x81\x02hi", masked(9, b"x" * 200), masked(0, b"?")]
)
def test_frames_that_break_the_rules_end_the_connection(server: Served, frame: bytes) -> None:
    client = Client.seated(server.port)
    client.sock.sendall(frame)
    assert client.closing() in (1002, 1007)
    assert "Traceback" not in server.log.read_text()


def test_a_flood_is_cut_off_and_the_others_are_answered(server: Served) -> None:
    flood, other = Client.seated(server.port), Client.seated(server.port)
    throw(flood, [masked(TEXT, b'42["echo"]')] * 1000)
    assert flood.closing() in (1008, GONE)
    other.text('421["echo","undisturbed"]')
    assert other.next_packet() == '431["undisturbed"]'


def test_no_more_sockets_than_the_bound_are_opened(start: Callable[..., Served]) -> None:
    server = start(bounds={"sockets": 3})
    inside = [Client.seated(server.port) for _ in range(3)]
    with pytest.raises(Refused) as refusal:
        Client(server.port)
    assert refusal.value.status == 503
    assert "retry-after" in refusal.value.head.lower()
    inside[0].close()
    until(lambda: server.standing()["sockets"] == 2)
    Client.seated(server.port)


def test_no_more_sockets_than_the_bound_wait_to_connect(start: Callable[..., Served]) -> None:
    server = start(bounds={"pending": 2})
    Client.seated(server.port)
    waiting = [Client(server.port) for _ in range(2)]
    with pytest.raises(Refused) as refusal:
        Client(server.port)
    assert refusal.value.status == 503
    waiting[0].join()
    assert waiting[0].next_packet().startswith("40{")
    Client.seated(server.port)
