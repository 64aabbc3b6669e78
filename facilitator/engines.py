"""SQLAlchemy engines: one to read with, one to write with, with the settings each database needs."""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

SQLITE_SETTINGS: tuple[str, ...] = (
    "journal_mode=WAL",
    "synchronous=FULL",  # an acknowledged row survives a power cut
    "busy_timeout=5000",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
)
CONNECT = 3  # seconds for PostgreSQL to let us in, where nothing answers at all
LOCK = 3  # seconds for a row that another process has
READ, WRITE = 5, 30  # seconds for one statement
IDLE = 10  # seconds in a transaction that asks for nothing


def reading_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(
            url, hide_parameters=True, pool_pre_ping=True, pool_size=20, pool_timeout=2, connect_args=_limits(READ)
        )
    engine = create_engine(
        url, hide_parameters=True, pool_size=20, pool_timeout=2, connect_args={"check_same_thread": False}
    )
    _settle_sqlite(engine, "query_only=ON")
    return engine


def writing_engine(url: str, *, limited: bool = False) -> Engine:
    """The writer's own engine: one connection; on SQLite every transaction takes the write lock at once.

    `limited`: PostgreSQL ends what takes too long, because people wait for it; not so a migration or a backup.

    A deferred transaction that turns into a write fails at once whatever the busy timeout says, and lost
    363 of 400 concurrent updates when tried.
    """
    if make_url(url).get_backend_name() != "sqlite":
        limits = _limits(WRITE) if limited else {}
        return create_engine(
            url, hide_parameters=True, pool_size=1, max_overflow=0, pool_pre_ping=True, connect_args=limits
        )
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "isolation_level": None},
    )
    _settle_sqlite(engine)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def truncate_log(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log by the writer's own connection; whether nobody stood in the way."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = cursor.fetchone()
        return row is not None and row[0] == 0
    finally:
        connection.close()


def out_of_reach(failure: BaseException) -> bool:
    """Whether the database itself failed, so that no piece can do better: gone, stopping, locked, without room."""
    if not isinstance(failure, OperationalError):
        return False
    state = str(getattr(failure.orig, "sqlstate", None) or "08")  # none from SQLite, nor where nothing answered
    return state.startswith(("08", "53", "57P", "58"))  # https://www.postgresql.org/docs/current/errcodes-appendix.html


def _limits(statement: int) -> dict[str, Any]:
    """What psycopg is told, so that a PostgreSQL in trouble holds nobody up: its own limits, in milliseconds."""
    told = {"statement_timeout": statement, "lock_timeout": LOCK, "idle_in_transaction_session_timeout": IDLE}
    options = " ".join(f"-c {name}={seconds * 1000}" for name, seconds in told.items())
    return {"connect_timeout": CONNECT, "options": options}


def _settle_sqlite(engine: Engine, *more: str) -> None:
    def settle(connection: Any, _record: object) -> None:
        for setting in (*SQLITE_SETTINGS, *more):
            connection.execute(f"PRAGMA {setting}")

    event.listen(engine, "connect", settle)
