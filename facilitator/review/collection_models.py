"""Collections: a draft that can change, and published versions that cannot."""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id
from .models import NO_ROWID, Released


class Collection(Base):
    """A set of strategies that a program prepares. `review_by`: the month to look at it again, such as '2027-06'.

    `revision` counts its changes: who saves names the one they saw, and is refused when somebody saved in between.
    """

    __tablename__ = "collection"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(String(200), default="")
    review_by: Mapped[str] = mapped_column(String(7), default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    revision: Mapped[int] = mapped_column(default=1)

    items: Mapped[list["CollectionItem"]] = relationship(
        cascade="all, delete-orphan", order_by="CollectionItem.position"
    )
    versions: Mapped[list["CollectionVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="CollectionVersion.number"
    )


class CollectionItem(Base):
    """A released strategy's place in a draft, and a note beside it."""

    __tablename__ = "collection_item"
    __table_args__ = (NO_ROWID,)
    collection_id: Mapped[UUID] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True)
    strategy_id: Mapped[UUID] = mapped_column(
        ForeignKey("released_strategy.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column()
    note: Mapped[str] = mapped_column(Text, default="")

    strategy: Mapped[Released] = relationship()


class CollectionVersion(Base):
    """A collection as it was published: never changed, except that what its author took back is gone."""

    __tablename__ = "collection_version"
    __table_args__ = (UniqueConstraint("collection_id", "number"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    collection_id: Mapped[UUID] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(String(200))
    review_by: Mapped[str] = mapped_column(String(7))
    owner_name: Mapped[str] = mapped_column(String(80))
    year: Mapped[int] = mapped_column()

    items: Mapped[list["VersionItem"]] = relationship(cascade="all, delete-orphan", order_by="VersionItem.position")


class VersionItem(Base):
    """A strategy in a published version, with an id of its own (P24). `pulled`: why it was, and its text is gone."""

    __tablename__ = "version_item"
    __table_args__ = (NO_ROWID,)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("collection_version.id", ondelete="CASCADE"), index=True)
    strategy_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("released_strategy.id", ondelete="SET NULL"), index=True
    )
    position: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    year: Mapped[int] = mapped_column()
    tags: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    reworded: Mapped[bool] = mapped_column(default=False)
    pulled: Mapped[str] = mapped_column(String(20), default="")
