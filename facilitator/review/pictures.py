"""Pictures of what a program has: where their marks stand. All of it is drawn from published cells (see `readings`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .. import content
from ..content import Prompt, Tag
from .readings import Cells

WIDTH = 360  # of every picture, in its own units: a phone's, so that words are large enough there
LEAST = 3  # kinds of moments that get a prompt, however many strategies there are
LEVELS = 4
LABEL, CELL, GAP = 22, 30, 4  # heights: a line of words, a cell or bar, what is between
FOR_NUMBER = 46


@dataclass(frozen=True)
class Square:
    """One cell of a heat map. `level`: 0 for none or a few, to 4 for the most."""

    count: int
    level: int
    x: float
    width: float


@dataclass(frozen=True)
class Row:
    """A line of a picture: `y` of its words, and its cells below them."""

    tag: Tag
    y: int
    squares: tuple[Square, ...]


@dataclass(frozen=True)
class HeatMap:
    """Approaches down, stages across."""

    stages: tuple[Tag, ...]
    rows: tuple[Row, ...]
    height: int


@dataclass(frozen=True)
class Bar:
    """A bar, and where it is among the shortest a prompt that asks for more of it. `count` is None for "a few"."""

    id: str
    label: str
    count: int | None
    y: int
    width: float
    prompt: Prompt | None = None


@dataclass(frozen=True)
class Bars:
    """Bars under each other."""

    bars: tuple[Bar, ...]
    height: int


def heat_map(cells: Cells, language: str) -> HeatMap:
    """How many strategies each approach has at each stage."""
    taxonomy = content.taxonomy(language)
    most = max(cells.pairs.values(), default=0)
    width = WIDTH / len(taxonomy.stages)
    rows = []
    for at, approach in enumerate(taxonomy.approaches):
        counts = [cells.pairs.get((stage.id, approach.id), 0) for stage in taxonomy.stages]
        squares = (Square(count, _level(count, most), n * width, width - GAP) for n, count in enumerate(counts))
        rows.append(Row(approach, LABEL + at * (LABEL + CELL + GAP), tuple(squares)))
    return HeatMap(taxonomy.stages, tuple(rows), LABEL + len(rows) * (LABEL + CELL + GAP))


def gap_map(cells: Cells, language: str) -> Bars:
    """How many strategies each kind of moment has, the fewest first, and a prompt where there are least of them."""
    situations = content.taxonomy(language).situations
    counted = sorted((cells.tags.get(tag.id, 0), at, tag) for at, tag in enumerate(situations))
    least = [tag.id for at, (count, _, tag) in enumerate(counted) if at < LEAST or not count]
    prompts = prompts_for(least, language)
    return _bars([(tag.id, tag.label, count) for count, _, tag in counted], prompts)


def timeline(years: Sequence[tuple[int, int | None]]) -> Bars:
    """How many strategies there are of each year."""
    return _bars([(str(year), str(year), count) for year, count in years], {})


def prompts_for(tags: Sequence[str], language: str) -> dict[str, Prompt]:
    """For each tag, a shipped prompt that asks for strategies about it, if there is one."""
    collecting = [prompt for prompt in content.prompts(language).values() if prompt.kind in ("collect", "open")]
    collecting.sort(key=lambda prompt: prompt.kind != "collect")
    found = ((tag, next((one for one in collecting if tag in one.tags), None)) for tag in tags)
    return {tag: prompt for tag, prompt in found if prompt is not None}


def _bars(lines: Sequence[tuple[str, str, int | None]], prompts: Mapping[str, Prompt]) -> Bars:
    most = max((count or 0 for _, _, count in lines), default=0) or 1
    room = WIDTH - FOR_NUMBER
    step = LABEL + CELL + GAP
    bars = (
        Bar(id, label, count, at * step, room * (count or 0) / most, prompts.get(id))
        for at, (id, label, count) in enumerate(lines)
    )
    return Bars(tuple(bars), len(lines) * step)


def _level(count: int, most: int) -> int:
    return -(-count * LEVELS // most) if most else 0
