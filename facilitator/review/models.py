"""What leaves a group for its program, step by step; at each step a link to where it came from is dropped.

offer        an approved strategy waits out its hold; still the group's
desk item    a copy, mixed with others', for a second review; it knows its group and session until it is released
released     what the program sees: text, tags, year, language. No group, session or date
"""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id

NO_ROWID = {"sqlite_with_rowid": False}  # a row's place in the file tells nothing about when it came
WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"


class Offer(Base):
    """A facilitator offers an approved strategy, whose writer said yes, to the program (P22, P23).

    `due_day`: the day its hold ends, a `date.toordinal()`. `gone`: a copy has left for the desk with others.
    """

    __tablename__ = "offer"
    __table_args__ = (NO_ROWID,)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("strategy.id", ondelete="CASCADE"), primary_key=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    due_day: Mapped[int] = mapped_column()
    gone: Mapped[bool] = mapped_column(default=False, server_default=false())


class DeskItem(Base):
    """A text at the second review. Group and session keep those who lead it away from it, and nobody is shown them.

    `second`: somebody asked for a second opinion, and is in `decided_by` until another decides. `decided_day`: when it
    was accepted or declined, as in Offer.
    """

    __tablename__ = "desk_item"
    __table_args__ = (NO_ROWID,)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("peer_group.id", ondelete="CASCADE"), index=True)
    group_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("group_session.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    year: Mapped[int] = mapped_column()
    tags: Mapped[list[str]] = mapped_column(JSON)
    edited: Mapped[bool] = mapped_column(default=False)
    reworded: Mapped[bool] = mapped_column(default=False)
    take_back: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    second: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(20), default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_day: Mapped[int | None] = mapped_column()


class Released(Base):
    """A strategy as the program has it. `edition`: the one it came with; `resting`: kept out of every view for now.

    `leaving`: it was taken back, and goes at the next daily hour.
    """

    __tablename__ = "released_strategy"
    __table_args__ = (NO_ROWID,)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    year: Mapped[int] = mapped_column()
    edited: Mapped[bool] = mapped_column(default=False)
    reworded: Mapped[bool] = mapped_column(default=False)
    take_back: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    edition: Mapped[int] = mapped_column()
    resting: Mapped[bool] = mapped_column(default=False)
    leaving: Mapped[bool] = mapped_column(default=False, server_default=false())

    tags: Mapped[list["ReleasedTag"]] = relationship(cascade="all, delete-orphan", order_by="ReleasedTag.tag")


class ReleasedTag(Base):
    """A tag of a released strategy. `withheld`: too few share it; no page, export or answer ever shows it."""

    __tablename__ = "released_tag"
    __table_args__ = (NO_ROWID,)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("released_strategy.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    withheld: Mapped[bool] = mapped_column(default=False)


class ReleaseSource(Base):
    """A session that something released came from, and its estimated size: for the pooled rule, and no item's."""

    __tablename__ = "release_source"
    __table_args__ = (NO_ROWID,)
    group_session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id", ondelete="CASCADE"), primary_key=True)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("peer_group.id", ondelete="CASCADE"), index=True)
    k_est: Mapped[int] = mapped_column()
