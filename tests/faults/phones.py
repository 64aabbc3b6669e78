"""Phones that send until they are told "saved", and count what they were told on the way."""

import json
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from uuid import UUID

from facilitator.rehearsal import PretendPhone, Turned, padded

LONGEST_WAIT = 0.4  # seconds between two tries: shorter than a real phone's, so that a fault is met by more of them
NEVER_FINAL = (0, 400, 429, 500, 502, 503, 504)  # what the member page tries again after (static/js/outbox.js)


class Sender(PretendPhone):
    """A phone of a room that several processes may serve: what one does not answer, it asks the next."""

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__(addresses[0])
        self._addresses = list(addresses)
        self._token = ""
        self.saved: list[str] = []
        self.told: Counter[int] = Counter()  # answers to envelopes by their status, 0 for none
        self.longest = 0.0  # seconds that one request took

    def send(self, step: UUID, text: str, *, until: float) -> bool:
        """Send one text with one receipt; whether it was saved before the moment `until` of the monotonic clock."""
        body = padded({
            "v": 1, "receipt": secrets.token_hex(16), "step": str(step), "kind": "strategy",
            "first": str(step) not in self._answered, "text": text, "share_beyond": False, "of": "", "value": None,
        })  # fmt: skip
        while (status := self._try(body)) != 201:
            if status not in NEVER_FINAL:
                raise Turned(status)
            if time.monotonic() > until:
                return False
            threading.Event().wait(random.uniform(0, LONGEST_WAIT))
        self._answered.add(str(step))
        self.saved.append(text)
        return True

    def new_window(self) -> None:
        """Writing was opened again: what this phone sends next is its first answer there."""
        self._answered.clear()

    def _try(self, body: bytes) -> int:
        try:
            if not self._token:
                self._token = json.loads(self._ask("/room/csrf"))["token"]
            self._ask("/room/envelopes", body, {"Content-Type": "application/json", "X-CSRFToken": self._token})
            status = 201
        except Turned as refusal:
            status = refusal.status
            if status == 400:
                self._token = ""
        self.told[status] += 1
        return status

    def _ask(self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> str:
        began = time.monotonic()
        try:
            return super()._ask(path, body, headers)
        except Turned as refusal:
            if refusal.status == 0:
                self._turn_to_next()
            raise
        except (OSError, HTTPException):  # the server went in the middle of its answer
            self._turn_to_next()
            raise Turned(0) from None
        finally:
            self.longest = max(self.longest, time.monotonic() - began)

    def _turn_to_next(self) -> None:
        self._addresses.append(self._addresses.pop(0))
        self.address = self._addresses[0]


class Crowd:
    """Phones that write, each on a thread of its own, the texts that fall to it."""

    def __init__(self, phones: Sequence[Sender], step: UUID, texts: Sequence[str], seconds: float) -> None:
        self.phones = phones
        self.texts = texts
        self._failures: list[BaseException] = []
        until = time.monotonic() + seconds
        shares = [texts[number :: len(phones)] for number in range(len(phones))]
        self._threads = [
            threading.Thread(target=self._write, args=(phone, step, share, until), daemon=True)
            for phone, share in zip(phones, shares, strict=True)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    @property
    def saved(self) -> list[str]:
        return [text for phone in self.phones for text in list(phone.saved)]

    @property
    def count(self) -> int:
        return sum(len(phone.saved) for phone in self.phones)

    @property
    def done(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def finish(self, seconds: float) -> None:
        """Wait until all is saved. Raises what befell a phone, or TimeoutError."""
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        if self._failures:
            raise self._failures[0]
        if self.count < len(self.texts):
            raise TimeoutError(f"{len(self.texts) - self.count} texts were not saved in {seconds:.0f} s")

    def told(self) -> Counter[int]:
        return sum((phone.told for phone in self.phones), Counter[int]())

    def longest(self) -> float:
        return max(phone.longest for phone in self.phones)

    def _write(self, phone: Sender, step: UUID, texts: Sequence[str], until: float) -> None:
        try:
            for text in texts:
                if not phone.send(step, text, until=until):
                    return
        except BaseException as failure:
            self._failures.append(failure)


def numbered(count: int, what: str = "I count to") -> list[str]:
    """Texts that are told apart, and that no word list marks."""
    return [f"{what} {number}." for number in range(count)]
