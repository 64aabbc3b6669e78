"""The real server in a process of its own, and a console that drives it over HTTP."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from simple_websocket import Client

from facilitator.config import Config
from tests import prepared
from tests.cast import PASSWORD

T = TypeVar("T")
PATIENCE = 60.0  # seconds that an answer may take on a slow machine
SERVE = """
from gevent import monkey; monkey.patch_all()
from dataclasses import replace
from facilitator.config import Config
from facilitator.serve import serve
serve(replace(Config.from_env(), second_factor_waived=True), "127.0.0.1", int(sys.argv[1]))
"""


def free_port() -> int:
    """A port below those that outgoing connections are given, so that none of them takes it before a server does."""
    while True:
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def until(claim: Callable[[], T], seconds: float = PATIENCE) -> T:
    """What `claim` gives once it is true; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := claim()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.02)  # between looks, not instead of one
    return found


@dataclass
class Server:
    """A server on its port. `kill` is kill -9."""

    config: Config
    port: int
    redis_url: str | None = None
    public_url: str = ""
    script: str = ""
    process: "prepared.Process | subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environ = os.environ | {
            "SECRET_KEY": self.config.secret_key,
            "FACILITATOR_DATA": str(self.config.data_folder),
            "DATABASE_URL": self.config.database_url,
            "REDIS_URL": self.redis_url or "",
            "PUBLIC_URL": self.public_url or self.address,
        }
        self.process = prepared.start(self.script or SERVE, str(self.port), environ=environ)
        until(self._answers, 60)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(15)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "the server did not start"
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False


@contextmanager
def running(config: Config, redis_url: str | None = None, public_url: str = "") -> Iterator[Server]:
    """A server on the database and data folder of `config`."""
    server = Server(config, free_port(), redis_url, public_url)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Console:
    """A facilitator's browser, as far as HTTP goes."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        token = self._token("/sign-in")
        self.ask("/sign-in", {"name": name, "password": password, "csrf_token": token})

    def command(self, path: str, **fields: object) -> dict[str, Any]:
        """POST a command; its JSON answer, with `status`."""
        status, text = self.post(path, as_json=True, **fields)
        return {"status": status, **json.loads(text)}

    def post(self, path: str, *, as_json: bool = False, **fields: object) -> tuple[int, str]:
        return self.ask(path, {**fields, "csrf_token": self._token("/groups/new")}, as_json=as_json)

    def ask(self, path: str, fields: dict[str, object] | None = None, *, as_json: bool = False) -> tuple[int, str]:
        headers = {"Accept": "application/json"} if as_json else {}
        body = urlencode(fields, doseq=True).encode() if fields is not None else None
        request = Request(self.address + path, data=body, headers=headers)  # noqa: S310 - our own
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except URLError as failure:
            raise ConnectionError(failure) from None

    def socket(self, auth: dict[str, str], origin: str | None = None) -> Client:
        """A socket that presents this browser's cookies; a console's, with a ticket if it can be had."""
        if auth.get("as") == "console" and "ticket" not in auth:
            auth = auth | {"ticket": self.ticket(auth["session"])}
        return connect(self.address, auth, "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar), origin)

    def ticket(self, session_id: str) -> str:
        """What opens one socket of the console; nothing where the server gives none."""
        _, text = self.post(f"/sessions/{quote(session_id)}/ticket", as_json=True)
        return str(json.loads(text).get("ticket", "")) if text.startswith("{") else ""

    def _token(self, path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.ask(path)[1])
        assert found, path
        return found[1]


def connect(
    address: str, auth: dict[str, str], cookies: str = "", origin: str | None = None, *, way: str = ""
) -> Client:
    url = address.replace("http", "ws", 1) + f"/socket.io/?EIO=4&transport=websocket&way={way}"
    client = Client.connect(url, headers={"Cookie": cookies, "Origin": origin or address})
    client.send("40" + json.dumps(auth))
    return client


def events(client: Client, seconds: float = 15.0) -> Iterator[tuple[str, Any]]:
    """Events as they arrive; stops when nothing comes for `seconds`. A refusal is the event `refused`."""
    while (said := client.receive(timeout=seconds)) is not None:
        if said == "2":
            client.send("3")
        elif said.startswith("44"):
            yield "refused", said[2:]
        elif said.startswith("42"):
            name, *arguments = json.loads(said[2:])
            yield name, arguments[0] if arguments else None
