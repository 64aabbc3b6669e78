"""Who connects where: what a server tells the load generator when it is ready."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Guests:
    """`rooms` holds, for each room, one dict a phone: `connect`, its Socket.IO CONNECT; the application's also
    `cookie` and `csrf`, `step` to write in and the room's `code`."""

    port: int
    origin: str
    rooms: list[list[dict[str, str]]]

    def to_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> "Guests":
        """The inverse of `to_json`."""
        return cls(**json.loads(line))


def in_named_rooms(rooms: int, phones: int) -> list[list[dict[str, str]]]:
    """Guests without a seat, who name their room as they connect."""
    connects = [f'40{{"room":"{room}"}}' for room in range(rooms)]
    return [[{"connect": one} for _ in range(size)] for one, size in zip(connects, spread(phones, rooms), strict=True)]


def spread(phones: int, rooms: int) -> list[int]:
    """So many phones over so many rooms, as evenly as can be."""
    each, more = divmod(phones, rooms)
    return [each + (room < more) for room in range(rooms)]
