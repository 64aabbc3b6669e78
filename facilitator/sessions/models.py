"""Groups and their live sessions: what a session is, and every move it can make.

    prepared -> open -> ended                          a group session
    ahead -> shown [-> writing -> closed -> revealed] -> done | skipped       a step

`turn` counts the moves of the stage: a command names the turn it saw, and is refused when the stage has moved
since. `revision` counts every committed change a screen may show.
"""

from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Account
from ..db import Base, new_id
from ..errors import Ended, Refused, Stale
from .group_models import Facilitation, Group
from .step_models import AHEAD, CLOSED, COLLECT, DONE, POLL, REVEALED, SCALE, SHOWN, SKIPPED, WRITING, Step

PREPARED, OPEN, ENDED = "prepared", "open", "ended"


class GroupSession(Base):
    """One live meeting of a group. It knows its week, and no finer time."""

    __tablename__ = "group_session"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("peer_group.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    week: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10), default=PREPARED)
    code: Mapped[str | None] = mapped_column(String(7), unique=True)
    seating: Mapped[int] = mapped_column(default=1)
    locked: Mapped[bool] = mapped_column(default=False)
    floor: Mapped[int] = mapped_column(default=4)
    revision: Mapped[int] = mapped_column(default=1)
    turn: Mapped[int] = mapped_column(default=1)
    current_step_id: Mapped[UUID | None] = mapped_column()
    holding_key: Mapped[str | None] = mapped_column(String(32))
    review_key: Mapped[str | None] = mapped_column(String(32))
    review_until_hour: Mapped[int | None] = mapped_column()
    head_count: Mapped[int | None] = mapped_column()
    k_est: Mapped[int] = mapped_column(default=0)
    leader_id: Mapped[UUID | None] = mapped_column()
    declined_for: Mapped[dict[str, int] | None] = mapped_column(JSON)
    alert: Mapped[str] = mapped_column(String(6), default="", server_default=text("''"))

    group: Mapped[Group] = relationship()
    leader: Mapped[Account | None] = relationship(
        primaryjoin="foreign(GroupSession.leader_id) == Account.id", viewonly=True
    )
    steps: Mapped[list[Step]] = relationship(
        order_by="Step.position", back_populates="group_session", cascade="all, delete-orphan"
    )

    @property
    def ended(self) -> bool:
        return self.state == ENDED

    @property
    def open(self) -> bool:
        return self.state == OPEN

    @property
    def current_step(self) -> Step | None:
        return next((step for step in self.steps if step.id == self.current_step_id), None)

    @property
    def next_step(self) -> Step | None:
        """The first step ahead, after the current one where there is one."""
        here = self.current_step.position if self.current_step else -1
        ahead = [step for step in self.steps if step.state == AHEAD]
        return next((step for step in ahead if step.position > here), ahead[0] if ahead else None)

    def step(self, step_id: UUID) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def asked_for_good(self, step: Step) -> bool:
        """Whether this poll was answered in this session: it is not opened a second time (P10)."""
        return step.kind == POLL and any(other.answered for other in self.steps if other.same_question(step))

    def expect(self, turn: int) -> None:
        """Raises Ended, or Stale when the stage has moved since `turn`."""
        if self.ended:
            raise Ended
        if turn != self.turn:
            raise Stale

    def expect_led_by(self, account_id: UUID) -> None:
        """Raises Refused while somebody else leads: one facilitator at a time moves the stage (R14)."""
        if self.open and self.leader is not None and self.leader_id != account_id:
            raise Refused("%(name)s leads this session. Take over first.", name=self.leader.name)

    def take_over(self, account_id: UUID) -> None:
        """Another facilitator of the group leads from now on: their own choice, never by itself."""
        self._must_be_open()
        self.leader_id = account_id
        self.touch()

    def touch(self) -> None:
        """Something a screen may show has changed."""
        self.revision += 1

    def move(self) -> None:
        """The stage has moved: commands from older screens are stale."""
        self.turn += 1
        self.touch()

    def open_room(self, *, agreed: bool, holding_key: str, review_key: str, leader_id: UUID | None = None) -> None:
        """Make the join code live, once the agreements were read out and ticked (R4). Who opens it leads."""
        if self.state != PREPARED:
            raise Refused("The room is already open.")
        if not self.group.supervisor_settled:
            raise Refused("Add a supervisor's contact to the group first, or waive it there.")
        if not agreed:
            raise Refused("Read the agreements to the group and tick them first.")
        self.state, self.holding_key, self.review_key = OPEN, holding_key, review_key
        self.leader_id = leader_id
        self.move()

    def show(self, step: Step) -> None:
        """Put `step` on every screen. Whatever was on before is done."""
        self._must_be_open()
        self._leave_current()
        step.come_on()
        self.current_step_id = step.id
        self.move()

    def skip(self, step: Step) -> None:
        self._must_be_open()
        if step.state not in (AHEAD, SKIPPED):
            raise Refused("That step has already been on.")
        step.state = AHEAD if step.state == SKIPPED else SKIPPED
        self.move()

    def reorder(self, step: Step, by: int) -> None:
        """Move a step that is still ahead `by` places among those ahead."""
        self._must_not_have_ended()
        ahead = [other for other in self.steps if other.state in (AHEAD, SKIPPED)]
        if step not in ahead:
            raise Refused("Only a step that is still ahead can move.")
        places = sorted(other.position for other in ahead)
        index = ahead.index(step)
        ahead.insert(max(0, min(len(ahead) - 1, index + by)), ahead.pop(index))
        for other, position in zip(ahead, places, strict=True):
            other.position = position
        self.move()

    def end(self) -> None:
        """Over: the code and every seat die with it, and no exact time is kept."""
        self._must_not_have_ended()
        if self.current_step is not None:
            self._leave_current()
        self.state, self.code, self.current_step_id = ENDED, None, None
        self.move()

    def lock(self, locked: bool) -> None:
        self._must_not_have_ended()
        self.locked = locked
        self.touch()

    def replace_code(self, code: str) -> None:
        """A new code; every seat taken with the old one is void."""
        self._must_not_have_ended()
        self.code, self.seating, self.locked = code, self.seating + 1, False
        self.touch()

    def _leave_current(self) -> None:
        if (step := self.current_step) is not None:
            step.leave()

    def _must_be_open(self) -> None:
        self._must_not_have_ended()
        if not self.open:
            raise Refused("Open the room first.")

    def _must_not_have_ended(self) -> None:
        if self.ended:
            raise Ended


__all__ = [
    "AHEAD",
    "CLOSED",
    "COLLECT",
    "DONE",
    "ENDED",
    "OPEN",
    "POLL",
    "PREPARED",
    "REVEALED",
    "SCALE",
    "SHOWN",
    "SKIPPED",
    "WRITING",
    "Facilitation",
    "Group",
    "GroupSession",
    "Step",
]
