"""What members share: sealed, under review, and approved. No row points at another of the same person."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id

WAITING, HELD, DECLINED, FEW, READ = "waiting", "held", "declined", "few", "read"
STATUSES = (WAITING, HELD, DECLINED, FEW, READ)
TOO_FEW = (FEW, READ)  # a batch too small to open: not read yet, and read privately
NO_ROWID = {"sqlite_with_rowid": False}  # a row's place in the file tells nothing about when it came


class Envelope(Base):
    """One sealed submission. All are one size; nobody can read one before its window's key opens it."""

    __tablename__ = "envelope"
    __table_args__ = (NO_ROWID,)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    key_name: Mapped[str] = mapped_column(String(32), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Seen(Base):
    """A submission that was acknowledged, so that a resend is harmless. It refers to nothing else."""

    __tablename__ = "seen"
    __table_args__ = (NO_ROWID,)
    group_session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class ReviewItem(Base):
    """One opened text, sealed again under the session's review key, waiting for a person to read it."""

    __tablename__ = "review_item"
    __table_args__ = (NO_ROWID,)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id", ondelete="CASCADE"), index=True)
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("step.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(10), default=WAITING)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Strategy(Base):
    """An approved text. It has a random id and a week, and no path to a person.

    `heavy`: it stands behind a warning; `uncovered`: the facilitator has opened it on the wall.
    """

    __tablename__ = "strategy"
    __table_args__ = (NO_ROWID,)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("peer_group.id", ondelete="CASCADE"), index=True)
    group_session_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("group_session.id", ondelete="SET NULL"), index=True
    )
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("step.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    week: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(10))
    edited: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[bool] = mapped_column(default=False)
    published: Mapped[bool] = mapped_column(default=True)
    share_beyond: Mapped[bool] = mapped_column(default=False)
    heavy: Mapped[bool] = mapped_column(default=False, server_default=false())
    uncovered: Mapped[bool] = mapped_column(default=False, server_default=false())
    take_back: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)

    tags: Mapped[list["StrategyTag"]] = relationship(cascade="all, delete-orphan", order_by="StrategyTag.tag")


class StrategyTag(Base):
    """A tag on a strategy: it says something of the strategy, never of a person."""

    __tablename__ = "strategy_tag"
    __table_args__ = (NO_ROWID,)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("strategy.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)


class TakeBack(Base):
    """A wish to take something back, waiting for its moment."""

    __tablename__ = "take_back"
    __table_args__ = (NO_ROWID,)
    mark: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    due_at: Mapped[int] = mapped_column(BigInteger)
