"""From an HTTP request to a socket of our own (RFC 6455, section 4.2)."""

import base64
import binascii
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any

from gevent.monkey import get_original
from wsproto.utilities import generate_accept_token

Environ = dict[str, Any]

# What a handler may ask of the request that opened the socket. The rest would only fill memory, per phone.
_KEPT_HEADERS = {"HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_HOST", "HTTP_ORIGIN"}
_FORWARDED = "HTTP_X_FORWARDED_"
_NO_BODY = BytesIO()


def fault_of(environ: Mapping[str, Any]) -> str | None:
    """Why this request cannot become a WebSocket, or None. Engine.IO has compared an origin that is there."""
    if not environ.get("HTTP_ORIGIN"):
        return "Not an accepted origin."
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13" or not _has_key(environ):
        return "Not a WebSocket handshake."
    if environ.get("CONTENT_LENGTH") not in (None, "", "0") or environ.get("HTTP_TRANSFER_ENCODING"):
        return "A handshake has no body."
    return None


def acceptance(environ: Mapping[str, Any]) -> bytes:
    """The answer 101. No extension is ever accepted, so no frame is compressed."""
    token = generate_accept_token(environ["HTTP_SEC_WEBSOCKET_KEY"].encode())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + token + b"\r\n\r\n"


def socket_of(environ: Mapping[str, Any], kernel_bytes: int) -> socket.socket | None:
    """The request's own socket, taken from the web server, or None where that cannot give it (TLS, Werkzeug).

    It does not block, and `kernel_bytes` bounds what the kernel buffers for it. Knows gevent's server and
    gunicorn's gevent worker. Taken, not duplicated: epoll would go on telling of the file that was closed.
    """
    served = environ.get("gunicorn.socket") or getattr(getattr(_reader(environ), "raw", None), "_sock", None)
    if served is None or isinstance(served, ssl.SSLSocket):
        return None
    ours: socket.socket = get_original("socket", "socket")(fileno=served.detach())
    ours.setblocking(False)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, kernel_bytes)
    with suppress(OSError):  # a Unix socket has no such option
        ours.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ours


def let_go(environ: Mapping[str, Any]) -> list[bytes]:
    """Make the web server forget the connection without writing to it. gunicorn is told by StopIteration."""
    if "gunicorn.socket" in environ:
        raise StopIteration
    _reader(environ).close()
    return []


def kept(environ: Environ) -> Environ:
    """The part of the request that stays for as long as the socket is open."""
    staying = {name: value for name, value in environ.items() if _stays(name, value)}
    return staying | {"wsgi.input": _NO_BODY, "wsgi.errors": environ.get("wsgi.errors")}


def _stays(name: str, value: object) -> bool:
    if name.startswith("HTTP_"):
        return name in _KEPT_HEADERS or name.startswith(_FORWARDED)
    return isinstance(value, str | bool | tuple) or name == "flask.app"


def _reader(environ: Mapping[str, Any]) -> Any:
    """The buffered reader of gevent's server, which gives it bare or inside its own wsgi.input."""
    given = environ["wsgi.input"]
    return getattr(given, "rfile", given)


def _has_key(environ: Mapping[str, Any]) -> bool:
    try:
        return len(base64.b64decode(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""), validate=True)) == 16
    except (binascii.Error, ValueError):
        return False
