"""The demo: one command, made-up people, pretend phones that answer when a room opens."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from facilitator.demo_phones import PARTS, SLEEPS, Person, part_of
from facilitator.rehearsal import PretendPhone
from tests.servers import Console, free_port, until

ROOT = Path(__file__).parent.parent


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A running demo with phones: its address, and the password it printed."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "facilitator",
        "demo",
        "--port",
        str(port),
        "--host",
        "127.0.0.1",
        "--phones",
        "12",
    ]
    with (tmp_path / "said").open("w+") as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, env=os.environ | {"TMPDIR": str(tmp_path)})
        until(lambda: "Stop with Ctrl-C" in (tmp_path / "said").read_text(), 30)
        password = re.search(r"Password +(.+?)   ", (tmp_path / "said").read_text())
        assert password
        yield f"http://127.0.0.1:{port}", password[1]
        process.terminate()
        process.wait(15)
    assert list(tmp_path.glob("facilitator-demo-*")) == [], "nothing is left behind"


@pytest.mark.proves("R58")
def test_one_person_can_rehearse_with_pretend_phones(demo: tuple[str, str]) -> None:
    """Twelve phones: one comes late, one falls asleep, one text worries, and somebody asks to be found."""
    console, path = opened(*demo)
    until(lambda: "11 phones in" in shown(console, path), 60)
    frames = console_now(console, path)
    for label in ("showing", "writing"):
        frames = console.command(next_path(frames, label), turn=turn_of(frames))
    until(lambda: "Most have sent" in shown(console, path), 90)
    until(lambda: "12 phones in" in shown(console, path), 120)
    for line in ("Someone here may need help.", "Please find me."):
        until(partial(lambda line: line in shown(console, path), line), 60)
    frames = console_now(console, path)
    frames = console.command(next_path(frames, "closing"), turn=turn_of(frames))
    assert re.search(r"Review \d+ cards?", str(frames))
    assert "do not want to be alive" in str(frames), "what worries comes first"


def test_a_sleeping_phone_says_nothing_until_it_wakes(monkeypatch: pytest.MonkeyPatch) -> None:
    did: list[str] = []
    monkeypatch.setattr("facilitator.demo_phones.gevent.sleep", lambda seconds: did.append("waits"))
    monkeypatch.setattr(PretendPhone, "drop", lambda self: did.append("drops"))
    monkeypatch.setattr(PretendPhone, "connect", lambda self: did.append("connects"))
    sleeper = Person("http://127.0.0.1", Random(1), SLEEPS)
    sleeper.take_a_seat()
    sleeper.take_part({"step": "one", "kind": "collect", "writing": "open"})
    assert did == ["drops", "waits", "connects"]
    assert not sleeper.answered, "awake, it looks at the same step again"


def test_parts_are_played_only_where_others_are_ordinary() -> None:
    assert [part_of(number, 12) for number in range(12)] == [*PARTS, *[""] * 8]
    assert not any(part_of(number, 7) for number in range(7))


def opened(address: str, password: str) -> tuple[Console, str]:
    """A room opened with one prompt to write to: the console, and the session's path."""
    console = Console(address)
    console.sign_in("Ana Demo", password)
    group = re.search(r'href="(/groups/[0-9a-f-]{36})"', console.ask("/groups")[1])
    assert group
    _, page = console.post(f"{group[1]}/sessions", prompt="S2-1")
    path = re.search(r'data-path="(/sessions/[0-9a-f-]{36})"', page)
    assert path
    assert console.command(f"{path[1]}/room", turn=1, agreed="yes")["status"] == 200
    return console, path[1]


def shown(console: Console, path: str) -> str:
    """Everything on the console now."""
    return console.ask(f"{path}/fragments", as_json=True)[1]


def console_now(console: Console, path: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(console.ask(f"{path}/fragments", as_json=True)[1])
    return found


def next_path(frames: dict[str, object], label: str) -> str:
    """Where the one large action posts to."""
    found = re.search(rf'id=\\?["\']next.*?formaction=\\?["\'](/sessions/[^"\'\\]+/{label})', str(frames))
    assert found, label
    return found[1]


def turn_of(frames: dict[str, object]) -> str:
    found = re.search(r'name=\\?["\']turn\\?["\'] value=\\?["\'](\d+)', str(frames))
    assert found
    return found[1]
