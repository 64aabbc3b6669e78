"""Choices of a poll out of the group's library and the program's collections (R34): the room sees no origin."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from .. import db, library, strategies
from ..errors import Invalid
from ..library import Filters
from ..privacy.screen import says
from ..sessions import GroupSession, led_reading, step_of
from .importing import choices_of

KEPT = "kept"  # what the poll has now
MEDICINE, SLIP = "medicine", "slip"  # the lines that belong under some (R47, R48)


@dataclass(frozen=True)
class Choice:
    """One that can be picked. `id` names it in the form; `notes` are the ids of lines that belong under it."""

    id: str
    text: str
    language: str
    chosen: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where choices come from: the group's library, where `title` is empty, or a collection."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Poll:
    """A poll of a session that was not asked yet, what it has, and what it could have."""

    group_id: UUID
    title: str
    text: str
    kept: tuple[Choice, ...]
    sources: tuple[Source, ...]


def poll_of(
    session_id: UUID, step_id: UUID, by: UUID, language: str, words: str = "", picked: Collection[str] = ()
) -> Poll:
    """A poll of a session of a group that `by` facilitates; `words` narrow what it could have beside what is `picked`.

    Raises Refused where it was asked already, NotFound.
    """
    with db.reading() as tx:
        group_session = tx.get_one(GroupSession, led_reading(tx, session_id, by))
        step = step_of(group_session, step_id)
        strategies.expect_unasked(group_session, step)
        group_id, kept = group_session.group_id, tuple(_kept(step.options))
        title, text = step.title, step.text
    looked_for = Filters(words=words)
    sources = []
    for source in (_library(group_id, by), *_collections(by, language)):
        left = (one for one in source.choices if one.id in picked or looked_for.words_in(one.text))
        sources.append(Source(source.title, tuple(left)))
    return Poll(group_id, title, text, kept, tuple(source for source in sources if source.choices))


def choose(session_id: UUID, step_id: UUID, ids: Sequence[str], by: UUID, notes: dict[str, str]) -> None:
    """Make these the poll's choices, by their ids, in their order; `notes` are the lines by their ids.

    Raises Invalid, Refused, NotFound.
    """
    poll = poll_of(session_id, step_id, by, "en")
    there = {one.id: one for one in (*poll.kept, *(one for source in poll.sources for one in source.choices))}
    if not all(one in there for one in ids):
        raise Invalid("One of these is not there any more. Look again.")
    texts = [
        strategies.with_notes(there[one].text, [notes[note] for note in there[one].notes]) for one in dict.fromkeys(ids)
    ]
    strategies.choose(session_id, step_id, texts, by)


def _kept(options: Sequence[str]) -> Iterable[Choice]:
    for place, option in enumerate(options):
        yield Choice(f"{KEPT}-{place}", option, "", chosen=True)


def _library(group_id: UUID, by: UUID) -> Source:
    items = library.strategies_of(group_id, by, Filters())
    return Source(
        "",
        tuple(
            Choice(f"library-{item.id.hex}", item.text, item.language, False, _notes(item.text, item.about_medicine))
            for item in items
        ),
    )


def _collections(by: UUID, language: str) -> Iterable[Source]:
    for page in choices_of(by, language):
        yield Source(
            page.title,
            tuple(
                Choice(f"collection-{item.id.hex}", item.text, item.language, False, _notes(item.text, item.medicine))
                for item in page.readable
            ),
        )


def _notes(text: str, medicine: bool) -> tuple[str, ...]:
    slip = says(text, SLIP)
    return tuple(note for note, there in ((MEDICINE, medicine), (SLIP, slip)) if there)
