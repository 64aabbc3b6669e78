"""What every test would do anew and needs to do once. None of it changes what a test can see."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from werkzeug.routing import Rule

from facilitator import db, engines
from facilitator.accounts import passwords

from .cast import Cast, assemble

Built = Callable[..., tuple[str, str]]
SHIPPED = engines.SQLITE_SETTINGS


def settle() -> None:
    """Cheap hashes, no waiting for the disk, and each address compiled once. Call it before anything is made.

    The rules of a password, and what the database is told to sync, are tested with what people get.
    """
    passwords.MEMORY_KIB, passwords.PASSES = 64, 1
    engines.SQLITE_SETTINGS = (*SHIPPED, "synchronous=OFF")
    Rule._compile_builder = _compiled_once(Rule._compile_builder)  # type: ignore[assignment, method-assign]


def _compiled_once(compiled: Callable[[Rule, bool], Built]) -> Callable[[Rule, bool], Built]:
    """Of an address, a function that depends on nothing but its words: most of what a new application costs."""
    known: dict[Any, Built] = {}

    def again(rule: Rule, append_unknown: bool = True) -> Built:
        words = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if words not in known:
            known[words] = compiled(rule, append_unknown)
        return known[words]

    return again


def furnish(url: str) -> Cast:
    """Put the cast into the migrated database at `url`; whichever was connected stays connected."""
    before, db._database = db._database, None
    try:
        db.connect(url)
        return assemble()
    finally:
        db.database().close()
        db._database = before


def copy(database: Path, to: Path) -> None:
    """A SQLite file that nobody is connected to, to be a test's own."""
    shutil.copyfile(database, to)
