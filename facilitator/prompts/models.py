"""The prompts and plans that people of a program write. The shipped ones are data files, in `content`.

Each belongs to the account that made it. `version` counts its changes: who saves names the version they saw, and is
refused when somebody saved in between.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ..accounts.models import Account
from ..db import Base, new_id


class Owned:
    """What every prompt and plan of a person has. `shared`: the whole program may use and copy it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    shared: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(8))

    @declared_attr
    def account(cls) -> Mapped[Account]:  # noqa: N805 - SQLAlchemy calls it on the class
        return relationship()


class OwnPrompt(Owned, Base):
    """A question somebody wrote, or copied and changed. Its fields are those of a shipped one."""

    __tablename__ = "own_prompt"
    topic: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    options: Mapped[list[str]] = mapped_column(JSON)
    hard_end: Mapped[str | None] = mapped_column(String(4))
    note: Mapped[str] = mapped_column(Text)
    safety: Mapped[str] = mapped_column(Text)
    reminder: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(JSON)


class OwnPlan(Owned, Base):
    """An ordered list of steps. The steps are one value, written and read together: see `drafts.StepDraft`."""

    __tablename__ = "own_plan"
    title: Mapped[str] = mapped_column(String(120))
    line: Mapped[str] = mapped_column(String(200))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
