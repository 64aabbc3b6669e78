"""How many rows there are."""

from sqlalchemy import func, select

from facilitator import db
from facilitator.sessions.models import GroupSession, Step
from facilitator.strategies.models import Strategy


def count(what: type[GroupSession | Step | Strategy]) -> int:
    with db.reading() as tx:
        return tx.scalar(select(func.count()).select_from(what)) or 0
