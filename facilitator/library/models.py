"""What a group's library holds from elsewhere."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class Imported(Base):
    """A strategy of a group's library that came from a published collection: it goes when its author takes it back."""

    __tablename__ = "imported_strategy"
    __table_args__ = ({"sqlite_with_rowid": False},)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("strategy.id", ondelete="CASCADE"), primary_key=True)
    released_id: Mapped[UUID] = mapped_column(ForeignKey("released_strategy.id", ondelete="CASCADE"), index=True)
