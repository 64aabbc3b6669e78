"""Work that one process does for all of them: at the same moment, only one is at it.

On PostgreSQL an advisory lock says which, on a connection of its own outside any transaction; it goes with the
connection, so a process that is killed holds up nobody. On SQLite there is one process.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from . import db

TRY = text("SELECT pg_try_advisory_lock(:number)")
LET_GO = text("SELECT pg_advisory_unlock(:number)")


@contextmanager
def alone(job: str) -> Iterator[bool]:
    """Whether it falls to this process to do `job` now; no other process does it until the block is left."""
    database = db.database()
    if database.sqlite:
        yield True
        return
    number = number_of(job)
    with database.reader.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        mine = bool(connection.scalar(TRY, {"number": number}))
        try:
            yield mine
        finally:
            if mine:
                connection.scalar(LET_GO, {"number": number})


def number_of(job: str) -> int:
    """The lock of a job, of the 2**64 that a database has."""
    return int.from_bytes(hashlib.sha256(f"facilitator {job}".encode()).digest()[:8], signed=True)
