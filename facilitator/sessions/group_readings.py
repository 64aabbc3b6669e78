"""Groups as their pages show them: plain values, and nothing that members wrote."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from .. import db
from ..accounts.models import Account
from .groups import led_by, led_group, managed_by, managed_group
from .models import ENDED, OPEN, PREPARED, Facilitation, Group, GroupSession

MOST_PAST = 12


@dataclass(frozen=True)
class GroupLine:
    """A group in a list. `led`: the reader facilitates it. `open`: a session of it is on now."""

    id: UUID
    name: str
    archived: bool
    led: bool
    open: bool


@dataclass(frozen=True)
class SessionLine:
    """A session in a group's list. `state`: prepared, open, or ended with a review to finish."""

    id: UUID
    title: str
    week: str
    state: str


@dataclass(frozen=True)
class Colleague:
    """An account by name alone."""

    id: UUID
    name: str


@dataclass(frozen=True)
class GroupPage:
    """One group as its facilitator or an admin sees it. `colleagues` could facilitate it, and do not.

    `sessions` want something of a facilitator; `past` are over and done with.
    """

    id: UUID
    name: str
    archived: bool
    led: bool
    supervisor_contact: str
    supervisor_waived: bool
    remote: bool
    facilitators: tuple[Colleague, ...]
    colleagues: tuple[Colleague, ...]
    sessions: tuple[SessionLine, ...]
    past: tuple[SessionLine, ...]

    @property
    def supervisor_settled(self) -> bool:
        return bool(self.supervisor_contact) or self.supervisor_waived


def groups_of(by: UUID) -> list[GroupLine]:
    """The groups that `by` facilitates or manages: the active ones by name, then the archived."""
    in_session = exists().where(GroupSession.group_id == Group.id, GroupSession.state == OPEN)
    wanted = select(Group.id, Group.name, Group.archived, led_by(by), in_session).where(managed_by(by))
    with db.reading() as tx:
        lines = [GroupLine(*row) for row in tx.execute(wanted)]
    return sorted(lines, key=lambda line: (line.archived, not line.led, line.name.casefold(), line.id))


def group_of(group_id: UUID, by: UUID) -> GroupPage:
    """One group that `by` facilitates or manages; its sessions only for its facilitators. Raises NotFound."""
    with db.reading() as tx:
        group = managed_group(tx, group_id, by)
        led = tx.scalar(select(Group.id).where(Group.id == group_id, led_by(by))) is not None
        facilitators, colleagues = _people(tx, group)
        return GroupPage(
            group.id, group.name, group.archived, led, group.supervisor_contact, group.supervisor_waived,
            group.remote,
            facilitators, colleagues, _sessions(tx, group_id) if led else (), _past(tx, group_id) if led else (),
        )  # fmt: skip


def open_session_of(group_id: UUID, by: UUID) -> UUID | None:
    """The group's session that is on now, if there is one. Raises NotFound."""
    with db.reading() as tx:
        led_group(tx, group_id, by)
        on_now = select(GroupSession.id).where(GroupSession.group_id == group_id, GroupSession.state == OPEN)
        return tx.scalar(on_now.limit(1))


def _past(tx: Session, group_id: UUID) -> tuple[SessionLine, ...]:
    """The latest sessions that are over and reviewed. A session knows its week and no finer time."""
    wanted = select(GroupSession.id, GroupSession.title, GroupSession.week, GroupSession.state).where(
        GroupSession.group_id == group_id, GroupSession.state == ENDED, GroupSession.review_key.is_(None)
    )
    latest = wanted.order_by(GroupSession.week.desc(), GroupSession.title, GroupSession.id).limit(MOST_PAST)
    return tuple(SessionLine(*row) for row in tx.execute(latest))


def _people(tx: Session, group: Group) -> tuple[tuple[Colleague, ...], tuple[Colleague, ...]]:
    """Who facilitates the group, and who else of the program could."""
    here = exists().where(Facilitation.group_id == group.id, Facilitation.account_id == Account.id)
    wanted = select(Account.id, Account.name, here).where(
        Account.program_id == group.program_id, Account.active, or_(Account.facilitates, here)
    )
    rows = sorted(tx.execute(wanted), key=lambda row: row[1].casefold())
    return (
        tuple(Colleague(id, name) for id, name, facilitates in rows if facilitates),
        tuple(Colleague(id, name) for id, name, facilitates in rows if not facilitates),
    )


def _sessions(tx: Session, group_id: UUID) -> tuple[SessionLine, ...]:
    """What is open, then prepared, then ended and not finished with."""
    unfinished = and_(GroupSession.state == ENDED, GroupSession.review_key.is_not(None))
    wanted = select(GroupSession.id, GroupSession.title, GroupSession.week, GroupSession.state).where(
        GroupSession.group_id == group_id, or_(GroupSession.state != ENDED, unfinished)
    )
    lines = [SessionLine(*row) for row in tx.execute(wanted)]
    order = (OPEN, PREPARED, ENDED)
    return tuple(sorted(lines, key=lambda line: (order.index(line.state), line.week, line.title, line.id)))
