"""The OpenAPI document as a page tells it to whoever writes a tool: routes, what they take, and what they answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SHAPES = "#/components/schemas/"


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    words: str


@dataclass(frozen=True)
class Route:
    """One thing to ask. `shape`: the name of what is answered."""

    path: str
    summary: str
    words: str
    takes: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]
    shape: str


@dataclass(frozen=True)
class Shape:
    name: str
    words: str
    fields: tuple[Field, ...]


def routes(document: dict[str, Any]) -> list[Route]:
    """Those of the document, in its order."""
    return [_route(path, operations["get"]) for path, operations in document["paths"].items()]


def shapes(document: dict[str, Any]) -> list[Shape]:
    """What answers are made of, by name."""
    schemas, told = document["components"]["schemas"], {route.shape for route in routes(document)} | {"Problem"}
    named = sorted(_within(schemas, told))
    return [_shape(name, schemas[name]) for name in named]


def _route(path: str, operation: dict[str, Any]) -> Route:
    answers = tuple((status, answer["description"]) for status, answer in operation["responses"].items())
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    takes = tuple(_field(one["name"], one["schema"], one.get("description", "")) for one in operation["parameters"])
    return Route(path, operation["summary"], operation["description"], takes, answers, _type(schema))


def _shape(name: str, schema: dict[str, Any]) -> Shape:
    fields = (_field(field, one, one.get("description", "")) for field, one in schema.get("properties", {}).items())
    return Shape(name, schema.get("description", ""), tuple(fields))


def _field(name: str, schema: dict[str, Any], words: str) -> Field:
    chosen = [one for one in schema.get("enum", []) if one]
    return Field(name, _type(schema), f"{words} {', '.join(chosen)}".strip())


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(SHAPES)
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    return str(schema.get("format") or schema.get("type", ""))


def _within(schemas: dict[str, Any], names: set[str]) -> set[str]:
    """These shapes and all that they are made of."""
    found = names | {one for name in names for one in _named_in(schemas[name])}
    return found if found == names else _within(schemas, found)


def _named_in(part: Any) -> Iterator[str]:
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _named_in(inner)
    if isinstance(part, dict) and "$ref" in part:
        yield str(part["$ref"]).removeprefix(SHAPES)
