"""The front: asked by the address that people type, as a phone would, with headers that a client could forge."""

import json
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from simple_websocket import Client, ConnectionClosed, ConnectionError

from ..config import Config
from ..health import asked
from .finding import BROKEN, LOOK, OK, Finding

NAME = "front"
PATIENCE = 8.0  # seconds
RENEW_IN = 14 * 86_400  # seconds before a certificate ends
NOBODY_BEHIND = (502, 503, 504)
README = "See deploy/README.md."


def front(config: Config) -> Iterator[Finding]:
    if config.https:
        yield from _certificate(config)
    status, body = _ask(config, "/healthz", asked.question(config.secret_key))
    if status == 0 or status in NOBODY_BEHIND:
        who = "Nothing answers at" if status == 0 else "A front answers and no server behind it at"
        yield Finding(NAME, LOOK, f"{who} {config.public_url}.", "Start the server and its front, then look again.")
        return
    told = _json(body)
    if told is None:
        yield Finding(
            NAME, LOOK, f"What answers at {config.public_url} ({status}) is not this installation.",
            "Does the front lead here, and has the server the same SECRET_KEY?",
        )  # fmt: skip
        return
    found = [*_headers(config, told), *_metrics(config)]
    yield from found or [Finding(NAME, OK, "It passes on what it should, and nothing that a client claims.")]
    yield _websocket(config)


def _headers(config: Config, told: dict[str, Any]) -> Iterator[Finding]:
    direct = told["forged"] and told["fronts"] == 1 and told["proto"] == "gopher"
    if direct and not config.https and not config.trusted_proxies:
        return  # no front at all, and none is needed on this machine alone
    if told["forged"]:
        yield Finding(
            NAME, BROKEN, "It lets through the address that a client claims.",
            "Set X-Forwarded-For, never append to it, as deploy/nginx.conf does.",
        )  # fmt: skip
    elif told["fronts"] != config.trusted_proxies:
        trusted = config.trusted_proxies
        yield Finding(
            NAME, BROKEN, f"{told['fronts']} fronts say whom they ask for, and TRUSTED_PROXIES is {trusted}.",
            "Set TRUSTED_PROXIES to the number of fronts of your own, each of which sets X-Forwarded-For.",
        )  # fmt: skip
    if told["proto"] != ("https" if config.https else "http") and config.trusted_proxies:
        yield Finding(NAME, BROKEN, "It does not say that people came by https.", "Set X-Forwarded-Proto. " + README)
    if urlsplit(f"//{told['host']}").hostname != urlsplit(config.public_url).hostname:
        yield Finding(NAME, BROKEN, "It passes on another host name than PUBLIC_URL's.", "Pass the Host on. " + README)


def _metrics(config: Config) -> Iterator[Finding]:
    if config.https and _ask(config, "/metrics", {})[0] == 200:
        yield Finding(NAME, BROKEN, "Everybody can read /metrics.", "Set X-Forwarded-For and the Host. " + README)


def _websocket(config: Config) -> Finding:
    """Whether a socket opens and the server greets."""
    url = config.public_url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    try:
        client = Client.connect(url, headers={"Origin": config.origin})
        greeted = str(client.receive(timeout=PATIENCE) or "").startswith("0")
        client.close()
    except (OSError, ConnectionError, ConnectionClosed):
        greeted = False
    if greeted:
        return Finding(NAME, OK, "WebSockets get through.")
    return Finding(
        NAME, BROKEN, "WebSockets do not get through: screens would only ask every few seconds.",
        "Pass on Upgrade and Connection, as deploy/nginx.conf does.",
    )  # fmt: skip


def _certificate(config: Config) -> Iterator[Finding]:
    parts = urlsplit(config.public_url)
    host, name = parts.hostname or "", "certificate"
    try:
        with (
            socket.create_connection((host, parts.port or 443), timeout=PATIENCE) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
        ):
            ends = ssl.cert_time_to_seconds(str((secure.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as failure:
        yield Finding(name, BROKEN, f"No browser accepts it: {failure.verify_message}.", "Get it anew. " + README)
        return
    except OSError:
        return  # nothing answers: told by the next question
    days = int((ends - time.time()) // 86_400)
    if ends - time.time() < RENEW_IN:
        yield Finding(name, LOOK, f"Good for {days} more days.", "It should have been renewed by now. " + README)
    else:
        yield Finding(name, OK, f"Good for {days} more days.")


def _ask(config: Config, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    """The status and the body; 0 where nothing answers."""
    try:
        with urlopen(Request(config.public_url + path, headers=headers), timeout=PATIENCE) as answer:  # noqa: S310
            return int(answer.status), answer.read(4096)
    except HTTPError as refusal:
        return refusal.code, b""
    except (URLError, OSError):
        return 0, b""


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) and "forged" in told else None
