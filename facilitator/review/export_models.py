"""What left the house: exports that were made, and tokens that programs read with."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, new_id


class Export(Base):
    """An export as its line in the list tells it; the file itself is not kept.

    `day`: a `date.toordinal()`; `filters`: what narrowed it; `withheld`: counts that were not shown; `superseded`: a
    strategy in it was withdrawn since (P29).
    """

    __tablename__ = "export"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("collection_version.id", ondelete="SET NULL"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(10))
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    edition: Mapped[int] = mapped_column()
    rows: Mapped[int] = mapped_column()
    withheld: Mapped[int] = mapped_column()
    checksum: Mapped[str] = mapped_column(String(64))
    day: Mapped[int] = mapped_column()
    superseded: Mapped[bool] = mapped_column(default=False, server_default=false())


class ApiToken(Base):
    """A key to the read-only API. Only its digest is kept; `until_day` is a `date.toordinal()`."""

    __tablename__ = "api_token"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    program_id: Mapped[UUID] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    mark: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    until_day: Mapped[int] = mapped_column()
