"""The kinds of data there are: how many are held, and which are due at a moment.

Each kind names the rows whose life is over; `service` erases them, and the page tells the same. Times are no finer than
what is kept: the hour for texts under review, the week for sessions and strategies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, false, or_, select

from ..accounts.audit_models import AccountAction
from ..accounts.link_models import AccountLink
from ..accounts.models import SignIn
from ..db import Base
from ..privacy.coarsen import weeks_before
from ..privacy.lives import DAY, HOUR, lives
from ..review.collection_models import VersionItem
from ..review.export_models import ApiToken, Export
from ..review.models import DECLINED, DeskItem, Offer, Released
from ..sessions.models import ENDED, OPEN, GroupSession, Step
from ..strategies.models import Envelope, ReviewItem, Seen, Strategy, TakeBack

Due = Callable[[int], ColumnElement[bool]]


@dataclass(frozen=True)
class Kind:
    """One kind of data: its rows, and which of them are due at a moment, in seconds of UTC."""

    id: str
    model: type[Base]
    due: Due


def _week(now: int) -> str:
    return weeks_before(datetime.fromtimestamp(now, UTC).date(), lives().weeks)


def _review_due(now: int) -> ColumnElement[bool]:
    over = select(GroupSession.id).where(
        or_(
            GroupSession.review_until_hour <= now // HOUR,
            and_(GroupSession.state == ENDED, GroupSession.review_until_hour.is_(None)),
        )
    )
    return ReviewItem.group_session_id.in_(over)


def _sealed_due(_now: int) -> ColumnElement[bool]:
    """What no window and no running session holds the key of can never be opened."""
    windows = select(Step.window_key).where(Step.window_key.is_not(None))
    holding = select(GroupSession.holding_key).where(GroupSession.holding_key.is_not(None))
    return and_(Envelope.key_name.not_in(windows), Envelope.key_name.not_in(holding))


def _seen_due(_now: int) -> ColumnElement[bool]:
    return Seen.group_session_id.in_(select(GroupSession.id).where(GroupSession.state == ENDED))


def _session_due(now: int) -> ColumnElement[bool]:
    """A session that waits for its review is not erased before that."""
    return and_(GroupSession.week < _week(now), GroupSession.state != OPEN, GroupSession.review_key.is_(None))


def _strategy_due(now: int) -> ColumnElement[bool]:
    return Strategy.week < _week(now)


def _declined_due(now: int) -> ColumnElement[bool]:
    """What a reviewer declined goes at the program's daily hour; this is for an hour that never came."""
    return and_(DeskItem.state == DECLINED, DeskItem.decided_day < _today(now) - 2)


def _never(_now: int) -> ColumnElement[bool]:
    """What lives until somebody does something, or as long as what it belongs to."""
    return false()


def _today(now: int) -> int:
    return datetime.fromtimestamp(now, UTC).toordinal()


KINDS = (
    Kind("review", ReviewItem, _review_due),
    Kind("sealed", Envelope, _sealed_due),
    Kind("seen", Seen, _seen_due),
    Kind("library", Strategy, _strategy_due),
    Kind("sessions", GroupSession, _session_due),
    Kind("take_back", TakeBack, lambda now: TakeBack.due_at <= now - DAY),
    Kind("sign_ins", SignIn, lambda now: SignIn.until_minute <= now // 60),
    Kind("links", AccountLink, lambda now: AccountLink.until_hour <= now // HOUR),
    Kind("offers", Offer, _never),
    Kind("desk", DeskItem, _declined_due),
    Kind("released", Released, _never),
    Kind("versions", VersionItem, _never),
    Kind("exports", Export, lambda now: Export.day < _today(now) - 365),
    Kind("tokens", ApiToken, lambda now: ApiToken.until_day < _today(now) - 30),
    Kind("audit", AccountAction, lambda now: AccountAction.moment < now - 365 * DAY),
)
