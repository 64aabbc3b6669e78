"""Strings that belong in no file, planted through a whole session and every handler; then every file is searched."""

import ipaddress
import json
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request

from flask import Flask

from facilitator import strategies
from facilitator.rehearsal import PretendPhone, padded
from tests.cast import POINTS, Cast, Room
from tests.servers import Console, until

TEXTS = ("approved", "shown", "edited away", "declined", "held", "unread", "withdrawn", "withdrawn later", "late")
BREAKS = ("raise", "integrity", "refused")
BEGINNING = 7  # bytes
LEAVES = {"/sign-out", "/room/leave", "/room/language"}


@dataclass
class Canaries:
    """What was planted, by name. `mark` makes a new one."""

    planted: dict[str, str] = field(default_factory=dict)

    def mark(self, name: str) -> str:
        return self.plant(name, "zcanary" + letters())

    def plant(self, name: str, made: str) -> str:
        self.planted[name] = made
        return made

    def found(self, folder: Path) -> dict[str, list[str]]:
        """For each canary that stands in a file under `folder`: the files, in any form it could be written in."""
        hits: dict[str, list[str]] = {}
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            with suppress(FileNotFoundError):  # a server that runs takes files away
                stands = _stands_in(path.read_bytes())
                for name, made in self.planted.items():
                    if any(map(stands, _forms(made))):
                        hits.setdefault(name, []).append(str(path.relative_to(folder)))
        return hits


def _stands_in(content: bytes) -> Callable[[bytes], bool]:
    """Whether a form does. Most begin alike, and where no beginning stands the whole need not be looked for."""
    begun = cache(lambda beginning: beginning in content)
    return lambda form: begun(form[:BEGINNING]) and form in content


def letters(count: int = 16) -> str:
    """Random letters: digits could read as an amount, which a word list finds."""
    return "".join(secrets.choice("abcdefghijklmnop") for _ in range(count))


def _forms(made: str) -> Iterator[bytes]:
    yield from (made.encode(), made.encode("utf-16-le"), made.encode().hex().encode(), quote(made, "").encode())
    if re.fullmatch("[0-9a-f]{32}", made):
        yield bytes.fromhex(made)
    if re.fullmatch("[0-9a-f:]{12,}", made) and ":" in made:
        yield ipaddress.ip_address(made).packed


class Spy(PretendPhone):
    """A phone whose every request carries canaries: addresses, a user agent, a cookie, a query."""

    def __init__(self, address: str, canaries: Canaries, number: int) -> None:
        super().__init__(address)
        self._canaries, self._number = canaries, number
        address_of = canaries.plant(f"address {number}", f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::77")
        claimed = canaries.plant(f"claimed address {number}", f"198.51.100.{100 + number}")
        self._opener.addheaders = [
            ("X-Forwarded-For", f"{claimed}, {address_of}"),
            ("User-Agent", canaries.mark(f"user agent {number}")),
            ("Referer", f"{address}/?{canaries.mark(f'referer {number}')}"),
            ("X-Request-Id", canaries.mark(f"request id {number}")),
        ]

    def enter(self, code: str) -> None:
        """Take a seat; its cookie is a canary too."""
        self.join(code)
        self.ask(f"/?code={self._canaries.mark(f'code in an address {self._number}')}")
        for cookie in self._jar:
            self._canaries.plant(f"{cookie.name} cookie {self._number}", str(cookie.value))

    def write(self, step: str, text: str, kind: str = "strategy", of: str = "") -> str:
        """Send an envelope; its receipt."""
        receipt = self._canaries.plant(f"receipt {len(self._canaries.planted)}", secrets.token_hex(16))
        content = {
            "v": 1, "receipt": receipt, "step": step, "kind": kind, "first": not of, "text": text,
            "share_beyond": False, "of": of, "value": None,
        }  # fmt: skip
        self._post("/room/envelopes", padded(content))
        return receipt

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> int:
        """Any request at all; the status it got."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with self._opener.open(Request(self.address + path, body, names), timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except HTTPError as refusal:
            return refusal.code

    def token(self, path: str) -> str:
        """A CSRF token of the cookie that belongs to a path."""
        if path.startswith(("/room", "/join", "/take-back")):
            return str(json.loads(self._ask("/room/csrf"))["token"])
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._ask("/sign-in"))
        return found[1] if found else ""


def whole_session(address: str, cast: Cast, canaries: Canaries) -> Room:
    """A session on the running server: nine texts, of which two stay; three of the others were read by a person."""
    room = Room.opened(cast)
    step = str(room.steps("collect")[0])
    phones = [Spy(address, canaries, number) for number in range(len(TEXTS))]
    for phone in phones:
        phone.enter(room.code)
    room.open_writing(room.steps("collect")[0])
    texts = {name: f"I walk a while {canaries.mark(name)}" for name in TEXTS}
    receipts = {name: phones[n].write(step, texts[name]) for n, name in enumerate(TEXTS[:-1])}
    phones[6].write(step, "", "take_back", receipts["withdrawn"])
    room.close_writing(room.steps("collect")[0])
    phones[8].write(step, texts["late"])
    _review(address, room, texts, canaries)
    room.reveal(room.steps("collect")[0])
    phones[7].write(step, "", "take_back", receipts["withdrawn later"])
    phones[0].ask_to_be_found()
    return room


def _review(address: str, room: Room, texts: dict[str, str], canaries: Canaries) -> None:
    """Ana at her console, over HTTP."""
    console = Console(address)
    console.sign_in("Ana")
    items = {item.text: f"/sessions/{room.session_id}/items/{item.id}" for item in room.queue()}
    kept = {"approved": None, "shown": None, "withdrawn later": None, "edited away": canaries.mark("edited")}
    for name, edited in kept.items():
        more: dict[str, object] = {"text": edited} if edited else {}
        answer = console.command(f"{items[texts[name]]}/approval", points=POINTS, **more)
        assert answer["status"] == 200, answer["message"]
    assert console.command(f"{items[texts['declined']]}/declining")["status"] == 200
    assert console.command(f"{items[texts['held']]}/hold")["status"] == 200


def session_with_faults(address: str, app: Flask, cast: Cast, canaries: Canaries, under: str = "/") -> Room:
    """A whole session, with every handler under a path made to fail in it; then its end and the end of its review."""
    room = whole_session(address, cast, canaries)
    every_handler_fails(address, app, canaries, Spy(address, canaries, 40), under)
    until(lambda: strategies.apply_take_backs(time.time() + 120))
    room.end()
    strategies.finish_review(room.session_id, cast.ana)
    return room


def every_handler_fails(address: str, app: Flask, canaries: Canaries, phone: Spy, under: str = "/") -> int:
    """Every route under a path, asked wrongly and made to fail in every way; how many requests that was."""
    asked = 0
    for path, method in sorted(one for one in set(_routes(app, canaries)) if one[0].startswith(under)):
        token = phone.token(path) if method == "POST" else ""
        for number, (body, headers) in enumerate(_wrong(canaries, method)):
            query = canaries.mark(f"query {path} {number}")
            status = phone.ask(f"{path}?{query}", body, X_CSRFToken=token, **headers)
            assert status >= 500 or headers.get("X_Break") is None or status == 400, (path, headers, status)
            asked += 1
    return asked


def _wrong(canaries: Canaries, method: str) -> Iterable[tuple[bytes | None, dict[str, str]]]:
    if method == "GET":
        yield from ((None, {"X_Break": how}) for how in BREAKS)
        return
    words, as_json = canaries.mark(f"body {len(canaries.planted)}"), {"Content_Type": "application/json"}
    yield b'{"text": "' + words.encode(), as_json
    yield json.dumps({"text": [words], "receipt": words, "step": {words: 1}}).encode(), as_json
    yield f"text={words}&code={words}&words={words}&call={words}".encode(), {}
    yield padded({"v": 1, "receipt": words, "step": words, "kind": words, "text": words, "of": words}), as_json
    yield from ((words.encode(), {"X_Break": how, "Content_Type": "text/plain"}) for how in BREAKS)


def _routes(app: Flask, canaries: Canaries) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<uuid:[a-z_]+>", lambda _: "0" * 8 + "-0000-4000-8000-" + secrets.token_hex(6), rule.rule)
        path = re.sub(r"<int[^>]*>", "1", path)
        path = re.sub(r"<[^>]+>", canaries.mark(f"path {rule.rule}"), path)
        if rule.rule not in LEAVES:
            yield from ((path, method) for method in sorted((rule.methods or set()) & {"GET", "POST"}))
