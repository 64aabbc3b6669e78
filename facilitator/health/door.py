"""`/healthz`, `/readyz` and `/metrics`, answered before the application: by any host name, without cookies or pages.

Who probes a process asks it by its own address, which the application would refuse as a stranger's host name.
"""

import hmac
import ipaddress
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from ..config import Config
from . import asked
from .readiness import READY, Readiness
from .standing import Standing
from .underway import Application, Environ

PATHS = ("/healthz", "/readyz", "/metrics")
PLAIN = "text/plain; charset=utf-8"
# What a front says of whom it asks for: with one of these, the request comes from further away than it seems.
FROM_AFAR = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
HEADERS = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
Answer = tuple[str, str, bytes]


class Door:
    """A WSGI application before another."""

    def __init__(self, application: Application, config: Config, readiness: Readiness, standing: Standing) -> None:
        self._application = application
        self._config = config
        self._readiness = readiness
        self._standing = standing

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") not in PATHS or environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        status, kind, body = self._answer(environ)
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body))), *HEADERS])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer(self, environ: Environ) -> Answer:
        match environ["PATH_INFO"]:
            case "/healthz":
                return self._health(environ)
            case "/readyz":
                word = self._readiness.word()
                return "200 OK" if word == READY else "503 Service Unavailable", PLAIN, f"{word}\n".encode()
            case _:
                return self._metrics(environ)

    def _health(self, environ: Environ) -> Answer:
        """That the process is alive: nothing is touched. The doctor of this installation is told how it was asked."""
        if asked.by_the_doctor(environ, self._config.secret_key):
            return "200 OK", "application/json", json.dumps(asked.how(environ)).encode()
        return "200 OK", PLAIN, b"ok\n"

    def _metrics(self, environ: Environ) -> Answer:
        if not (_is_near(environ) or self._has_token(environ)):
            return "404 Not Found", PLAIN, b"There is nothing here.\n"
        from .metrics import CONTENT_TYPE, page  # most installations are never asked

        return "200 OK", CONTENT_TYPE, page(self._standing.all())

    def _has_token(self, environ: Environ) -> bool:
        kind, _, given = str(environ.get("HTTP_AUTHORIZATION", "")).partition(" ")
        token = self._config.metrics_token
        return bool(token) and kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def _is_near(environ: Environ) -> bool:
    """Whether this very machine asks, and no front on it for somebody else: that would pass its own host name on."""
    if any(environ.get(name) for name in FROM_AFAR):
        return False
    host = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
    return _is_loopback(str(environ.get("REMOTE_ADDR", ""))) and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
