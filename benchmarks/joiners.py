"""A load that comes in: `python3 -m benchmarks.joiners ORDERS_PORT SERVER_PID`, the guests on stdin, then commands.

Every phone comes at a moment of its own, at random within the time, and is timed from when it was due to its first
full picture over the socket (where a server sends none: to when it is let in). One JSON object for each command:

join SECONDS     the page with the code, the code, the room's page, the socket
return SECONDS   every socket is lost at once; then each phone opens one again with the seat it has
"""

from gevent import monkey

monkey.patch_all()

import random  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from http.client import HTTPConnection, HTTPException  # noqa: E402
from time import perf_counter  # noqa: E402
from typing import Any  # noqa: E402
from urllib.parse import urlencode  # noqa: E402

import gevent  # noqa: E402

from facilitator.cookies import SEAT  # noqa: E402
from facilitator.rehearsal import TOKEN  # noqa: E402

from .guests import Guests  # noqa: E402
from .load import Process, in_milliseconds, most_files, tell  # noqa: E402
from .orders import HOST  # noqa: E402
from .phones import Phone, open_together, received  # noqa: E402

_PATIENCE_SECONDS = 20.0


class Joiner:
    """One phone that comes in. `guest` is what it knows of the room."""

    def __init__(self, guests: Guests, room: int, guest: dict[str, str]) -> None:
        self._guests, self._room, self._guest = guests, room, guest
        self.joins = "code" in guest  # a bare server has no pages and sends no picture
        self._cookie = ""
        self._phone: Phone | None = None

    def join(self) -> None:
        """From the first page to the first picture."""
        web = HTTPConnection(HOST, self._guests.port, timeout=_PATIENCE_SECONDS)
        page = self._ask(web, "GET", "/", 200)
        token = TOKEN.search(page)
        assert token, "no form on the page"
        self._ask(web, "POST", "/join", 303, urlencode({"code": self._guest["code"], "csrf_token": token[1]}))
        self._ask(web, "GET", "/room", 200)
        web.close()
        self._guest = self._guest | {"cookie": self._cookie}
        self.open()

    def open(self) -> None:
        """The socket, and the first picture where one is sent."""
        (self._phone,) = open_together(self._guests, [(self._room, self._guest)])
        heard = self._phone.hear(memoryview(b""))
        while not heard and self.joins:
            heard = self._phone.hear(memoryview(received(self._phone.sock)))

    def lose(self) -> None:
        """The signal is gone."""
        if self._phone is not None:
            self._phone.sock.close()

    def _ask(self, web: HTTPConnection, method: str, path: str, status: int, form: str | None = None) -> str:
        headers = {"Host": self._guests.origin.partition("://")[2], "Cookie": self._cookie}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        web.request(method, path, form, headers)
        answer = web.getresponse()
        text = answer.read().decode()
        if answer.status != status:
            raise ConnectionError(f"{path} was answered {answer.status}")
        for given in answer.headers.get_all("Set-Cookie", []):
            if given.startswith(f"{SEAT}="):
                self._cookie = given.partition(";")[0]
        return text


class Joiners:
    """All of them."""

    def __init__(self, guests: Guests, pid: int) -> None:
        self._server = Process(pid)
        self._joiners = [Joiner(guests, room, guest) for room, many in enumerate(guests.rooms) for guest in many]

    def join(self, seconds: float) -> dict[str, Any]:
        """Everybody, for the first time."""
        return self._storm(Joiner.join if self._joiners[0].joins else Joiner.open, seconds)

    def come_back(self, seconds: float) -> dict[str, Any]:
        """Everybody, after all were lost."""
        for joiner in self._joiners:
            joiner.lose()
        return self._storm(Joiner.open, seconds)

    def _storm(self, come: Callable[[Joiner], None], seconds: float) -> dict[str, Any]:
        """Failures; milliseconds; the server's processor time for one phone, in microseconds."""
        chance, start, cpu = random.Random(7), perf_counter(), self._server.cpu_seconds()
        took: list[float] = []
        reasons: list[str] = []

        def one(joiner: Joiner, due: float) -> None:
            gevent.sleep(max(0.0, due - perf_counter()))
            try:
                come(joiner)
            except (OSError, HTTPException, AssertionError) as failure:
                reasons.append(str(failure))
            else:
                took.append(perf_counter() - due)

        gevent.joinall([gevent.spawn(one, joiner, start + chance.uniform(0, seconds)) for joiner in self._joiners])
        for reason in sorted(set(reasons)):
            sys.stderr.write(f"{reason}\n")
        used = self._server.cpu_seconds() - cpu
        timed = in_milliseconds(took) if len(took) > 1 else {}
        return {"failures": len(reasons), **timed, "server_us_a_phone": used / len(self._joiners) * 1e6}


def main() -> None:
    """Obey until stdin ends."""
    most_files()
    joiners = Joiners(Guests.from_json(sys.stdin.readline()), int(sys.argv[2]))
    tell({})
    commands: dict[str, Callable[[float], dict[str, Any]]] = {"join": joiners.join, "return": joiners.come_back}
    for line in sys.stdin:
        command, seconds = line.split()
        tell(commands[command](float(seconds)))


if __name__ == "__main__":
    main()
