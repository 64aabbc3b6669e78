"""From TOML tables to checked entries, with errors a translator can act on."""

import tomllib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .errors import ContentError, UnknownId

T = TypeVar("T")
Table = Mapping[str, Any]


def table(folder: Traversable, file: str) -> Table:
    """The contents of one TOML file. Raises `ContentError` if it is missing or cannot be read."""
    try:
        return tomllib.loads((folder / file).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError(f"{folder.name}/{file}: the file is missing") from None
    except ValueError as error:
        raise ContentError(f"{folder.name}/{file}: {error}") from error


def built(entry: type[T], fields: object, where: str) -> T:
    """One entry made of `fields`. Raises `ContentError`, which begins with `where`."""
    try:
        return TypeAdapter(entry).validate_python(fields)
    except ValidationError as error:
        raise ContentError(_plainly(where, error.errors()[0])) from error


def all_built(entry: type[T], tables: object, where: str, **known: str) -> dict[str, T]:
    """An entry for each table, by its key, which becomes its id. Raises `ContentError`."""
    if not isinstance(tables, dict):
        raise ContentError(f"{where}: a table is missing")
    return {key: built(entry, _with_id(key, fields, known), f"{where}, {key}") for key, fields in tables.items()}


def with_entries(fields: Table, sections: Mapping[str, type[T]], where: str) -> Table:
    """`fields`, with each of the `sections` turned from tables into entries. Raises `ContentError`."""
    made = {
        section: tuple(all_built(entry, fields.get(section), f"{where}, {section}").values())
        for section, entry in sections.items()
    }
    return {**fields, **made}


def by_id(entries: Mapping[str, T], where: str) -> Mapping[str, T]:
    """A mapping that cannot be changed, and that says what it lacks."""
    return MappingProxyType(_Index(entries, where))


class _Index(dict[str, T]):
    def __init__(self, entries: Mapping[str, T], where: str) -> None:
        super().__init__(entries)
        self._where = where

    def __missing__(self, key: str) -> T:
        raise UnknownId(f"{self._where} has no {key!r}.")


def _with_id(key: str, fields: object, known: Mapping[str, str]) -> object:
    return {**fields, **known, "id": key} if isinstance(fields, dict) else fields


def _plainly(where: str, error: ErrorDetails) -> str:
    place = [str(part + 1) if isinstance(part, int) else part for part in error["loc"]]
    return f"{', '.join([where, *place])}: {error['msg'].removeprefix('Value error, ')}"
