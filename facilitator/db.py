"""The database: reads anywhere, and one writer that commits for everybody.

All writes of a process run one after the other. Under gevent what has arrived is run as one batch, committed
once, then answered and announced; on SQLite this happens on a native thread of its own, so that an fsync never
holds up the phones. Without gevent (command line, plain tests) a piece of work is run at once.

A batch runs without SAVEPOINTs, which is several times faster; when a piece in it is refused, the batch is
rolled back and run again piece by piece, so a bad piece leaves its neighbours alone.
"""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import gevent
from gevent import monkey
from gevent.queue import Queue
from gevent.threadpool import ThreadPool
from sqlalchemy import Connection, Engine, MetaData, Uuid
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, configure_mappers

from . import events
from .engines import out_of_reach, reading_engine, truncate_log, writing_engine
from .errors import Busy
from .waiting import Line, Piece

T = TypeVar("T")
Work = Callable[[Session], T]

BATCH = 64  # pieces in one commit: short, because the writer's thread shares Python's lock with the hub


class Base(DeclarativeBase):
    """Every table. Constraint names are fixed, so that a migration can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {UUID: Uuid()}


def new_id() -> UUID:
    """128 random bits. Not uuid4, which fixes six of them and says so."""
    return UUID(bytes=secrets.token_bytes(16))


class Database:
    """One database of one process: an engine to read with and a writer."""

    def __init__(self, url: str) -> None:
        configure_mappers()
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.reader = reading_engine(url)
        self._writer: Engine | None = None
        self._glance: Connection | None = None
        self._alone = threading.RLock()
        self._line = Line()
        self._told: Queue[events.Fact] = Queue()
        self._thread: ThreadPool | None = None
        self._greenlets: list[gevent.Greenlet[..., Any]] = []

    def write(self, work: Work[T]) -> T:
        """Run `work` in the writer's transaction; return what it returns once that is committed.

        `work` takes the transaction's Session, may run twice, and touches nothing else. Raises what it raises,
        and Busy when too much is waiting, or when its turn does not come: then it is never run.
        """
        piece = Piece(work)
        if not monkey.is_module_patched("threading"):
            answer: T = self._write_at_once(piece)
            return answer
        if self._line.full:
            raise Busy
        self._start()
        answer = self._line.answer(piece)
        return answer

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """A connection for one question, in no transaction: a good deal cheaper than `reading`.

        On SQLite, under gevent, it is one that stays: a question there never lets another greenlet in between.
        """
        if not (self.sqlite and monkey.is_module_patched("threading")):
            with self.reader.connect() as connection:
                yield connection
            return
        if self._glance is None:
            self._glance = self.reader.connect().execution_options(isolation_level="AUTOCOMMIT")
        yield self._glance

    def forget(self) -> bool:
        """Empty SQLite's write-ahead log, so that what was erased is in no file. True when that was possible.

        On PostgreSQL what was erased stays in `pg_wal` until that is recycled: a stated limit.
        """
        if not self.sqlite:
            return True
        if self._thread is not None:
            return bool(self._thread.apply(self._truncate_log))
        with self._alone:
            return self._truncate_log()

    def close(self) -> None:
        gevent.killall(self._greenlets)
        self._greenlets = []
        if self._thread is not None:
            self._thread.apply(self._dispose_writer)
            self._thread.kill()
            self._thread = None
        self._dispose_writer()
        if self._glance is not None:
            self._glance.close()
            self._glance = None
        self.reader.dispose()

    def _write_at_once(self, piece: Piece) -> Any:
        with self._alone:
            self._run([piece])
        for fact in piece.facts:
            events.publish(fact)
        if piece.failure is not None:
            raise piece.failure
        return piece.result

    def _start(self) -> None:
        if not self._greenlets:
            self._thread = ThreadPool(1) if self.sqlite else None
            self._greenlets = [gevent.spawn(self._write_forever), gevent.spawn(self._tell_forever)]

    def _write_forever(self) -> None:
        while True:
            batch = self._line.next(BATCH)
            if self._thread is not None:
                self._thread.apply(self._run, (batch,))
            else:
                self._run(batch)
            for piece in batch:
                self._answer(piece)

    def _answer(self, piece: Piece) -> None:
        if piece.failure is not None:
            piece.answer.set_exception(piece.failure)
            return
        piece.answer.set(piece.result)
        for fact in piece.facts:
            self._told.put(fact)

    def _tell_forever(self) -> None:
        while True:
            events.publish(self._told.get())

    def _run(self, batch: list[Piece]) -> None:
        """Runs on the writer's thread. Nothing here may wait for the hub."""
        try:
            self._commit(batch)
        except Exception as failure:
            if len(batch) > 1 and not out_of_reach(failure):
                for piece in batch:
                    self._run([piece])
                return
            for piece in batch:
                piece.failure, piece.facts = failure, []

    def _commit(self, batch: list[Piece]) -> None:
        if self._writer is None:
            self._writer = writing_engine(self.url.render_as_string(hide_password=False), limited=True)
        with Session(self._writer) as tx, tx.begin():
            for piece in batch:
                tx.info["facts"] = piece.facts = []
                piece.result = piece.work(tx)
                tx.flush()
                tx.expunge_all()

    def _truncate_log(self) -> bool:
        if self._writer is None:
            self._writer = writing_engine(self.url.render_as_string(hide_password=False), limited=True)
        return truncate_log(self._writer)

    def _dispose_writer(self) -> None:
        if self._writer is not None:
            self._writer.dispose()
            self._writer = None


def tell(tx: Session, fact: events.Fact) -> None:
    """Announce `fact` after the transaction has been committed, and only then."""
    tx.info["facts"].append(fact)


_database: Database | None = None


def connect(url: str) -> Database:
    """Make `url` this process's database. A process has one."""
    global _database
    if _database is not None:
        _database.close()
    _database = Database(url)
    return _database


def database() -> Database:
    if _database is None:
        raise RuntimeError("db.connect() has not been called")
    return _database


def write(work: Work[T]) -> T:
    """Run one piece of work in the one writer's transaction (see Database.write)."""
    return database().write(work)


@contextmanager
def reading() -> Iterator[Session]:
    """A Session to read with. On SQLite it cannot write."""
    with Session(database().reader) as tx:
        yield tx


def glance() -> AbstractContextManager[Connection]:
    """A connection for one question (see Database.glance)."""
    return database().glance()
