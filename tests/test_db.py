"""The one writer: nothing is lost, a bad piece harms nobody, facts are told after the commit."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from facilitator import db, engines, events
from facilitator.accounts.models import Program
from facilitator.db_migrations import upgrade
from facilitator.errors import Refused

from . import once
from .conftest import BOTH

THREADS, ROUNDS = 20, 20


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[db.Database]:
    sqlite = f"sqlite:///{tmp_path / 'writer.db'}"
    url = sqlite if request.param == "sqlite" else request.getfixturevalue("needs_postgresql")
    upgrade(url)
    database = db.connect(url)
    database.write(lambda tx: tx.add(_program("0")))
    yield database
    database.close()


def _program(name: str) -> Program:
    return Program(id=db.new_id(), name=name, resource_pack="us", timezone="UTC")


def _add_one(tx: Session) -> None:
    program = tx.scalars(select(Program).with_for_update()).one()
    program.name = str(int(program.name) + 1)


def _in_threads(act: "object") -> None:
    threads = [threading.Thread(target=act) for _ in range(THREADS)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_it_loses_no_update_of_twenty_threads(database: db.Database) -> None:
    def twenty_times() -> None:
        for _ in range(ROUNDS):
            database.write(_add_one)

    _in_threads(twenty_times)
    with Session(database.reader) as tx:
        assert tx.scalars(select(Program.name)).one() == str(THREADS * ROUNDS)


def test_sqlite_as_it_comes_loses_updates(tmp_path: Path) -> None:
    """The control: the same work on an engine with SQLite's defaults."""
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}", connect_args={"timeout": 0.05})
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def twenty_times() -> None:
        for _ in range(ROUNDS):
            try:
                with engine.begin() as connection:
                    n = connection.execute(text("SELECT n FROM counter")).scalar_one()
                    connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
            except OperationalError:
                continue

    _in_threads(twenty_times)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM counter")).scalar_one() < THREADS * ROUNDS


def test_a_refused_piece_changes_nothing_and_tells_nothing(database: db.Database) -> None:
    told: list[object] = []

    class Fact:
        pass

    events.listens_to(Fact)(told.append)

    def refuse(tx: Session) -> None:
        tx.execute(update(Program).values(name="changed"))
        db.tell(tx, Fact())
        raise Refused("No.")

    with pytest.raises(Refused):
        database.write(refuse)
    with Session(database.reader) as tx:
        assert tx.scalars(select(Program.name)).one() == "0"
    assert told == []


def test_facts_are_told_after_the_commit(database: db.Database) -> None:
    seen: list[str] = []

    class Renamed:
        pass

    @events.listens_to(Renamed)
    def read(_: Renamed) -> None:
        with Session(database.reader) as tx:
            seen.append(tx.scalars(select(Program.name)).one())

    def rename(tx: Session) -> None:
        tx.execute(update(Program).values(name="1"))
        db.tell(tx, Renamed())

    database.write(rename)
    assert seen == ["1"]


def test_a_reader_on_sqlite_cannot_write(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'read.db'}"
    upgrade(url)
    db.connect(url)
    with pytest.raises(OperationalError), db.reading() as tx:
        tx.execute(text("DELETE FROM program"))
    db.database().close()


def test_on_sqlite_what_was_acknowledged_survives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "SQLITE_SETTINGS", once.SHIPPED)
    database = db.connect(f"sqlite:///{tmp_path / 'kept.db'}")
    settings = database.write(
        lambda tx: [tx.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
    )
    database.close()
    assert settings == ["wal", 2], "written ahead, and every commit waits for the disk"


GROUPED = """
from gevent import monkey; monkey.patch_all()
import sys, threading, gevent
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from facilitator import db
from facilitator.accounts.models import Program
from facilitator.db_migrations import upgrade
from facilitator.errors import Refused

upgrade(sys.argv[1]); database = db.connect(sys.argv[1])
commits, threads = [0], set()
engine_of = db.writing_engine
def counted(url, **limits):
    engine = engine_of(url, **limits)
    event.listen(engine, "commit", lambda _: commits.__setitem__(0, commits[0] + 1))
    return engine
db.writing_engine = counted

def add(number):
    def work(tx):
        threads.add(threading.get_native_id())
        if number % 20 == 7:
            raise Refused("No.")
        tx.add(Program(id=db.new_id(), name=str(number), resource_pack="us", timezone="UTC"))
        return number
    return work

def one(number):
    try:
        return database.write(add(number))
    except Refused:
        return None

greenlets = [gevent.spawn(one, number) for number in range(400)]
gevent.joinall(greenlets)
answered = [greenlet.value for greenlet in greenlets]
with Session(database.reader) as tx:
    rows = tx.scalar(select(func.count()).select_from(Program))
right = answered == [None if n % 20 == 7 else n for n in range(400)]
print(rows, right, commits[0], len(threads - {threading.main_thread().native_id}))
"""


@pytest.mark.parametrize("kind", BOTH)
def test_under_gevent_a_batch_is_one_commit_and_a_bad_piece_fails_alone(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    sqlite = f"sqlite:///{tmp_path / 'batch.db'}"
    url = sqlite if kind == "sqlite" else request.getfixturevalue("needs_postgresql")
    ran = subprocess.run([sys.executable, "-c", GROUPED, url], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    rows, answers, commits, native_threads = ran.stdout.split()
    assert (rows, answers) == ("380", "True")
    assert int(commits) < 400
    assert native_threads == ("1" if kind == "sqlite" else "0")


TOO_LONG = """
from gevent import monkey; monkey.patch_all()
import sys, gevent
from facilitator import db, waiting
from facilitator.errors import Busy
pause = monkey.get_original("time", "sleep")
waiting.PATIENCE, ran = 0.2, []

def slow(tx):
    pause(0.6)
    ran.append("slow")
    return "slow"

def one(work):
    try:
        return database.write(work)
    except Busy:
        return "busy"

database = db.connect(sys.argv[1])
first = gevent.spawn(one, slow)
gevent.sleep(0.05)
second = gevent.spawn(one, lambda tx: ran.append("second"))
gevent.joinall([first, second])
print(first.value, second.value, database.write(lambda tx: "next"), ",".join(ran))
"""


def test_what_waits_too_long_for_its_turn_is_refused_and_never_run_and_what_has_begun_is_waited_for(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", TOO_LONG, f"sqlite:///{tmp_path / 'slow.db'}"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.stdout.split() == ["slow", "busy", "next", "slow"], ran.stderr


@pytest.mark.parametrize(
    ("state", "gone"),
    [(None, True), ("57P01", True), ("08006", True), ("53100", True), ("57014", False), ("55P03", False)],
)
def test_a_database_that_is_gone_is_told_from_one_piece_that_took_too_long(state: str | None, gone: bool) -> None:
    said = Exception()
    said.sqlstate = state  # type: ignore[attr-defined]
    assert engines.out_of_reach(OperationalError("", {}, said)) is gone
    assert not engines.out_of_reach(ValueError())
