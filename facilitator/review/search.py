"""Search in released texts: FTS5 on SQLite, tsvector on PostgreSQL, and the same answer from both.

What a word is, is decided here and not by the databases: letters and digits, without case and accents, and what is not
ASCII spelled in it. Both indexes hold these words, so that both find the same. A word of three letters or more also
finds what begins with it ("call" finds "calling"); all words must be there; everything else in a search is skipped.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from .models import Released
from .search_models import Place

MOST_WORDS = 12  # of one search: what comes after them is skipped
LONGEST = 40
LONGEST_SEARCH = 2000
BEGINS = 3
SPELLED = "u0x"
PLACES = 2**31 - 1
AT_ONCE = 500
WORD = re.compile(r"[^\W_]+")


def words_of(written: str) -> list[str]:
    """The words of a text or of a search, as both indexes hold them, each once and in order."""
    apart = unicodedata.normalize("NFKD", written.casefold())
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark)).casefold()
    return list(dict.fromkeys(_spelled(word[:LONGEST]) for word in WORD.findall(bare)))


def matching(tx: Session, searched: str, most: int = PLACES) -> list[int] | None:
    """The places of what holds all these words, of any program, `most` of them; None where nothing is searched for."""
    words = words_of(searched[:LONGEST_SEARCH])[:MOST_WORDS]
    if not words:
        return None if not searched.strip() else []
    if _on_sqlite(tx):
        asked = " AND ".join(f'"{word}"*' if len(word) >= BEGINS else f'"{word}"' for word in words)
        query = "SELECT rowid FROM released_search WHERE released_search MATCH :asked"
    else:
        asked = " & ".join(f"'{word}':*" if len(word) >= BEGINS else f"'{word}'" for word in words)
        query = "SELECT place FROM released_search WHERE words @@ CAST(:asked AS tsquery)"
    return [row[0] for row in tx.execute(text(f"{query} LIMIT :most"), {"asked": asked, "most": most})]


def renew(tx: Session, program_id: UUID) -> None:
    """Make the index hold what the program has: new texts come in, and what was taken back is in no file of it."""
    new = select(Released.id, Released.text).outerjoin(Place).where(Place.place.is_(None))
    came = tx.execute(new.where(Released.program_id == program_id)).all()
    for start in range(0, len(came), AT_ONCE):
        _add(tx, [(row.id, row.text) for row in came[start : start + AT_ONCE]])
    if _on_sqlite(tx):  # PostgreSQL's follows its reference
        tx.execute(text("DELETE FROM released_search WHERE rowid NOT IN (SELECT place FROM released_place)"))
        tx.execute(text("INSERT INTO released_search (released_search) VALUES ('optimize')"))


def forget(tx: Session, strategy_ids: Iterable[UUID]) -> None:
    """Take these out of the index at once, before `renew` does."""
    gone = list(strategy_ids)
    if _on_sqlite(tx):
        places = [{"place": place} for place in tx.scalars(select(Place.place).where(Place.strategy_id.in_(gone)))]
        if places:
            tx.execute(text("DELETE FROM released_search WHERE rowid = :place"), places)
    tx.execute(delete(Place).where(Place.strategy_id.in_(gone)))


def _add(tx: Session, came: Sequence[tuple[UUID, str]]) -> None:
    numbers = _free_places(tx, len(came))
    tx.execute(
        insert(Place),
        [{"strategy_id": one, "place": place} for (one, _), place in zip(came, numbers, strict=True)],
    )
    said = [(place, words_of(words)) for (_, words), place in zip(came, numbers, strict=True)]
    if _on_sqlite(tx):
        into = "INSERT INTO released_search (rowid, words) VALUES (:place, :words)"
        tx.execute(text(into), [{"place": place, "words": " ".join(words)} for place, words in said])
        return
    into = "INSERT INTO released_search (place, words) VALUES (:place, array_to_tsvector(CAST(:words AS text[])))"
    tx.execute(text(into), [{"place": place, "words": words} for place, words in said])


def _free_places(tx: Session, count: int) -> list[int]:
    """So many random numbers that no strategy has."""
    drawn = [secrets.randbelow(PLACES) + 1 for _ in range(count)]
    taken = tx.scalar(select(func.count()).select_from(Place).where(Place.place.in_(drawn)))
    return drawn if not taken and len(set(drawn)) == count else _free_places(tx, count)


def _spelled(word: str) -> str:
    """`word` in ASCII: any other is spelled out, so that no database has an opinion of its own about its letters."""
    if word.isascii() and not word.startswith(SPELLED):
        return word
    return SPELLED + word.encode().hex()


def _on_sqlite(tx: Session) -> bool:
    return tx.get_bind().dialect.name == "sqlite"
