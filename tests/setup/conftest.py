"""A machine on which nothing is set up yet, and somebody at its terminal."""

import io
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.setup import run_account_add, run_init

Run = Callable[..., str]


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "FACILITATOR_DATA", "FLOOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The data folder, which is not there yet."""
    return tmp_path / "srv" / "facilitator"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Types lines at the terminal, ahead of the questions."""

    def type_lines(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))

    return type_lines


@pytest.fixture
def init(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `facilitator init` with these options and no others; gives what it printed."""

    def run(**given: str | bool) -> str:
        options = {"program": None, "pack": None, "timezone": None, "admin": None, "yes": False}
        assert run_init(Namespace(data=str(place), **options | given)) == 0
        return capsys.readouterr().out

    return run


@pytest.fixture
def add(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `facilitator account add`; gives what it printed."""

    def run(name: str, *roles: str) -> str:
        assert run_account_add(Namespace(data=str(place), name=name, role=list(roles))) == 0
        return capsys.readouterr().out

    return run


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True
