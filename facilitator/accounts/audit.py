"""The log of what people who sign in did: who, what, to which account, and when. Never why, and never a word (P31).

A session of a group is known by its week alone, so its opening and its end are written down with their week.
"""

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from .. import db
from ..errors import NotFound
from ..privacy.cells import plain_cell
from .audit_models import AccountAction, Action
from .models import Account

KEPT_DAYS = 365
ON_A_PAGE = 50
BY_THE_WEEK = (Action.SESSION_OPENED, Action.SESSION_ENDED)
BY_THE_HOUR = (Action.GUESSED_AT,)
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
HEADINGS = ("time_utc", "who", "action", "account")


@dataclass(frozen=True)
class Entry:
    """One line. `by` and `about` are names, empty where nobody is named or the account is gone."""

    moment: datetime
    by: str
    action: Action
    about: str

    @property
    def weekly(self) -> bool:
        return self.action in BY_THE_WEEK


@dataclass(frozen=True)
class Wanted:
    """Which lines: of one person, who did it or to whom it was done; and of one month, such as '2026-11'."""

    person: UUID | None = None
    month: str = ""


@dataclass(frozen=True)
class LogPage:
    """Lines, the latest first. `people`: id and name of everybody in the program."""

    entries: tuple[Entry, ...]
    people: tuple[tuple[UUID, str], ...]
    months: tuple[str, ...]
    page: int
    more: bool


def record(tx: Session, program_id: UUID, by: UUID | None, action: Action, about: UUID | None = None) -> None:
    """Write down, in the transaction of the deed itself, that account `by` did `action` to account `about`."""
    moment = _as_blunt(action, int(time.time()))
    tx.add(
        AccountAction(
            id=db.new_id(), program_id=program_id, moment=moment, by_id=by, action=action.value, about_id=about
        )
    )


def record_own(tx: Session, account_id: UUID, action: Action) -> None:
    """Write down what an account did to itself."""
    record(tx, tx.get_one(Account, account_id).program_id, account_id, action, account_id)


def log_page(by: UUID, wanted: Wanted, page: int = 1) -> LogPage:
    """A page of the log of the program that `by` is an admin of. Raises NotFound."""
    with db.reading() as tx:
        program_id = program_of_admin(tx, by)
        first = (page - 1) * ON_A_PAGE
        found = _entries(tx, program_id, wanted, first, ON_A_PAGE + 1)
        people = tx.execute(
            select(Account.id, Account.name).where(Account.program_id == program_id).order_by(Account.sign_in_name)
        )
        named = tuple((one.id, one.name) for one in people)
        return LogPage(tuple(found[:ON_A_PAGE]), named, _months(tx, program_id), page, len(found) > ON_A_PAGE)


def log_file(by: UUID, wanted: Wanted, in_words: Callable[[Action], str]) -> str:
    """The same as a table in CSV (RFC 4180), all of it, that a spreadsheet takes for text. Raises NotFound."""
    with db.reading() as tx:
        entries = _entries(tx, program_of_admin(tx, by), wanted)
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(HEADINGS)
    for one in entries:
        moment = f"{one.moment:%G-W%V}" if one.weekly else f"{one.moment:%Y-%m-%dT%H:%M:%SZ}"
        rows.writerow([plain_cell(cell) for cell in (moment, one.by, in_words(one.action), one.about)])
    return written.getvalue()


def purge(tx: Session, now: int | None = None) -> None:
    """Erase what is older than twelve months at `now`, in seconds of UTC."""
    oldest = (int(time.time()) if now is None else now) - KEPT_DAYS * 24 * 3600
    tx.execute(delete(AccountAction).where(AccountAction.moment < oldest))


def program_of_admin(tx: Session, by: UUID) -> UUID:
    """The program that the account is an admin of. Raises NotFound."""
    account = tx.get(Account, by)
    if account is None or not (account.is_admin and account.active):
        raise NotFound
    return account.program_id


def _as_blunt(action: Action, moment: int) -> int:
    when = datetime.fromtimestamp(moment, UTC)
    if action in BY_THE_WEEK:
        monday = when.replace(hour=0, minute=0, second=0) - timedelta(days=when.weekday())
        return int(monday.timestamp())
    return moment - moment % 3600 if action in BY_THE_HOUR else moment


def _entries(tx: Session, program_id: UUID, wanted: Wanted, first: int = 0, most: int | None = None) -> list[Entry]:
    by, about = aliased(Account), aliased(Account)
    found = tx.execute(
        select(AccountAction.moment, by.name, AccountAction.action, about.name)
        .outerjoin(by, by.id == AccountAction.by_id)
        .outerjoin(about, about.id == AccountAction.about_id)
        .where(AccountAction.program_id == program_id, *_asked_for(wanted))
        .order_by(AccountAction.moment.desc(), AccountAction.id)
        .offset(first)
        .limit(most)
    )
    return [
        Entry(datetime.fromtimestamp(moment, UTC), who or "", Action(action), whom or "")
        for moment, who, action, whom in found
    ]


def _asked_for(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.person is not None:
        yield or_(AccountAction.by_id == wanted.person, AccountAction.about_id == wanted.person)
    if (start := _start_of(wanted.month)) is not None:
        after = (start + timedelta(days=32)).replace(day=1)
        yield AccountAction.moment >= int(start.timestamp())
        yield AccountAction.moment < int(after.timestamp())


def _start_of(month: str) -> datetime | None:
    if not MONTH.fullmatch(month):
        return None
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)


def _months(tx: Session, program_id: UUID) -> tuple[str, ...]:
    """From the latest month back to the earliest that there is a line of."""
    ends = select(func.min(AccountAction.moment), func.max(AccountAction.moment))
    earliest, latest = tx.execute(ends.where(AccountAction.program_id == program_id)).one()
    if earliest is None:
        return ()
    first, month = (datetime.fromtimestamp(one, UTC).replace(day=1) for one in (earliest, latest))
    found = []
    while month.date() >= first.date():
        found.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    return tuple(found)
