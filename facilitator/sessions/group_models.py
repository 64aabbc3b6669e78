"""Groups, and who facilitates them."""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, new_id


class Group(Base):
    """An ongoing peer-support group of one program. `program_declined_for`: why the program kept texts out, counted."""

    __tablename__ = "peer_group"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    archived: Mapped[bool] = mapped_column(default=False)
    supervisor_contact: Mapped[str] = mapped_column(String(200), default="")
    supervisor_waived: Mapped[bool] = mapped_column(default=False)
    remote: Mapped[bool] = mapped_column(default=False, server_default=false())
    program_declined_for: Mapped[dict[str, int] | None] = mapped_column(JSON)

    @property
    def supervisor_settled(self) -> bool:
        """A session cannot start until somebody is there to call, or that was waived (R51)."""
        return bool(self.supervisor_contact) or self.supervisor_waived


class Facilitation(Base):
    """An account facilitates a group."""

    __tablename__ = "facilitation"
    group_id: Mapped[UUID] = mapped_column(ForeignKey("peer_group.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
