"""Whether an account runs a session now: while it does, its sign-in is not ended for want of a press."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from ..accounts import registry
from .models import OPEN, Facilitation, GroupSession


@registry.at_work
def runs_a_session(tx: Session, account_id: UUID) -> bool:
    """Whether a session is open that the account leads, or could take over."""
    of_its_group = exists().where(Facilitation.group_id == GroupSession.group_id, Facilitation.account_id == account_id)
    running = select(GroupSession.id).where(
        GroupSession.state == OPEN, or_(GroupSession.leader_id == account_id, of_its_group)
    )
    return tx.scalar(running.limit(1)) is not None
