"""The one thing the server keeps for members' own pages: a link to read a group's library between sessions."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class CardLink(Base):
    """The link to a group's library that its facilitator hands out: the digest of its token. Without it, no link."""

    __tablename__ = "card_link"
    group_id: Mapped[UUID] = mapped_column(ForeignKey("peer_group.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
