"""PostgreSQL keeps samples of columns for its planner, also of rows that are gone: never of what members wrote."""

import pytest
from flask import Flask
from sqlalchemy import Text, create_engine, text

from facilitator.config import Config
from facilitator.db_migrations import downgrade, upgrade
from facilitator.models import Base
from tests.cast import Cast, Room

on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)

MEMBERS = {
    ("strategy", "text"), ("desk_item", "text"), ("released_strategy", "text"), ("version_item", "text"),
    ("released_search", "words"),
}  # fmt: skip
# What those who sign in write: about a plan, a program or a collection.
OTHERS = {"program", "own_prompt", "step", "collection", "collection_item", "collection_version", "version_item"}
SAID = ("I walk around the block.", "I call Juniper.", "I count to ninety.")


@pytest.fixture
def written(app: Flask, cast: Cast) -> None:
    """Three texts in the library."""
    room = Room.opened(cast)
    [step] = room.steps("collect")
    room.open_writing(step)
    for phone, said in zip(room.phones(app, 4), (*SAID, "Let it pass."), strict=True):
        phone.send(step, text=said)
    room.close_writing(step)
    for said in SAID:
        room.approve(said)


def sampled(config: Config) -> str:
    """All samples of the planner, taken anew."""
    engine = create_engine(config.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        found = connection.execute(text("SELECT * FROM pg_stats WHERE schemaname = 'public'")).all()
    engine.dispose()
    return str(found)


@on_postgresql
@pytest.mark.proves("P12", "P20", "P21")
def test_the_planner_has_no_sample_of_what_somebody_wrote(config: Config, written: None) -> None:
    assert not any(said in sampled(config) for said in SAID)
    downgrade(config.database_url, "0010")
    before = sampled(config)
    assert any(said in before for said in SAID), "the control: it takes them where nobody tells it not to"
    upgrade(config.database_url)
    assert not any(said in sampled(config) for said in SAID), "and those it had are gone"


@on_postgresql
def test_every_column_of_words_is_either_left_alone_or_nobody_of_the_group_writes_in_it(config: Config) -> None:
    texts = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Text)
    }
    assert {table for table, _ in texts - MEMBERS} == OTHERS
    engine = create_engine(config.database_url)
    with engine.connect() as connection:
        query = "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attstattarget = 0 AND attnum > 0"
        unsampled = {(table, name) for table, name in connection.execute(text(query)) if "." not in table}
    engine.dispose()
    assert unsampled == MEMBERS
