"""A pretend phone: it joins with a code, keeps a socket or asks now and then, writes, passes, drops and comes back.

It speaks to the server over the network, as a real phone does, and knows nothing else.
"""

import http.cookiejar
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from simple_websocket import Client, ConnectionClosed

ENVELOPE = 4096
SCALE = 11  # 0 to 10
PATIENCE = 10
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
DATA = re.compile(r'data-(state|step|kind|writing)="([^"]*)"')


class Turned(Exception):
    """The server said no; the code is its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class PretendPhone:
    """One phone at `address`, such as http://127.0.0.1:8000."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = http.cookiejar.CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self._jar))
        self._socket: Client | None = None
        self._answered: set[str] = set()

    def join(self, code: str) -> None:
        """Take a seat. Raises Turned."""
        page = self._ask("/")
        token = TOKEN.search(page)
        self._ask("/join", urlencode({"code": code, "csrf_token": token[1] if token else ""}).encode())

    def frames(self) -> list[dict[str, Any]]:
        """What this phone shows now. Raises Turned."""
        return list(json.loads(self._ask("/room/fragments"))["frames"])

    def stage(self) -> dict[str, str]:
        """What is on: state, step, kind and writing, as the fragment tells. Raises Turned."""
        return dict(DATA.findall(self.frames()[0]["html"]))

    def share(self, step: str, text: str) -> None:
        self._send(step, "strategy", text)

    def answer(self, step: str, value: int) -> None:
        """Answer a scale or a poll."""
        self._send(step, "answer", "", value)

    def choices(self) -> int:
        """How many answers there are to choose from: a poll's on the stage, or a scale's."""
        return self.frames()[0]["html"].count("<li>") or SCALE

    def pass_on(self, step: str) -> None:
        self._send(step, "pass", "")

    def ask_to_be_found(self) -> None:
        """Press "Please find me" once."""
        self._post("/room/find-me", json.dumps({"call": secrets.token_hex(16)}).encode())

    def connect(self) -> None:
        """Open the socket, as a woken phone does."""
        self._socket = self.socket()

    def socket(self) -> Client:
        """A new socket with this phone's seat."""
        address = self.address.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)
        client = Client.connect(address, headers={"Cookie": cookies, "Origin": self.address})
        client.send('40{"as":"member"}')
        return client

    def drop(self) -> None:
        """Lose the socket, as a phone that sleeps does."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def listen(self, seconds: float) -> str | None:
        """The next thing the socket says within `seconds`; heartbeats are answered on the way."""
        if self._socket is None:
            return None
        try:
            said = self._socket.receive(timeout=seconds)
            if said == "2":
                self._socket.send("3")
            return str(said) if said is not None else None
        except ConnectionClosed:
            self._socket = None
            return None

    def _send(self, step: str, kind: str, text: str, value: int | None = None) -> None:
        content = {
            "v": 1, "receipt": secrets.token_hex(16), "step": step, "kind": kind,
            "first": step not in self._answered, "text": text, "share_beyond": False, "of": "", "value": value,
        }  # fmt: skip
        self._post("/room/envelopes", padded(content))
        self._answered.add(step)

    def _post(self, path: str, body: bytes) -> None:
        token = json.loads(self._ask("/room/csrf"))["token"]
        self._ask(path, body, {"Content-Type": "application/json", "X-CSRFToken": token})

    def _ask(self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> str:
        request = Request(self.address + path, data=body, headers=dict(headers or {}))  # noqa: S310 - our own server
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except HTTPError as refusal:
            raise Turned(refusal.code) from None
        except URLError:
            raise Turned(0) from None


def padded(content: Mapping[str, Any]) -> bytes:
    """The JSON of an envelope, brought to its one size."""
    bare = json.dumps({**content, "pad": ""}, ensure_ascii=False).encode()
    return json.dumps({**content, "pad": " " * (ENVELOPE - len(bare))}, ensure_ascii=False).encode()
