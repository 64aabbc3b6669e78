"""What a reviewer is pointed to in a text: details and rare words that may say who it is, and texts much like it.

Hints only. Rules, lists and counts miss a lot and know nothing of a life; a person reads and decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import db
from ..accounts.models import Program
from ..content import folded
from . import search
from .desk import expect, found, mark_of, readable_by
from .editions import Edition, edition_of
from .keepers import reviewer
from .marking import DETAIL, LONG, RARE, Part, marked, stems_of
from .models import DECLINED, WAITING, DeskItem, Released
from .search_models import Place

NEAR, ALIKE = 60, 80  # of 100: as written, and once words are cut to their stems
MOST_NEAR = 20
MOST_ALIKE = 3
MOST_ON_DESK = 3000
MOST_PLACES = 500  # a word that so many texts have leads nowhere
ENOUGH = 50  # texts: among fewer every word is rare
A_FEW = 2


@dataclass(frozen=True)
class Alike:
    """A text much like another one. `released`: the program has it already, so it stays."""

    id: UUID
    text: str
    language: str
    released: bool
    waiting: bool


@dataclass(frozen=True)
class Hints:
    """`pairs`: ids of tags that few texts have together."""

    parts: tuple[Part, ...]
    alike: tuple[Alike, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def details(self) -> bool:
        return any(part.why == DETAIL for part in self.parts)

    @property
    def rare(self) -> bool:
        return any(part.why == RARE for part in self.parts)


def hints_of(item_id: UUID, by: UUID) -> Hints:
    """Raises NotFound."""
    with db.reading() as tx:
        item = found(tx, item_id, by)
        program = tx.get_one(Program, item.program_id)
        desk = _on_desk(tx, item, by)
        seen = {word: _places(tx, program, word) for word in stems_of(item.text, item.language)}
        edition = edition_of(tx, program.id, program.edition) if program.view_open else None
        rare, pairs = _rare(edition, desk, seen), _few_pairs(edition, program.k_export, item.tags)
        alike = _alike(item, [*desk, *_released(tx, program, item, seen)])
        return Hints(marked(item.text, item.language, rare), tuple(alike), tuple(pairs))


def merge(item_id: UUID, other_id: UUID, kept: str, mark: str, by: UUID) -> None:
    """Two texts say the same: keep "this" or the "other"; the one that is not kept is erased. There is no undo.

    What the program has already, or another reviewer decided, stays. Raises Refused, NotFound.
    """

    def work(tx: Session) -> None:
        item = found(tx, item_id, by)
        expect(item, mark, by)
        other = tx.get(Released, other_id)
        if kept == "other" and other is not None and other.program_id == item.program_id:
            tx.delete(item)
            return
        twin = found(tx, other_id, by)
        if twin.id != item.id and kept == "this":
            expect(twin, mark_of(twin), by)
        if twin.id != item.id and twin.state != DECLINED:
            tx.delete(twin if kept == "this" else item)

    db.write(work)
    db.database().forget()


def _on_desk(tx: Session, item: DeskItem, by: UUID) -> list[Alike]:
    """The other texts on the desk that this reviewer may read."""
    rows = select(DeskItem.id, DeskItem.text, DeskItem.language, DeskItem.state).where(
        readable_by(reviewer(tx, by)), DeskItem.id != item.id, DeskItem.state != DECLINED
    )
    found_rows = tx.execute(rows.where(DeskItem.language == item.language).limit(MOST_ON_DESK))
    return [Alike(id, text, language, False, state == WAITING) for id, text, language, state in found_rows]


def _places(tx: Session, program: Program, word: str) -> list[int]:
    """Where the program's texts have this word, once it may see them; of a common word not all places are needed."""
    return (search.matching(tx, word, MOST_PLACES + 1) or []) if program.view_open else []


def _released(tx: Session, program: Program, item: DeskItem, seen: dict[str, list[int]]) -> list[Alike]:
    """Released texts that share one of the three rarest words that any of them has."""
    useful = sorted((places for places in seen.values() if 0 < len(places) <= MOST_PLACES), key=len)[:3]
    places = {place for some in useful for place in some}
    rows = (
        select(Released.id, Released.text, Released.language)
        .join(Place, Place.strategy_id == Released.id)
        .where(Released.program_id == program.id, Released.resting.is_(False), Released.language == item.language)
    )
    listed = sorted(places)
    batches = (listed[start : start + 500] for start in range(0, len(listed), 500))
    found_rows = [row for batch in batches for row in tx.execute(rows.where(Place.place.in_(batch)))]
    return [Alike(id, text, language, True, False) for id, text, language in found_rows]


def _alike(item: DeskItem, others: list[Alike]) -> list[Alike]:
    """Near in their words, and nearer still in their stems: cutting all to their stems would take too long."""
    near = dict(enumerate(other.text.casefold() for other in others))
    best = process.extract(item.text.casefold(), near, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=MOST_NEAR)
    wanted = " ".join(stems_of(item.text, item.language))
    stems = {at: " ".join(stems_of(others[at].text, others[at].language)) for _, _, at in best}
    alike = process.extract(wanted, stems, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=MOST_ALIKE)
    return [others[at] for _, _, at in alike]


def _rare(edition: Edition | None, desk: list[Alike], seen: dict[str, list[int]]) -> set[str]:
    """Stems that hardly any other text has, once there are enough to compare with."""
    if len(desk) + (len(edition.places) if edition else 0) < ENOUGH:
        return set()
    texts = [folded(other.text) for other in desk]
    return {
        stem
        for stem, places in seen.items()
        if len(stem) >= LONG - 1 and len(places) < A_FEW and len(places) + sum(stem in text for text in texts) < A_FEW
    }


def _few_pairs(edition: Edition | None, k_export: int, tags: list[str]) -> Iterator[tuple[str, str]]:
    """Its tags that few texts have together, among all that the program is shown."""
    if edition is None or len(edition.places) < ENOUGH:
        return
    for one, two in combinations(tags, 2):
        if (edition.tags.get(one, 0) & edition.tags.get(two, 0)).bit_count() < k_export:
            yield one, two
