"""Which line of a TOML text holds which field: tomllib does not tell."""

import re
import tomllib

from .drafts import Place

HEAD = re.compile(r"^[ \t]*(\[\[?)[ \t]*([^\]\n]+?)[ \t]*\]\]?[ \t]*(#.*)?$")
KEY = re.compile(r"^[ \t]*([A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*=")
LONG_QUOTE = re.compile(r'"""|\'\'\'')


class Lines:
    """The lines of tables and fields, counted from 1. What stands in inline tables belongs to the line of these."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {}
        self._table: Place = ()
        self._counts: dict[Place, int] = {}
        inside = ""
        for number, line in enumerate(text.split("\n"), start=1):
            if not inside:
                self._note(line.rstrip("\r"), number)
            inside = _quote_open_after(line, inside)

    def of(self, place: Place) -> int | None:
        """The line of a place, or of what it stands in; None where neither has one."""
        for length in range(len(place), 0, -1):
            if (line := self._lines.get(place[:length])) is not None:
                return line
        return None

    def _note(self, line: str, number: int) -> None:
        if head := HEAD.match(line):
            self._table = self._opened(_path(head[2]), of_many=head[1] == "[[")
            self._lines.setdefault(self._table, number)
        elif key := KEY.match(line):
            self._lines.setdefault((*self._table, *_path(key[1])), number)

    def _opened(self, path: tuple[str, ...], *, of_many: bool) -> Place:
        """The place of a table: lists of tables count, and what follows belongs to the last one."""
        place: Place = ()
        for part in path[:-1]:
            place = (*place, part)
            if place in self._counts:
                place = (*place, self._counts[place])
        place = (*place, *path[-1:])
        if not of_many:
            return place
        self._counts[place] = self._counts.get(place, -1) + 1
        return (*place, self._counts[place])


def _path(key: str) -> tuple[str, ...]:
    """The parts of a dotted key."""
    try:
        table, parts = tomllib.loads(f"{key} = 0"), []
    except tomllib.TOMLDecodeError:
        return ()
    while isinstance(table, dict):
        [(part, table)] = table.items()
        parts.append(part)
    return tuple(parts)


def _quote_open_after(line: str, inside: str) -> str:
    """The long quote that is still open at the end of a line; `inside`, the one that was open before it."""
    for quote in LONG_QUOTE.findall(line):
        if not inside:
            inside = quote
        elif quote == inside:
            inside = ""
    return inside
