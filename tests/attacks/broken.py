"""The controls: two broken variants that run beside the real thing, in the same database, at the same moments.

`naive` counts its rows up, keeps when each was written and shows each at once. `unsealed` has random ids and publishes
in shuffled order, but keeps plain text until then, so that the write-ahead log has the order.
"""

import random
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from facilitator import db

TABLES = (
    "CREATE TABLE attack_naive (id {counting}, words TEXT, created_at FLOAT)",
    "CREATE TABLE attack_pending (id TEXT PRIMARY KEY, words TEXT)",
    "CREATE TABLE attack_published (id TEXT PRIMARY KEY, words TEXT)",
)
COUNTING = {True: "INTEGER PRIMARY KEY AUTOINCREMENT", False: "BIGSERIAL PRIMARY KEY"}


@dataclass(frozen=True)
class Naive:
    """What the naive variant stores of a text, and shows at once."""

    id: int
    created_at: float


def make_tables() -> None:
    counting = COUNTING[db.database().sqlite]
    _execute(*((table.format(counting=counting), {}) for table in TABLES))


def store(naive: str, pending: str, now: float) -> Naive:
    """Store a text as both variants do, when it is sent."""

    def work(tx: Session) -> int:
        tx.execute(text("INSERT INTO attack_pending VALUES (:id, :words)"), {"id": _id(), "words": pending})
        statement = "INSERT INTO attack_naive (words, created_at) VALUES (:words, :now) RETURNING id"
        return int(tx.execute(text(statement), {"words": naive, "now": now}).scalar_one())

    return Naive(db.write(work), now)


def publish(chance: random.Random) -> None:
    """Publish what waits, shuffled, and delete it."""

    def work(tx: Session) -> None:
        waiting = list(tx.execute(text("SELECT words FROM attack_pending")).scalars())
        chance.shuffle(waiting)
        for words in waiting:
            tx.execute(text("INSERT INTO attack_published VALUES (:id, :words)"), {"id": _id(), "words": words})
        tx.execute(text("DELETE FROM attack_pending"))

    db.write(work)


def _id() -> str:
    return secrets.token_hex(16)


def _execute(*statements: tuple[str, dict[str, Any]]) -> None:
    def work(tx: Session) -> None:
        for statement, values in statements:
            tx.execute(text(statement), values)

    db.write(work)
