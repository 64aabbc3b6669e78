"""A program of 2,000 groups with 100,000 strategies: how long its searches and pages take, on both databases.

The rows are made up and written straight into the tables; then the real daily rule decides what is shown, and the real
pages are asked for, as a reviewer's browser would. PostgreSQL is measured where one is found, as for the tests.
"""

import gc
import random
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import insert, make_url, text
from sqlalchemy.orm import Session

from facilitator import accounts, content, create_app, db
from facilitator.accounts import passwords
from facilitator.accounts.models import Program
from facilitator.config import Config
from facilitator.db_migrations import upgrade
from facilitator.development.services import postgresql
from facilitator.review import editions, readings, withholding
from facilitator.review.models import WAITING, DeskItem, Released, ReleasedTag
from facilitator.review.readings import Query
from facilitator.sessions.models import ENDED, Group, GroupSession

GROUPS, STRATEGIES, WAITING_ITEMS = 2_000, 100_000, 200
SEARCHES, VIEWS = 200, 30  # in each round
AT_ONCE = 5_000
PASSWORD = "a made-up bench to sit on"  # noqa: S105
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "za")
PAGES = (
    "/program?seed=a", "/program?seed=a&approach=wait", "/program?seed=a&words=walk&language=en", "/program/pictures",
    "/desk",
)  # fmt: skip
Tell = Callable[[str], None]


def run(rounds: int, tell: Tell) -> dict[str, Any]:
    """p50 and p99 in milliseconds of searches and pages on each database; the first search reads the sets."""
    found: dict[str, Any] = {"groups": GROUPS, "strategies": STRATEGIES, "searches": SEARCHES * rounds}
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-") as folder:
        config = Config(secret_key="s" * 40, data_folder=Path(folder), public_url="http://localhost")
        found["sqlite"] = _measured(replace(config, second_factor_waived=True), rounds, tell)
        with _postgresql() as url:
            if url:
                on_it = replace(config, second_factor_waived=True, database_url=url)
                found["postgresql"] = _measured(on_it, rounds, tell)
    return found


def _measured(config: Config, rounds: int, tell: Tell) -> dict[str, Any]:
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    upgrade(config.database_url)
    app = create_app(config)
    app.config.update(WTF_CSRF_ENABLED=False)
    program_id, edge = _furnish()
    tell(f"{db.database().url.get_backend_name()}: {STRATEGIES} strategies, shown by the daily rule in {edge:.1f} s")
    reader = app.test_client()
    assert reader.post("/sign-in", data={"name": "Otto", "password": PASSWORD}).status_code == 303
    editions.forget_all()
    first = _took(lambda: readings.find(program_id, Query()))
    gc.collect()
    gc.freeze()
    searches = [_took(partial(readings.find, program_id, query)) for query in _queries(rounds)]
    pages = {path: _told([_took(partial(_page, reader, path)) for _ in range(VIEWS * rounds)]) for path in PAGES}
    db.database().close()
    return {"edge_s": round(edge, 2), "first_ms": round(first, 1), "search": _told(searches), "pages": pages}


def _page(reader: FlaskClient, path: str) -> None:
    assert reader.get(path, follow_redirects=True).status_code == 200


def _took(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def _told(times: list[float]) -> dict[str, float]:
    cuts = quantiles(times, n=100)
    return {"p50_ms": round(cuts[49], 1), "p99_ms": round(cuts[98], 1)}


def _queries(rounds: int) -> Iterator[Query]:
    """One to three words, common and rare, half of them with a filter or two."""
    chance, taxonomy = random.Random(3), content.taxonomy("en")
    words = [*_vocabulary()[:400:8], "walk", "call", "wait", "no_such_word"]
    for number in range(SEARCHES * rounds):
        typed = " ".join(chance.sample(words, chance.choice((0, 1, 1, 2, 3))))
        if number % 2:
            yield Query(words=typed)
            continue
        approach, stage = chance.choice(taxonomy.approaches).id, chance.choice(("", taxonomy.stages[0].id))
        yield Query(words=typed, approach=approach, stage=stage, year=chance.choice((None, 2025)))


def _vocabulary() -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(8_000)]


def _furnish() -> tuple[UUID, float]:
    """The rows, and how many seconds the daily rule took to decide about all of them."""
    program = Program(id=db.new_id(), name="Made up", resource_pack="us", timezone="UTC")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    accounts.create_account(program_id, "Otto", PASSWORD, ["reviewer"], must_change=False)
    chance, words = random.Random(2), _vocabulary()
    for _ in range(0, STRATEGIES, AT_ONCE):
        db.write(lambda tx: _release(tx, program_id, chance, words))
    db.write(lambda tx: _fill_desk(tx, program_id, chance, words))
    begun = perf_counter()
    db.write(lambda tx: _turn(tx, program_id))
    took = perf_counter() - begun
    if not db.database().sqlite:
        db.write(lambda tx: tx.execute(text("ANALYZE")))  # as PostgreSQL does by itself within a minute
    return program_id, took


def _release(tx: Session, program_id: UUID, chance: random.Random, words: list[str]) -> None:
    ids = [db.new_id() for _ in range(AT_ONCE)]
    rows = [
        {
            "id": one, "program_id": program_id, "text": _said(chance, words), "language": chance.choice(("en", "es")),
            "year": chance.choice((2024, 2025, 2026)), "edition": 1, "edited": False, "reworded": False,
            "resting": False,
        }
        for one in ids
    ]  # fmt: skip
    tx.execute(insert(Released), rows)
    tagged = [(one, tag) for one in ids for tag in _tags(chance)]
    tx.execute(insert(ReleasedTag), [{"strategy_id": one, "tag": tag, "withheld": False} for one, tag in tagged])


def _fill_desk(tx: Session, program_id: UUID, chance: random.Random, words: list[str]) -> None:
    groups = [db.new_id() for _ in range(GROUPS)]
    tx.execute(insert(Group), [{"id": one, "program_id": program_id, "name": "A group"} for one in groups])
    held = {"title": "", "week": "2026-W20", "state": ENDED, "k_est": 8}
    met = [{"id": db.new_id(), "group_id": one, **held} for one in groups]
    tx.execute(insert(GroupSession), met)
    for at in chance.sample(met, WAITING_ITEMS):
        tx.add(
            DeskItem(
                id=db.new_id(), program_id=program_id, group_id=at["group_id"], group_session_id=at["id"],
                text=_said(chance, words), language="en", year=2026, tags=_tags(chance), state=WAITING,
            )
        )  # fmt: skip


def _turn(tx: Session, program_id: UUID) -> None:
    withholding.withhold_new(tx, program_id, 1)
    program = tx.get_one(Program, program_id)
    program.edition, program.view_open = 1, True


def _said(chance: random.Random, words: list[str]) -> str:
    """Some words are much more common than others, as in any language."""
    rest = [words[int(len(words) * chance.random() ** 3)] for _ in range(chance.randint(5, 14))]
    return " ".join([chance.choice(("I walk", "I call", "I wait", "We")), *rest])


def _tags(chance: random.Random) -> list[str]:
    taxonomy = content.taxonomy("en")
    axes = (taxonomy.stages, taxonomy.situations, taxonomy.approaches)
    return [axis[int(len(axis) * chance.random() ** 2)].id for axis in axes]


@contextmanager
def _postgresql() -> Iterator[str]:
    server = postgresql()
    if not server:
        yield ""
        return
    name = f"facilitator_bench_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        made = make_url(server).set(drivername="postgresql+psycopg", database=name)
        try:
            yield made.render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
