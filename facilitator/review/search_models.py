"""Where released strategies stand in the index of words."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base
from .models import NO_ROWID


class Place(Base):
    """A strategy's number in the index of words and in memory: a random one, so that it tells nothing about when."""

    __tablename__ = "released_place"
    __table_args__ = (NO_ROWID,)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("released_strategy.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(unique=True)
