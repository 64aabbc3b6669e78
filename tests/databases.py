"""Databases of a test's own on the PostgreSQL that runs."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url


@contextmanager
def a_database(server: str, like: URL | None = None) -> Iterator[URL]:
    """A database of a name that no other has, empty or like another that nobody is connected to; then dropped."""
    name = f"facilitator_test_{secrets.token_hex(6)}"
    _execute(server, "CREATE DATABASE {} TEMPLATE {}", name, like.database or "" if like else "template0")
    yield make_url(server).set(drivername="postgresql+psycopg", database=name)
    _execute(server, "DROP DATABASE {} WITH (FORCE)", name)


def _execute(server: str, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
