"""Resource packs: a country's file, put together with one language's words for danger and overdose."""

from importlib.resources.abc import Traversable
from typing import Any

from pydantic.dataclasses import dataclass

from .entries import CLOSED, Resource, ResourcePack, Room, Words
from .reading import all_built, built, table


@dataclass(frozen=True, config=CLOSED)
class PackFile:
    """A pack as written. `crisis` are a country's own lines beside the join text."""

    name: Words
    emergency: str
    resources: dict[str, Any]
    crisis: tuple[Words, ...] = ()


def read_pack(folder: Traversable, pack_id: str, language: str, room: Room, emergency: str) -> ResourcePack:
    """One pack, in `language` or else in English. Raises `ContentError`.

    A number in `emergency` takes the place of the file's own. Without any, sentences fall back to the
    room's `emergency_words`, and nothing can be dialled.
    """
    where = f"{folder.name}/{pack_id}.toml"
    file = built(PackFile, _in_language(table(folder, f"{pack_id}.toml"), language), where)
    number = emergency or file.emergency
    spoken = number or room.emergency_words
    resources = all_built(Resource, _filled(file.resources, number), where)
    fields = {
        "id": pack_id,
        "name": file.name,
        "emergency": number,
        "urgent": _filled([room.danger, *file.crisis], spoken),
        "overdose": _filled([*room.overdose], spoken),
        "resources": tuple(resources.values()),
    }
    return built(ResourcePack, fields, where)


def _in_language(value: Any, language: str) -> Any:
    """`value` with each `{en = ..., es = ...}` in it replaced by one language's, else English."""
    if isinstance(value, dict) and "en" in value:
        return value.get(language, value["en"])
    if isinstance(value, dict):
        return {key: _in_language(each, language) for key, each in value.items()}
    return value


def _filled(value: Any, number: str) -> Any:
    """`value` with the emergency number in its place."""
    if isinstance(value, str):
        return value.replace("{emergency}", number)
    if isinstance(value, list):
        return [_filled(each, number) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, number) for key, each in value.items()}
    return value
