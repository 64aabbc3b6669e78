"""`facilitator wipe`: everything goes, and only when somebody means it."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text

from facilitator import db, sessions
from facilitator.accounts.models import Account
from facilitator.errors import Refused
from facilitator.privacy import keys
from facilitator.sessions import groups
from facilitator.setup import folder, run_wipe
from tests.setup.conftest import Run

Typed = Callable[..., None]


@pytest.fixture
def wipe(place: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `facilitator wipe`; gives what it printed."""

    def run() -> str:
        assert run_wipe(Namespace(data=str(place))) == 0
        return capsys.readouterr().out

    return run


def hold_a_session(place: Path) -> None:
    """A group with an open session, so that there are keys on disk."""
    with folder.connected(folder.config_of(place)):
        keys.use(place / "keys")
        with db.reading() as tx:
            ada = tx.scalars(select(Account.id)).one()
        group = groups.create("Tuesday Circle", ada)
        groups.set_supervisor(group, "", ada, waived=True)
        session_id = sessions.prepare(group, ada, plan="A", language="en", floor=4)
        sessions.open_room(session_id, 1, ada, agreed=True)
    assert any((place / "keys").iterdir())
    for name in ("taken_back", "restoring"):
        (place / name).touch()


@pytest.mark.proves("P33")
def test_nothing_is_left_in_the_folder(init: Run, wipe: Run, place: Path, typed: Typed) -> None:
    init(program="Riverside", pack="us", yes=True)
    hold_a_session(place)
    typed("Riverside")
    assert "nothing is left" in wipe()
    assert list(place.iterdir()) == []


def test_nothing_is_left_on_postgresql_and_what_is_not_ours_stays(
    init: Run, wipe: Run, place: Path, typed: Typed, needs_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", needs_postgresql)
    init(program="Riverside", pack="us", yes=True)
    hold_a_session(place)
    engine = create_engine(needs_postgresql)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE somebody_elses (id int)"))
    typed("Riverside")
    assert "write-ahead log" in wipe()
    assert inspect(engine).get_table_names() == ["somebody_elses"]
    engine.dispose()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("answer", ["", "yes", "riverside"])
def test_it_erases_nothing_unless_the_name_is_typed(
    init: Run, wipe: Run, place: Path, typed: Typed, answer: str
) -> None:
    init(program="Riverside", pack="us", yes=True)
    before = {path.name for path in place.iterdir()}
    typed(answer)
    with pytest.raises(Refused, match="Nothing was erased"):
        wipe()
    assert {path.name for path in place.iterdir()} >= before


def test_it_waits_until_the_server_is_stopped(init: Run, wipe: Run, place: Path, typed: Typed) -> None:
    init(program="Riverside", pack="us", yes=True)
    server = create_engine(f"sqlite:///{place / 'facilitator.db'}")
    with server.connect() as connection:
        connection.execute(text("SELECT 1 FROM program"))
        typed("Riverside")
        with pytest.raises(Refused, match="Stop the server"):
            wipe()
    server.dispose()
    assert (place / "secret").exists()


def test_afterwards_the_folder_can_be_set_up_anew(init: Run, wipe: Run, place: Path, typed: Typed) -> None:
    init(program="Riverside", pack="us", yes=True)
    before = (place / "secret").read_text()
    typed("Riverside")
    wipe()
    init(program="Ribera", pack="us", yes=True)
    assert (place / "secret").read_text() != before
