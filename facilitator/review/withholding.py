"""What a program's next edition shows: applied at the daily hour, in the edge's own transaction.

The rule and its reasons are in `privacy.withholding`. Old strategies are counted by the database; only what is new,
or falls, is looked at one by one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Select, and_, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from .. import content
from ..accounts.models import Program
from ..privacy.withholding import APPROACH, STAGE, Cell, Tagged, cells, fallen, under, victim, withheld
from . import search
from .models import Released, ReleasedTag

AT_ONCE = 500


def withhold_new(tx: Session, program_id: UUID, edition: int) -> bool:
    """Settle what `edition` shows; returns whether older strategies show less.

    Call it at the daily hour, once what is new stands in its rows with this edition's number, and before the program's
    view is opened: as long as that is closed, nobody has an earlier edition, and everything is decided anew. The
    caller then raises the program's `edition`, which tells readers that their copy is old.
    """
    program = tx.get_one(Program, program_id)
    less = False
    if program.view_open:
        less = _hide_small(tx, program, edition)
        new, before = _items(tx, program_id, Released.edition >= edition), _counts(tx, program_id, edition)
    else:
        tx.execute(update(ReleasedTag).where(_of_program(program_id)).values(withheld=False))
        new, before = _items(tx, program_id), Counter()
    _mark(tx, withheld(new, before, axes_of_tags(), program.k_export))
    search.renew(tx, program_id)
    return less


def let_go(tx: Session, program_id: UUID, leaving: Collection[UUID]) -> None:
    """Call it before these are erased: what their going would tell rests with them, and their words leave the index."""
    program = tx.get_one(Program, program_id)
    if program.view_open and leaving:
        _rest_beside(tx, program, leaving)
    for some in batched(leaving):
        search.forget(tx, some)


def axes_of_tags() -> dict[str, str]:
    """The axis of each tag; those out of use have one of their own."""
    taxonomy = content.taxonomy("en")
    by_axis = {
        STAGE: taxonomy.stages, APPROACH: taxonomy.approaches, "situation": taxonomy.situations,
        "life_area": taxonomy.life_areas, "retired": taxonomy.retired,
    }  # fmt: skip
    return {tag.id: axis for axis, tags in by_axis.items() for tag in tags}


def _rest_beside(tx: Session, program: Program, leaving: Collection[UUID]) -> None:
    """Rest the other strategies of each published cell that this brings under k, for good."""
    later = program.edition + 1
    gone: Counter[Cell] = Counter()
    for some in batched(leaving):
        gone += cells(_items(tx, program.id, Released.id.in_(some), Released.edition < later), axes_of_tags())
    fell = fallen(_counts(tx, program.id, later), gone, program.k_export)
    those = {strategy_id for cell in fell for strategy_id in tx.scalars(_seen_in(program.id, cell))}
    for some in batched(those):
        tx.execute(update(Released).where(Released.id.in_(some)).values(resting=True))


def _hide_small(tx: Session, program: Program, edition: int) -> bool:
    """Take the tags from older cells that are under k, since something rests or since the program raised its k."""
    less = False
    while small := under(_counts(tx, program.id, edition), program.k_export):
        less = True
        for cell in small:
            _hide_old(tx, program.id, cell)
    return less


def _hide_old(tx: Session, program_id: UUID, cell: Cell) -> None:
    for some in batched(tx.scalars(_seen_in(program_id, cell)).all()):
        hide = update(ReleasedTag).where(ReleasedTag.tag == victim(cell), ReleasedTag.strategy_id.in_(some))
        tx.execute(hide.values(withheld=True))


def _seen_in(program_id: UUID, cell: Cell) -> Select[UUID]:
    return select(Released.id).where(Released.program_id == program_id, Released.resting.is_(False), _in(cell))


def _counts(tx: Session, program_id: UUID, edition: int) -> Counter[Cell]:
    """What older editions show, in each published cell."""
    counts: Counter[Cell] = Counter()
    seen = and_(Released.program_id == program_id, Released.resting.is_(False), Released.edition < edition)
    tags = _shown_tags().where(seen).group_by(ReleasedTag.tag, Released.year)
    for tag, year, count in tx.execute(tags.with_only_columns(ReleasedTag.tag, Released.year, func.count())):
        counts["tag", tag] += count
        counts["year", tag, str(year)] = count
    for stage, approach, count in tx.execute(_pairs().where(seen)):
        counts["pair", stage, approach] = count
    return counts


def _shown_tags() -> Select[str]:
    return select(ReleasedTag.tag).join_from(ReleasedTag, Released).where(ReleasedTag.withheld.is_(False))


def _pairs() -> Select[str, str, int]:
    stage, approach, axes = aliased(ReleasedTag), aliased(ReleasedTag), axes_of_tags()
    return (
        select(stage.tag, approach.tag, func.count())
        .join_from(stage, Released, Released.id == stage.strategy_id)
        .join(approach, approach.strategy_id == Released.id)
        .where(stage.tag.in_(_tags_of(axes, STAGE)), approach.tag.in_(_tags_of(axes, APPROACH)))
        .where(stage.withheld.is_(False), approach.withheld.is_(False))
        .group_by(stage.tag, approach.tag)
    )


def _in(cell: Cell) -> ColumnElement[bool]:
    """Whether a released strategy shows this cell."""
    kind, tag, *more = cell
    if kind == "year":
        return and_(_shows(tag), Released.year == int(more[0]))
    return and_(_shows(tag), *(_shows(other) for other in more))


def _shows(tag: str) -> ColumnElement[bool]:
    its = aliased(ReleasedTag)
    return exists().where(its.strategy_id == Released.id, its.tag == tag, its.withheld.is_(False))


def _items(tx: Session, program_id: UUID, *which: ColumnExpressionArgument[bool]) -> list[Tagged]:
    """Strategies that do not rest, as far as their tags are shown."""
    rows = (
        select(Released.id, Released.year, ReleasedTag.tag)
        .join_from(Released, ReleasedTag)
        .where(Released.program_id == program_id, Released.resting.is_(False), ReleasedTag.withheld.is_(False), *which)
    )
    tags: dict[tuple[UUID, int], set[str]] = {}
    for strategy_id, year, tag in tx.execute(rows):
        tags.setdefault((strategy_id, year), set()).add(tag)
    return [Tagged(strategy_id, year, frozenset(its)) for (strategy_id, year), its in tags.items()]


def _mark(tx: Session, hidden: Iterable[tuple[object, str]]) -> None:
    rows = [{"strategy_id": strategy_id, "tag": tag, "withheld": True} for strategy_id, tag in hidden]
    if rows:
        tx.execute(update(ReleasedTag), rows)


def _of_program(program_id: UUID) -> ColumnElement[bool]:
    return ReleasedTag.strategy_id.in_(select(Released.id).where(Released.program_id == program_id))


def _tags_of(axes: dict[str, str], axis: str) -> list[str]:
    return [tag for tag, its in axes.items() if its == axis]


def batched(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    """These ids, as many at a time as one statement takes."""
    left = list(ids)
    for start in range(0, len(left), AT_ONCE):
        yield left[start : start + AT_ONCE]
