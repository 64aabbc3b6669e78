"""A whole session through nginx: a process is killed while people write, a backup is made and put back elsewhere."""

import re
import threading
from collections.abc import Iterator
from http.client import HTTPSConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from facilitator import db
from facilitator.setup.backup import save
from facilitator.setup.restore import restore
from tests.attacks.clusters import programs
from tests.cast import POINTS, Room
from tests.certificates import Certificate
from tests.servers import Console, connect, until

from .evenings import PATIENCE, Evening, SteadyPhone, an_evening

PHONES = 6
TEXTS = {number: [f"I count to {number}{one}." for one in range(5)] for number in range(PHONES)}
ALL = sorted(text for texts in TEXTS.values() for text in texts)


@pytest.fixture
def evening(needs_nginx: str, needs_redis: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    if programs() is None:
        pytest.skip("no initdb here: this starts a PostgreSQL of its own")
    files = Certificate.made_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(files.certificate))
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    with an_evening(needs_nginx, tmp_path, files) as evening:
        yield evening


@pytest.mark.proves("P12", "P13", "R8", "R9")
def test_an_evening_behind_nginx_outlives_a_killed_process_and_its_backup_is_put_back(evening: Evening) -> None:
    room, console = Room.prepared(evening.cast), evening.console()
    step, path = room.steps("collect")[0], f"/sessions/{room.session_id}"
    assert console.command(f"{path}/room", turn=room.turn, agreed="yes")["status"] == 200
    phones = seated(evening, room)
    assert sorted(evening.sockets()) == [0, PHONES], "the phones of one room are on one process"
    open_writing(console, room)
    assert all(phone.hears("first ten minutes") for phone in phones)

    killed = evening.sockets().index(PHONES)
    write_through_a_kill(evening, phones, str(step), killed)
    assert sorted(text for phone in phones for text in phone.saved) == ALL
    for phone in phones:
        phone.come_back()
    until(lambda: console.ask("/groups")[0] == 200, PATIENCE)
    assert console.command(f"{path}/steps/{step}/closing", turn=room.turn)["status"] == 200
    assert room.texts() == ALL, "all that was acknowledged, and each of them once"
    evening.servers[killed].start()

    before = approve(console, room, 2)
    save(evening.config, evening.folder / "a.backup")
    after = approve(console, room, 3)
    assert console.command(f"{path}/steps/{step}/reveal", turn=room.turn)["status"] == 200
    assert all(phone.hears(after[0]) for phone in phones)
    ahead, _ = phones[0].shown()
    assert shelved(evening, console) == {*before, *after}
    nothing_was_written_down(evening)

    put_back(evening)
    console = evening.console()
    assert phones[0].shown()[0] > ahead, "a phone of before takes the new picture"
    for phone in phones:
        phone.come_back()
    assert console.command(f"{path}/steps/{step}/reveal", turn=room.turn)["status"] == 200
    assert all(phone.hears(before[0]) for phone in phones), "the room goes on"
    assert shelved(evening, console) == set(before), "every text that was approved when the backup was made"
    for phone in phones:
        phone.drop()


def test_the_front_spreads_rooms_sends_everybody_to_https_and_hides_what_is_for_the_host(evening: Evening) -> None:
    opened = [connect(evening.front.address, {}, way=f"{way:02x}") for way in range(24)]
    assert min(evening.sockets()) > 0, "rooms are on both processes"
    assert sum(evening.sockets()) == len(opened)
    assert ask(f"http://127.0.0.1:{evening.front.plain_port}/about") == (308, "https://127.0.0.1/about")
    for hidden in ("/metrics", "/readyz"):
        assert ask(evening.front.address + hidden)[0] == 404
    status, _ = ask(evening.front.address + "/join", b"code=" + b"x" * 17_000)
    assert status == 413
    for server in evening.servers:
        server.stop()
    status, page = ask(evening.front.address + "/")
    assert status == 503
    assert "Nothing that was saved is lost" in page
    assert "Lo guardado no se pierde" in page


def test_a_room_that_joins_at_once_from_one_address_gets_every_page_and_file(evening: Evening) -> None:
    room, console = Room.prepared(evening.cast), evening.console()
    console.command(f"/sessions/{room.session_id}/room", turn=room.turn, agreed="yes")
    (phone,) = seated(evening, room)[:1]
    files = sorted(set(re.findall(r'/static/[^"]+', phone._ask("/room"))))
    assert len(files) > 30
    refused: list[int] = []

    def load() -> None:
        connection = HTTPSConnection("127.0.0.1", evening.front.port, timeout=20)
        for path in ["/", *files, "/room", "/help"]:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            refused.extend([answer.status] if answer.status >= 400 else [])

    loading = [threading.Thread(target=load) for _ in range(20)]
    for one in loading:
        one.start()
    for one in loading:
        one.join(60)
    assert refused == []


def seated(evening: Evening, room: Room) -> list[SteadyPhone]:
    phones = [SteadyPhone(evening.front.address) for _ in range(PHONES)]
    for phone in phones:
        phone.join(room.code)
        phone.come_back()
    return phones


def open_writing(console: Console, room: Room) -> None:
    for move in ("showing", "writing"):
        path = f"/sessions/{room.session_id}/steps/{room.steps('collect')[0]}/{move}"
        assert console.command(path, turn=room.turn)["status"] == 200


def write_through_a_kill(evening: Evening, phones: list[SteadyPhone], step: str, killed: int) -> None:
    """All of them write at once; with a third of it saved, the process that has their sockets is killed."""
    writers = [threading.Thread(target=phone.write, args=(step, TEXTS[number])) for number, phone in enumerate(phones)]
    for writer in writers:
        writer.start()
    until(lambda: sum(len(phone.saved) for phone in phones) >= len(ALL) // 3)
    evening.servers[killed].kill()
    assert sum(len(phone.saved) for phone in phones) < len(ALL), "the control: not all was saved when it was killed"
    for writer in writers:
        writer.join(PATIENCE)


def approve(console: Console, room: Room, count: int) -> list[str]:
    chosen = room.queue()[:count]
    for item in chosen:
        path = f"/sessions/{room.session_id}/items/{item.id}/approval"
        assert console.command(path, points=POINTS)["status"] == 200
    return [item.text for item in chosen]


def shelved(evening: Evening, console: Console) -> set[str]:
    """The texts in the group's library."""
    status, page = console.ask(f"/groups/{evening.cast.tuesday}/library")
    assert status == 200
    return {text for text in ALL if text in page}


def nothing_was_written_down(evening: Evening) -> None:
    """nginx says nothing at all; no log holds an address of a phone or a text."""
    assert (evening.folder / "nginx" / "said").read_bytes() == b""
    assert [path.name for path in (evening.folder / "nginx").rglob("*.log")] == []
    logs = [evening.cluster.log.read_text(), (evening.folder / "redis-log").read_text()]
    assert [text for text in ALL for log in logs if text in log] == []


def put_back(evening: Evening) -> None:
    """The backup goes into a fresh database, and both processes serve that one."""
    for server in evening.servers:
        server.stop()
    db.database().close()
    fresh = evening.fresh()
    assert restore(fresh, evening.folder / "a.backup").without_keys == 1
    db.connect(fresh.database_url)
    for server in evening.servers:
        server.config = fresh
        server.start()
    evening.wait()


class Stays(HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: object) -> None:
        return None


def ask(address: str, body: bytes | None = None) -> tuple[int, str]:
    """The status, and where it leads or what it says."""
    try:
        with build_opener(Stays).open(Request(address, data=body), timeout=10) as answer:  # noqa: S310 - our own
            return answer.status, answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.headers.get("Location") or refusal.read().decode()
