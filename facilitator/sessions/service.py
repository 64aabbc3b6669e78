"""Commands on a live session. Each is one piece of work for the writer and finds through the owner inside it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import db
from ..accounts import Action, audit
from ..db import tell
from ..errors import Invalid, NotFound, Refused
from ..privacy.coarsen import week_of
from ..privacy.keys import keys
from .agenda import agenda_of
from .facts import DeskChanged, SeatsVoided, StageChanged
from .groups import led_by
from .models import Group, GroupSession, Step
from .seats import new_code

MOST_PEOPLE = 500
Act = Callable[[GroupSession], Any]
Fact = type[StageChanged] | type[DeskChanged]
Found = Callable[[Session, UUID, UUID], GroupSession]


def led(tx: Session, session_id: UUID, by: UUID) -> GroupSession:
    """The session, locked for change, when account `by` facilitates its group. Raises NotFound."""
    group_session = tx.scalar(
        select(GroupSession).where(GroupSession.id == session_id, _facilitated_by(by)).with_for_update(of=GroupSession)
    )
    if group_session is None:
        raise NotFound
    return group_session


def leading(tx: Session, session_id: UUID, by: UUID) -> GroupSession:
    """The session, when `by` may move its stage: facilitates the group, and nobody else leads now (R14).

    Raises Refused, NotFound.
    """
    group_session = led(tx, session_id, by)
    group_session.expect_led_by(by)
    return group_session


def led_reading(tx: Session, session_id: UUID, by: UUID) -> UUID:
    """The session's id, when `by` facilitates its group: to read, without a lock. Raises NotFound."""
    found = tx.scalar(select(GroupSession.id).where(GroupSession.id == session_id, _facilitated_by(by)))
    if found is None:
        raise NotFound
    return found


def prepare(group_id: UUID, by: UUID, *, plan: str = "", prompt: str = "", language: str, floor: int) -> UUID:
    """A session made ready from a plan or one prompt; it already has its code. Returns its id.

    Raises NotFound for a group that `by` does not facilitate, Invalid for an unknown plan or prompt.
    """
    title, steps = agenda_of(plan, prompt, language, by)

    def work(tx: Session) -> UUID:
        group = tx.scalar(select(Group).where(Group.id == group_id, led_by(by)))
        if group is None:
            raise NotFound
        if group.archived:
            raise Refused("This group is archived. Bring it back first.")
        group_session = GroupSession(
            id=db.new_id(), group_id=group.id, title=title, week=week_of(date.today()), code=new_code(), floor=floor
        )
        group_session.steps = [Step(position=position, **step) for position, step in enumerate(steps)]
        tx.add(group_session)
        return group_session.id

    return db.write(work)


def open_room(session_id: UUID, turn: int, by: UUID, *, agreed: bool) -> None:
    """Make the code live once the agreements are ticked (R4). Raises Refused, Stale, Ended, NotFound."""
    folder = keys()
    holding, review = folder.make(), folder.make()

    def act(group_session: GroupSession) -> None:
        group_session.open_room(agreed=agreed, holding_key=holding, review_key=review, leader_id=by)

    try:
        _on_stage(session_id, turn, by, act, Action.SESSION_OPENED)
    except Exception:
        folder.destroy(holding, review)
        raise


def push_step(session_id: UUID, step_id: UUID, turn: int, by: UUID) -> None:
    """Show the step on every screen, also again. Raises Refused, Stale, Ended, NotFound."""
    _on_stage(session_id, turn, by, lambda group_session: group_session.show(step_of(group_session, step_id)))


def skip_step(session_id: UUID, step_id: UUID, turn: int, by: UUID) -> None:
    """Skip a step ahead, or put a skipped one back."""
    _on_stage(session_id, turn, by, lambda group_session: group_session.skip(step_of(group_session, step_id)))


def move_step(session_id: UUID, step_id: UUID, turn: int, by: UUID, *, places: int) -> None:
    """Move a step that is ahead by -1 or 1 places."""
    if places not in (-1, 1):
        raise Invalid("A step moves one place at a time.")
    _on_stage(
        session_id, turn, by, lambda group_session: group_session.reorder(step_of(group_session, step_id), places)
    )


def open_writing(session_id: UUID, step_id: UUID, turn: int, by: UUID) -> None:
    """Open the step's writing window under a new key, on disk before the window exists."""
    folder = keys()
    window = folder.make()

    def act(group_session: GroupSession) -> None:
        step = _current(group_session, step_id)
        if step.too_few:
            raise Refused("What was sent is waiting for the end of the session. Show the step again later.")
        if group_session.asked_for_good(step):
            raise Refused("The group has answered this. You can show the answers again.")
        step.open_writing(window)
        group_session.move()

    try:
        _on_stage(session_id, turn, by, act)
    except Exception:
        folder.destroy(window)
        raise


def set_timer(session_id: UUID, step_id: UUID, turn: int, by: UUID, *, do: str, minutes: int = 0) -> None:
    """Pause, resume, add one minute to the step's timer, or set it to `minutes` from now (R11, R13)."""
    acts: dict[str, Callable[[Step], None]] = {
        "pause": Step.pause,
        "resume": Step.resume,
        "add": lambda step: step.add_minutes(1),
        "set": lambda step: step.set_minutes(minutes),
    }
    if do not in acts:
        raise Invalid("A timer can pause, resume, get a minute more, or be set.")

    def act(group_session: GroupSession) -> None:
        acts[do](_current(group_session, step_id))
        group_session.move()

    _on_stage(session_id, turn, by, act)


def lock(session_id: UUID, by: UUID, *, locked: bool) -> None:
    """Close or open the door: a locked room takes no new phones."""
    _on_desk(session_id, by, lambda group_session: group_session.lock(locked), StageChanged, found=leading)


def replace_code(session_id: UUID, by: UUID) -> None:
    """A new code; every seat is void and everyone joins again. Drafts stay on the phones."""

    def work(tx: Session) -> None:
        group_session = leading(tx, session_id, by)
        group_session.replace_code(new_code())
        tell(tx, SeatsVoided(session_id))
        tell(tx, StageChanged(session_id))

    db.write(work)


def take_over(session_id: UUID, by: UUID) -> None:
    """Lead the session from now on: a press of their own, never by itself (R14). Raises Refused, Ended, NotFound."""
    _on_desk(session_id, by, lambda group_session: group_session.take_over(by))


def set_head_count(session_id: UUID, by: UUID, *, people: int) -> None:
    """How many people the facilitator counts in the room (R6)."""
    if not 0 <= people <= MOST_PEOPLE:
        raise Invalid("Write how many people are in the room, 0 to %(most)s.", most=MOST_PEOPLE)

    def act(group_session: GroupSession) -> None:
        group_session.head_count = people
        group_session.touch()

    _on_desk(session_id, by, act)


def step_of(group_session: GroupSession, step_id: UUID) -> Step:
    """The session's step. Raises NotFound."""
    step = group_session.step(step_id)
    if step is None:
        raise NotFound
    return step


def _current(group_session: GroupSession, step_id: UUID) -> Step:
    step = step_of(group_session, step_id)
    if step.id != group_session.current_step_id:
        raise Refused("That step is not on now.")
    return step


def _on_stage(session_id: UUID, turn: int, by: UUID, act: Act, logged: Action | None = None) -> None:
    """One move of the stage, refused when the stage has moved since `turn`. `logged`: what the log calls it."""

    def work(tx: Session) -> None:
        group_session = leading(tx, session_id, by)
        group_session.expect(turn)
        act(group_session)
        if logged is not None:
            audit.record(tx, group_session.group.program_id, by, logged)
        tell(tx, StageChanged(session_id))

    db.write(work)


def _on_desk(session_id: UUID, by: UUID, act: Act, fact: Fact = DeskChanged, found: Found = led) -> None:
    def work(tx: Session) -> None:
        act(found(tx, session_id, by))
        tell(tx, fact(session_id))

    db.write(work)


def _facilitated_by(account_id: UUID) -> Any:
    return led_by(account_id, GroupSession.group_id)
