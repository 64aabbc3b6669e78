"""What a program sees, kept in memory: for each tag, year and language, the set of strategies that show it.

Such a set is one large integer, a bit for each strategy, so that a search among 100,000 and all its counts take
milliseconds on either database. What is seen changes at the daily hour only; each change raises the program's edition,
and then the sets are read anew, a little at a time so that live rooms are not held up. Texts stay in the database.
"""

import hashlib
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

import gevent
from gevent.lock import RLock
from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Released, ReleasedTag
from .search_models import Place

KEPT_WORDS = 32  # searches of one edition
A_BREATH = 1000  # rows, until others get their turn

Bits = int
Row = TypeVar("Row")


@dataclass(frozen=True)
class Edition:
    """What is seen of one program at one time. A strategy's bit is where it stands in `places`."""

    number: int
    places: list[int]
    bit: dict[int, int]
    tags: dict[str, Bits]
    years: dict[int, Bits]
    languages: dict[str, Bits]
    heard: OrderedDict[str, Bits] = field(default_factory=OrderedDict, compare=False)

    def said(self, words: str, look: Callable[[], Bits]) -> Bits:
        """The set that `look` finds for these words; a page asks for its list and its counts, and then for the next."""
        if words not in self.heard:
            self.heard[words] = look()
            while len(self.heard) > KEPT_WORDS:
                self.heard.popitem(last=False)
        return self.heard[words]

    @property
    def all(self) -> Bits:
        return (1 << len(self.places)) - 1

    def of(self, places: Iterable[int]) -> Bits:
        """The set of those places that are seen here."""
        return _bits((self.bit[place] for place in places if place in self.bit), len(self.places))

    def at(self, place: int) -> int:
        """The bit of the first place from this one on."""
        return bisect_left(self.places, place)

    def walk(self, found: Bits, first: int) -> Iterator[int]:
        """The bits of a set, round from `first` on."""
        for bits, offset in ((found >> first, first), (found & ((1 << first) - 1), 0)):
            while bits:
                low = bits & -bits
                step = low.bit_length()
                bits >>= step
                offset += step
                yield offset - 1


_held: dict[tuple[str, UUID], Edition] = {}
_reading = RLock()


def edition_of(tx: Session, program_id: UUID, number: int) -> Edition:
    """What is seen of the program in its edition `number`, read once for each."""
    key = (str(tx.get_bind().engine.url), program_id)
    held = _held.get(key)
    if held is None or held.number != number:
        with _reading:
            held = _held.get(key)
            if held is None or held.number != number:
                held = _held[key] = _read(tx, program_id, number)
    return held


def forget_all() -> None:
    """Read every program anew."""
    _held.clear()


def start(edition: Edition, cursor: str, seed: str, places: int) -> tuple[int, int | None]:
    """The place where this order begins, and the place after which to go on."""
    try:
        first, after = (int(part, 16) for part in cursor.split("."))
        return first, after
    except ValueError:
        drawn = hashlib.sha256(f"{seed} {edition.number}".encode()).digest()
        return int.from_bytes(drawn[:4], "big") % places, None


def some(edition: Edition, found: Bits, first: int, after: int | None, limit: int) -> list[int]:
    """The next bits of `found`, in the order that goes round from `first` on."""
    bits = []
    for bit in edition.walk(left(edition, found, first, after), edition.at(first)):
        bits.append(bit)
        if len(bits) == limit:
            break
    return bits


def left(edition: Edition, found: Bits, first: int, after: int | None) -> Bits:
    """What of `found` comes after `after`, in the order that goes round from `first` on."""
    if after is None:
        return found
    begin, then = edition.at(first), edition.at(after + 1)
    if after >= first:
        return found & ~((1 << then) - 1) | found & ((1 << begin) - 1)
    return found & ((1 << begin) - 1) & ~((1 << then) - 1)


def _read(tx: Session, program_id: UUID, number: int) -> Edition:
    seen = (Released.program_id == program_id, Released.resting.is_(False))
    rows = select(Place.place, Released.year, Released.language).join_from(Place, Released).where(*seen)
    found = sorted((place, year, language) for place, year, language in _breathing(tx.execute(rows)))
    places = [place for place, _, _ in found]
    bit = {place: at for at, place in enumerate(places)}
    years, languages, tags = defaultdict(list), defaultdict(list), defaultdict(list)
    for at, (_, year, language) in enumerate(found):
        years[year].append(at)
        languages[language].append(at)
    tagged = (
        select(ReleasedTag.tag, Place.place)
        .join_from(ReleasedTag, Released)
        .join(Place, Place.strategy_id == Released.id)
        .where(*seen, ReleasedTag.withheld.is_(False))
    )
    for tag, place in _breathing(tx.execute(tagged)):
        if place in bit:
            tags[tag].append(bit[place])
    size = len(places)
    return Edition(
        number, places, bit, {tag: _bits(ats, size) for tag, ats in tags.items()},
        {year: _bits(ats, size) for year, ats in years.items()},
        {language: _bits(ats, size) for language, ats in languages.items()},
    )  # fmt: skip


def _breathing(rows: Iterable[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count % A_BREATH == A_BREATH - 1:
            gevent.sleep(0)
        yield row


def _bits(places: Iterable[int], size: int) -> Bits:
    """The set of these bits. Made in bytes: setting them one by one in an integer would copy it each time."""
    made = bytearray(size // 8 + 1)
    for place in places:
        made[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(made, "little")
