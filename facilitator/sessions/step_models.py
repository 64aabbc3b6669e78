"""A step of a live session: where it stands, its window for writing or answers, and its timer."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, new_id
from ..errors import Invalid, Refused
from ..moments import now_ms
from ..privacy.suppress import FEW

if TYPE_CHECKING:
    from .models import GroupSession

AHEAD, SHOWN, WRITING, CLOSED, REVEALED, DONE, SKIPPED = (
    "ahead", "shown", "writing", "closed", "revealed", "done", "skipped",
)  # fmt: skip
COLLECT, SCALE, POLL = "collect", "scale", "poll"
SCALE_ANSWERS = 11  # 0 to 10
LONGEST_TIMER = 240  # minutes, as long as a step of a plan


class Step(Base):
    """One thing on the agenda, live. Its words are a copy, so that editing a prompt changes no session.

    `hard_end` is a scale's: low or high (R44). `result` is what closing left of the answers to a scale or a poll:
    bands in words, and no answer (P10); `strategies.answers` says what is in it.
    """

    __tablename__ = "step"
    __table_args__ = (Index("ix_step_group_session_id", "group_session_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    safety_note: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    examples: Mapped[list[str]] = mapped_column(JSON, default=list)
    prompt_id: Mapped[str | None] = mapped_column(String(40))
    hard_end: Mapped[str | None] = mapped_column(String(4))
    minutes: Mapped[int] = mapped_column()
    phones_up: Mapped[bool] = mapped_column(default=False)
    cross_talk: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default=AHEAD)
    window_key: Mapped[str | None] = mapped_column(String(32))
    too_few: Mapped[bool] = mapped_column(default=False)
    ends_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    paused_ms: Mapped[int | None] = mapped_column()
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    group_session: Mapped["GroupSession"] = relationship(back_populates="steps")

    @property
    def collects(self) -> bool:
        return self.kind == COLLECT

    @property
    def asks(self) -> bool:
        """Whether its window takes answers to choose from, and not words."""
        return self.kind in (SCALE, POLL)

    @property
    def answers(self) -> int:
        """How many answers there are to choose from."""
        return {SCALE: SCALE_ANSWERS, POLL: len(self.options)}.get(self.kind, 0)

    @property
    def answered(self) -> bool:
        """Whether enough have answered to tell the group something."""
        return self.result is not None and self.result["state"] != FEW

    @property
    def writing(self) -> bool:
        return self.state == WRITING

    def come_on(self) -> None:
        """Shown now, also again; its timer starts."""
        if self.state in (SHOWN, WRITING):
            raise Refused("That step is on already.")
        self.state = SHOWN
        self._start_timer()

    def open_writing(self, window_key: str) -> None:
        if not (self.collects or self.asks):
            raise Refused("This step has no writing.")
        if self.state not in (SHOWN, CLOSED, REVEALED):
            raise Refused("Writing is open already.") if self.writing else Refused("Show the step first.")
        self.state, self.window_key, self.too_few = WRITING, window_key, False
        self._start_timer()

    def close_writing(self, *, too_few: bool) -> None:
        """Writing ends. With too few voices the window keeps its key until the end of the session."""
        if not self.writing:
            raise Refused("Writing is not open.")
        self.state, self.too_few = CLOSED, too_few
        if not too_few:
            self.window_key = None
        self._stop_timer()

    def reveal(self) -> None:
        again = self.state == SHOWN and self.answered
        if self.state not in (CLOSED, REVEALED) and not again:
            raise Refused("Close writing first.")
        self.state = REVEALED

    def same_question(self, other: "Step") -> bool:
        """Whether both ask the same scale or poll."""
        return self is other or (self.kind == other.kind and self.prompt_id == other.prompt_id is not None)

    def leave(self) -> None:
        if self.writing:
            raise Refused("Close writing first.")
        self.state = DONE
        self._stop_timer()

    def pause(self) -> None:
        if self.ends_at_ms is None:
            raise Refused("The timer is not running.")
        self.paused_ms, self.ends_at_ms = max(0, self.ends_at_ms - now_ms()), None

    def resume(self) -> None:
        if self.paused_ms is None:
            raise Refused("The timer is not paused.")
        self.ends_at_ms, self.paused_ms = now_ms() + self.paused_ms, None

    def set_minutes(self, minutes: int) -> None:
        """So many minutes from now, and the timer runs. Raises Invalid, Refused."""
        if not 1 <= minutes <= LONGEST_TIMER:
            raise Invalid("A timer runs for 1 to %(most)s minutes.", most=LONGEST_TIMER)
        if self.ends_at_ms is None and self.paused_ms is None:
            raise Refused("The timer is not running.")
        self.ends_at_ms, self.paused_ms = now_ms() + minutes * 60_000, None

    def add_minutes(self, minutes: int) -> None:
        """More time, counted from now where the time was up already."""
        if self._left_ms() + minutes * 60_000 > LONGEST_TIMER * 60_000:
            raise Refused("A timer runs for 1 to %(most)s minutes.", most=LONGEST_TIMER)
        if self.paused_ms is not None:
            self.paused_ms += minutes * 60_000
        elif self.ends_at_ms is not None:
            self.ends_at_ms = max(self.ends_at_ms, now_ms()) + minutes * 60_000
        else:
            raise Refused("The timer is not running.")

    def _left_ms(self) -> int:
        return self.paused_ms or max(0, (self.ends_at_ms or 0) - now_ms())

    def _start_timer(self) -> None:
        self.ends_at_ms, self.paused_ms = now_ms() + self.minutes * 60_000, None

    def _stop_timer(self) -> None:
        self.ends_at_ms = self.paused_ms = None
