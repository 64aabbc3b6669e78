"""The database's shape: made, taken back, made again, and always what the models say."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, create_engine, inspect, text

from facilitator import db
from facilitator.config import Config
from facilitator.db_migrations import downgrade, is_current, upgrade
from facilitator.models import Base
from tests.cast import Cast, Room
from tests.conftest import on_both

pytestmark = on_both


@pytest.fixture
def engine(config: Config) -> Iterator[Engine]:
    engine = create_engine(config.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def full(app: Flask, cast: Cast) -> None:
    """The cast, a session under way, a strategy, and sealed writing: rows in the tables."""
    room = Room.opened(cast)
    [step] = room.steps("collect")
    room.open_writing(step)
    for phone in room.phones(app, 4):
        phone.send(step, text="I walk around the block.")
    room.close_writing(step)
    room.approve("I walk around the block.")
    db.database().close()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0  # noqa: S608
            for name in Base.metadata.tables
        }


def of_the_models(name: str | None, kind: str, _parents: object) -> bool:
    """The index of words has a shape of its own on each database."""
    return kind != "table" or not (name or "").startswith("released_search")


def test_models_and_migrations_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        opts = {"compare_server_default": True, "include_name": of_the_models}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_a_migrated_database_is_current(config: Config) -> None:
    assert is_current(config.database_url)


def test_coming_up_again_changes_nothing(config: Config, full: None, engine: Engine) -> None:
    before = rows(engine)
    upgrade(config.database_url)
    assert rows(engine) == before
    assert before["account"] == 4
    assert before["strategy"] == 1
    assert before["review_item"] == 3


def test_going_back_takes_everything_along_and_it_can_be_made_again(config: Config, full: None, engine: Engine) -> None:
    downgrade(config.database_url)
    assert tables(engine) <= {"alembic_version"}
    assert not is_current(config.database_url)
    upgrade(config.database_url)
    assert tables(engine) >= set(Base.metadata.tables)
    assert set(rows(engine).values()) == {0}


def test_every_reference_holds_in_the_migrated_database(config: Config, cast: Cast, engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.execute(text("DELETE FROM program"))
    assert set(rows(engine).values()) == {0}
