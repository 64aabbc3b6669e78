"""Offering: a facilitator offers approved texts, whose writers said yes, to the program (P22, P23)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts.models import Program
from ..errors import Invalid, NotFound, Refused
from ..privacy.identifying import must_be_edited
from ..sessions.groups import led_by, led_group
from ..sessions.models import ENDED, GroupSession
from ..strategies import Strategy
from . import days
from .models import Offer

MOST_AT_ONCE = 12  # to be read with care, one after the other
FREE, OFFERED, GONE, NO_YES = "free", "offered", "gone", "no_yes"


@dataclass(frozen=True)
class Offerable:
    """A text of a group's library. `state`: free to be offered, offered and still here, gone, or without a yes."""

    id: UUID
    text: str
    language: str
    state: str


@dataclass(frozen=True)
class Offering:
    """What a group can offer, has offered, and how many are gone; why the program kept texts out, counted."""

    free: tuple[Offerable, ...]
    offered: tuple[Offerable, ...]
    gone: int
    declined_for: dict[str, int]


def offering_of(group_id: UUID, by: UUID) -> Offering:
    """For the facilitators of the group. In an order of random ids, which tells nothing. Raises NotFound."""
    with db.reading() as tx:
        group = led_group(tx, group_id, by)
        found = [_offerable(strategy, offer) for strategy, offer in tx.execute(_of(group_id))]
        parts = {state: tuple(one for one in found if one.state == state) for state in (FREE, OFFERED, GONE)}
        return Offering(parts[FREE], parts[OFFERED], len(parts[GONE]), dict(group.program_declined_for or {}))


def state_of(strategy_id: UUID, by: UUID) -> str:
    """Where one text of a group that `by` facilitates stands. Raises NotFound."""
    with db.reading() as tx:
        wanted = select(Strategy, Offer).outerjoin(Offer, Offer.strategy_id == Strategy.id)
        row = tx.execute(wanted.where(Strategy.id == strategy_id, led_by(by, Strategy.group_id))).one_or_none()
        if row is None:
            raise NotFound
        return _offerable(row[0], row[1]).state


def chosen_of(group_id: UUID, chosen: Sequence[UUID], by: UUID) -> list[Offerable]:
    """The chosen texts that can be offered now. Raises Invalid for none or too many, NotFound."""
    wanted = set(chosen)
    found = [one for one in offering_of(group_id, by).free if one.id in wanted]
    if not found:
        raise Invalid("Choose a text first.")
    if len(found) > MOST_AT_ONCE:
        raise Invalid("Choose %(most)s texts at most, to read each with care.", most=MOST_AT_ONCE)
    return found


def offer(group_id: UUID, chosen: Collection[UUID], points: Collection[str], by: UUID) -> None:
    """Offer texts of the group's library; all six points were confirmed once more, one by one (P19).

    Only what its writer marked "OK to share outside this group" can be offered. What is offered already stays so.
    Raises Invalid, Refused, NotFound.
    """
    if missing := {point.id for point in content.review_points("en")} - set(points):
        raise Invalid("Confirm every point first (%(left)s left).", left=len(missing))
    if not chosen:
        raise Invalid("Choose a text first.")

    def work(tx: Session) -> None:
        group = led_group(tx, group_id, by)
        today = days.today_of(tx.get_one(Program, group.program_id))
        for strategy_id in sorted(set(chosen)):
            strategy = _to_offer(tx, group_id, strategy_id)
            if tx.get(Offer, strategy.id) is None:
                due = days.end_of_hold(today)
                tx.add(Offer(strategy_id=strategy.id, program_id=group.program_id, due_day=due))

    db.write(work)


def undo(group_id: UUID, strategy_id: UUID, by: UUID) -> None:
    """Take an offer back while the text is still here. Raises Refused when it is gone, NotFound."""

    def work(tx: Session) -> None:
        led_group(tx, group_id, by)
        strategy, offer = tx.get(Strategy, strategy_id), tx.get(Offer, strategy_id)
        if strategy is None or strategy.group_id != group_id or offer is None:
            raise NotFound
        if offer.gone:
            raise Refused("It has gone to the program. Its writer can still take it back.")
        tx.delete(offer)

    db.write(work)


def _to_offer(tx: Session, group_id: UUID, strategy_id: UUID) -> Strategy:
    strategy = tx.scalar(select(Strategy).where(Strategy.id == strategy_id, Strategy.group_id == group_id, _readable()))
    if strategy is None:
        raise NotFound
    if not strategy.share_beyond:
        raise Refused("Whoever wrote this did not say that it may leave the group.")
    if must_be_edited(strategy.text):
        raise Refused("A number, an e-mail or a link is in one of them. It cannot leave the group.")
    return strategy


def _of(group_id: UUID) -> Select[Strategy, Offer]:
    """The texts whose writers said yes, each with its offer, where there is one."""
    return (
        select(Strategy, Offer)
        .outerjoin(Offer, Offer.strategy_id == Strategy.id)
        .where(Strategy.group_id == group_id, Strategy.share_beyond, or_(_readable(), Offer.strategy_id.is_not(None)))
        .order_by(Strategy.id)
    )


def _readable() -> ColumnElement[bool]:
    """What stands in the library: shown to its group, or approved in a session that has ended."""
    ended = select(GroupSession.id).where(GroupSession.state == ENDED)
    seen = or_(Strategy.shown, Strategy.group_session_id.is_(None), Strategy.group_session_id.in_(ended))
    return and_(Strategy.published, seen)


def _offerable(strategy: Strategy, offer: Offer | None) -> Offerable:
    state = (GONE if offer.gone else OFFERED) if offer else FREE if strategy.share_beyond else NO_YES
    return Offerable(strategy.id, strategy.text, strategy.language, state)
