"""A made-up program: three groups with sessions that ended, what they released, and a hand on the clock.

Ana facilitates Tuesday Circle, Bea Thursday Night, Cleo Saturday Morning; Otto reviews and leads none of them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitator import accounts, db
from facilitator.accounts.models import Program
from facilitator.privacy import receipts
from facilitator.review import desk, edge, offers, search
from facilitator.review.days import LONGEST_HOLD
from facilitator.review.models import DeskItem, Released, ReleasedTag, ReleaseSource
from facilitator.sessions import groups
from facilitator.sessions.models import ENDED, GroupSession
from facilitator.strategies.models import Strategy, StrategyTag
from tests.cast import PASSWORD, POINTS, Cast

WEEK, YEAR = "2026-W40", 2026
TEXTS = (
    ("I walk around the block until it passes.", ("craving", "do_else", "stage2")),
    ("I call somebody who knows me.", ("alone_bored", "reach_out", "stage1")),
    ("I say the time out loud and breathe slowly.", ("craving", "wait", "stage1")),
    ("I put my phone in a drawer after ten at night.", ("alone_bored", "routine", "stage3")),
    ("Pienso en la película hasta el final.", ("craving", "think", "stage2")),
)


@dataclass(frozen=True)
class Item:
    """What something released says of itself."""

    text: str
    tags: Sequence[str] = ()
    language: str = "en"
    year: int = YEAR


@dataclass
class Stage:
    """The cast, a third group, and the sessions of all three: `sessions[group]`, the first first."""

    cast: Cast
    cleo: UUID
    saturday: UUID
    sessions: dict[UUID, list[UUID]] = field(default_factory=dict)
    days: int = 0

    @property
    def groups(self) -> tuple[UUID, UUID, UUID]:
        return (self.cast.tuesday, self.cast.thursday, self.saturday)

    def leader_of(self, group_id: UUID) -> UUID:
        return {self.cast.tuesday: self.cast.ana, self.cast.thursday: self.cast.bea, self.saturday: self.cleo}[group_id]


def set_up(cast: Cast, *, meetings: int = 2, k_est: int = 8) -> Stage:
    """Three groups with `meetings` sessions each, all over, with `k_est` people in each."""
    cleo = accounts.create_account(cast.program, "Cleo", PASSWORD, ["facilitator"], must_change=False)
    saturday = groups.create("Saturday Morning", cleo)
    groups.set_supervisor(saturday, "", cleo, waived=True)
    stage = Stage(cast, cleo, saturday)
    for group_id in stage.groups:
        stage.sessions[group_id] = [meeting(group_id, k_est=k_est) for _ in range(meetings)]
    return stage


def meeting(group_id: UUID, *, k_est: int = 8, week: str = WEEK) -> UUID:
    """A session of the group that is over."""
    session_id = db.new_id()
    over = GroupSession(id=session_id, group_id=group_id, title="A night in May", week=week, state=ENDED, k_est=k_est)
    db.write(lambda tx: tx.add(over))
    return session_id


def approved(session_id: UUID, text: str, tags: Sequence[str] = (), *, beyond: bool = True, **more: object) -> UUID:
    """A strategy of that session as its facilitator approved it; `words(text)` take it back."""

    def work(tx: Session) -> UUID:
        of = tx.get_one(GroupSession, session_id)
        strategy = Strategy(
            id=db.new_id(), group_id=of.group_id, group_session_id=session_id, text=text,
            **{"week": of.week, "language": "en", "shown": True, "share_beyond": beyond} | more,
            take_back=receipts.take_back_mark(words(text)),
        )  # fmt: skip
        strategy.tags = [StrategyTag(tag=tag) for tag in tags]
        tx.add(strategy)
        return strategy.id

    return db.write(work)


def words(text: str) -> str:
    """The take-back words of whoever wrote `text`."""
    return receipts.words_of(hashlib.sha256(text.encode()).digest()[: receipts.RECEIPT_BYTES])


def put_out(stage: Stage, items: Sequence[Item] = (), *, count: int = 0) -> dict[str, UUID]:
    """What the program has, straight as rows: its id by text. The view is open, and this is one more edition.

    `count` made-up items where none are given. Nothing is withheld: `review.withholding` decides that.
    """
    items = items or [Item(f"{TEXTS[one % 5][0]} ({one})", TEXTS[one % 5][1]) for one in range(count or 30)]

    def work(tx: Session) -> dict[str, UUID]:
        program = tx.get_one(Program, stage.cast.program)
        program.edition, program.view_open = program.edition + 1, True
        made = {item.text: _released(tx, program, item) for item in items}
        _sources(tx, stage)
        search.renew(tx, program.id)
        return made

    return db.write(work)


def _released(tx: Session, program: Program, item: Item) -> UUID:
    mark = receipts.take_back_mark(words(item.text))
    released = Released(
        id=db.new_id(), program_id=program.id, text=item.text, language=item.language, year=item.year,
        edition=program.edition, take_back=None if tx.scalar(select(Released.id).filter_by(take_back=mark)) else mark,
    )  # fmt: skip
    released.tags = [ReleasedTag(tag=tag) for tag in item.tags]
    tx.add(released)
    tx.flush()
    return released.id


def _sources(tx: Session, stage: Stage) -> None:
    for group_id, session_ids in stage.sessions.items():
        for session_id in session_ids:
            k_est = tx.get_one(GroupSession, session_id).k_est
            row = ReleaseSource(
                group_session_id=session_id, program_id=stage.cast.program, group_id=group_id, k_est=k_est
            )
            tx.merge(row)


def offered(stage: Stage, texts: Sequence[str], tags: Sequence[str] = ()) -> list[UUID]:
    """These texts, one session after the other round the groups, approved there and offered to the program."""
    rounds = [session for sessions in zip(*stage.sessions.values(), strict=True) for session in sessions]
    made = []
    for at, text in enumerate(texts):
        session_id = rounds[at % len(rounds)]
        group_id = next(group for group, sessions in stage.sessions.items() if session_id in sessions)
        made.append(approved(session_id, text, tags))
        offers.offer(group_id, made[-1:], POINTS, stage.leader_of(group_id))
    return made


def next_day(stage: Stage, days: int = 1) -> list[edge.Turned]:
    """So many days later the daily hour comes: what it does."""
    stage.days += days
    noon = datetime.now(UTC).replace(hour=19) + timedelta(days=stage.days)
    return edge.daily(noon.timestamp())


def on_desk(stage: Stage, texts: Sequence[str], tags: Sequence[str] = ()) -> dict[str, UUID]:
    """These texts on the desk, mixed: their ids there by text."""
    offered(stage, texts, tags)
    next_day(stage, LONGEST_HOLD)
    with db.reading() as tx:
        return {item.text: item.id for item in tx.scalars(select(DeskItem))}


def accept_all(stage: Stage) -> None:
    """Otto accepts everything that waits."""
    for item_id in desk.queue_of(stage.cast.otto):
        card = desk.card_of(item_id, stage.cast.otto)
        desk.accept(item_id, desk.CHECKS, card.mark, stage.cast.otto)


def released(stage: Stage, texts: Sequence[str], tags: Sequence[str] = ()) -> dict[str, UUID]:
    """These texts with the program, by the whole way: their ids there by text."""
    on_desk(stage, texts, tags)
    accept_all(stage)
    next_day(stage)
    with db.reading() as tx:
        return {one.text: one.id for one in tx.scalars(select(Released))}
