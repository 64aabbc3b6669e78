"""A group's approved strategies: a reading, not a copy, and found only through who facilitates the group."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from .. import content, db
from ..content import Tag, Taxonomy, UnknownId
from ..errors import Invalid, NotFound, for_people
from ..privacy.coarsen import weeks_before, year_of
from ..privacy.lives import WARNING_WEEKS, lives
from ..sessions import GroupSession, StageChanged, Step
from ..sessions.groups import led_by, led_group
from ..sessions.models import ENDED, OPEN
from ..strategies import Strategy, StrategyTag
from .medicine import folded, speaks_of_medicine
from .models import Imported

MOST_OF_AN_AXIS = 2  # situations, and approaches, of one strategy
CARE = "care"


@dataclass(frozen=True)
class Filters:
    """What a reader looks for: tag ids, a language code, and words that must all be in the text.

    `aside`: what was taken out of the library, instead of what is in it.
    """

    stage: str = ""
    situation: str = ""
    approach: str = ""
    life_area: str = ""
    language: str = ""
    words: str = ""
    aside: bool = False

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(filter(None, (self.stage, self.situation, self.approach, self.life_area)))

    @property
    def count(self) -> int:
        """How many of them narrow the list."""
        return len(self.tags) + bool(self.language) + bool(self.words.strip())

    def words_in(self, text: str) -> bool:
        """Whether every word looked for is in `text`."""
        plain = folded(text)
        return all(word in plain for word in folded(self.words).split())

    def admit(self, item: "LibraryItem") -> bool:
        return (
            item.published != self.aside
            and self.tags <= {tag.id for tag in item.tags}
            and self.language in ("", item.language)
            and self.words_in(item.text)
        )


@dataclass(frozen=True)
class LibraryItem:
    """A strategy as readers see it: its words, tags and year, and no origin (R33, R34).

    `expires_soon`: it is erased within four weeks, unless somebody approves it again (P30). `imported`: it came from a
    collection of the program, and is not the group's own.
    `reminder` is a line that must be read with whatever answers its prompt (R48). `heavy`: it stands behind a warning.
    """

    id: UUID
    group_id: UUID
    text: str
    tags: tuple[Tag, ...]
    year: int
    language: str
    edited: bool
    published: bool
    reminder: str
    expires_soon: bool = False
    heavy: bool = False
    imported: bool = False

    @property
    def about_medicine(self) -> bool:
        """Whether "Talk with your prescriber before any change." belongs under it (R47)."""
        return any(tag.id == CARE for tag in self.tags) or speaks_of_medicine(self.text)


def strategies_of(
    group_id: UUID, by: UUID, filters: Filters, *, language: str = "en", seed: str = ""
) -> list[LibraryItem]:
    """The group's library as `filters` narrow it, labels in `language`, in an order of `seed` alone (R32).

    Holds what was shown to the group, or approved in a session that has ended. Raises NotFound.
    """
    with db.reading() as tx:
        led_group(tx, group_id, by)
        rows = tx.execute(_readable().where(Strategy.group_id == group_id))
        items = _marked(tx, [_item(strategy, prompt_id, language) for strategy, prompt_id in rows])
    return sorted(filter(filters.admit, items), key=lambda item: _place(seed, item.id))


def handed_out(group_id: UUID, *, language: str, seed: str) -> list[LibraryItem]:
    """What is in a group's library, for whoever was given the key to read it; in an order of `seed` alone."""
    with db.reading() as tx:
        rows = tx.execute(_readable().where(Strategy.group_id == group_id, Strategy.published))
        items = [_item(strategy, prompt_id, language) for strategy, prompt_id in rows]
    return sorted(items, key=lambda item: _place(seed, item.id))


def strategy_of(strategy_id: UUID, by: UUID, *, language: str = "en") -> LibraryItem:
    """One strategy of a group that `by` facilitates. Raises NotFound."""
    with db.reading() as tx:
        row = tx.execute(_led(strategy_id, by)).one_or_none()
        if row is None:
            raise NotFound
        return _marked(tx, [_item(row[0], row[1], language)])[0]


def tag(strategy_id: UUID, tags: Collection[str], by: UUID) -> None:
    """Give the strategy these tags and no others; at most two situations and two approaches.

    A tag that is out of use may stay where it is and cannot be added (R31). Raises Invalid, NotFound.
    """

    def work(tx: Session) -> None:
        strategy = _found(tx, strategy_id, by)
        before = {tag.tag for tag in strategy.tags}
        _check_tags(set(tags), before)
        strategy.tags = [kept for kept in strategy.tags if kept.tag in tags]
        strategy.tags += [StrategyTag(tag=added) for added in sorted(set(tags) - before)]

    db.write(work)


def tags_out_of_use(item: LibraryItem) -> list[Tag]:
    """Those of its tags that may stay and can no longer be given."""
    in_use = _in_use()
    return [tag for tag in item.tags if tag.id not in in_use]


def publish(strategy_id: UUID, by: UUID) -> None:
    """Put the strategy back into the library. Raises NotFound."""
    _set_published(strategy_id, by, published=True)


def unpublish(strategy_id: UUID, by: UUID) -> None:
    """Take the strategy out of the library, and off the screens where it is an example. Raises NotFound."""
    _set_published(strategy_id, by, published=False)


def _set_published(strategy_id: UUID, by: UUID, *, published: bool) -> None:
    def work(tx: Session) -> None:
        strategy = _found(tx, strategy_id, by)
        strategy.published = published
        group_sessions = select(GroupSession).where(GroupSession.group_id == strategy.group_id)
        for on_now in tx.scalars(group_sessions.where(GroupSession.state == OPEN)):
            on_now.touch()
            db.tell(tx, StageChanged(on_now.id))

    db.write(work)


def _readable() -> Select[Strategy, str | None]:
    """Strategies that a facilitator may read, each with the prompt it answers."""
    return (
        select(Strategy, Step.prompt_id)
        .outerjoin(GroupSession, GroupSession.id == Strategy.group_session_id)
        .outerjoin(Step, Step.id == Strategy.step_id)
        .where(Strategy.week >= weeks_before(date.today(), lives().weeks))
        .where(or_(Strategy.shown, GroupSession.id.is_(None), GroupSession.state == ENDED))
        .options(selectinload(Strategy.tags))
    )


def _led(strategy_id: UUID, by: UUID) -> Select[Strategy, str | None]:
    return _readable().where(Strategy.id == strategy_id, led_by(by, Strategy.group_id))


def _found(tx: Session, strategy_id: UUID, by: UUID) -> Strategy:
    row = tx.execute(_led(strategy_id, by)).one_or_none()
    if row is None:
        raise NotFound
    return row[0]


def _check_tags(tags: set[str], before: set[str]) -> None:
    taxonomy = content.taxonomy("en")
    if not tags - before <= _in_use():
        raise Invalid("One of these tags is not in use any more.")
    for axis, words in (
        (taxonomy.situations, for_people("Choose two situations at most.")),
        (taxonomy.approaches, for_people("Choose two approaches at most.")),
    ):
        if len(tags & {tag.id for tag in axis}) > MOST_OF_AN_AXIS:
            raise Invalid(words)


def _in_use() -> set[str]:
    taxonomy = content.taxonomy("en")
    axes = (taxonomy.stages, taxonomy.situations, taxonomy.approaches, taxonomy.life_areas)
    return {tag.id for axis in axes for tag in axis}


def _item(strategy: Strategy, prompt_id: str | None, language: str) -> LibraryItem:
    taxonomy = content.taxonomy(language)
    tags = tuple(_tag(taxonomy, tag.tag) for tag in strategy.tags)
    prompt = content.prompts(language).get(prompt_id or "")
    return LibraryItem(
        strategy.id, strategy.group_id, strategy.text, tags, year_of(strategy.week), strategy.language,
        strategy.edited, strategy.published, prompt.reminder if prompt else "",
        strategy.week < weeks_before(date.today(), lives().weeks - WARNING_WEEKS), strategy.heavy,
    )  # fmt: skip


def _marked(tx: Session, items: list[LibraryItem]) -> list[LibraryItem]:
    """The same items of one group, those marked that came from a collection."""
    in_the_group = Strategy.group_id.in_({item.group_id for item in items})
    came = select(Imported.strategy_id).join(Strategy, Strategy.id == Imported.strategy_id).where(in_the_group)
    imported = set(tx.scalars(came))
    return [replace(item, imported=item.id in imported) for item in items]


def _tag(taxonomy: Taxonomy, tag_id: str) -> Tag:
    try:
        return taxonomy.tag(tag_id)
    except UnknownId:
        return Tag(tag_id, tag_id, tag_id)


def _place(seed: str, strategy_id: UUID) -> bytes:
    return hashlib.sha256(seed.encode() + strategy_id.bytes).digest()
