"""The help card: who to call, from the resource pack that a person chose at set-up. Never guessed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts.models import Program
from ..sessions import Group, GroupSession


@dataclass(frozen=True)
class HelpCard:
    """What the card shows: `urgent` lines for the door, verified `resources`, and `overdose`, five short steps.

    `checked` is the day since when all of them are known to be right: the oldest check of any (R39).
    """

    emergency: str
    urgent: tuple[str, ...]
    resources: tuple[content.Resource, ...]
    overdose: tuple[str, ...]

    @property
    def checked(self) -> date | None:
        return min((resource.checked_on for resource in self.resources if resource.checked_on), default=None)


def help_card(session_id: UUID | None, language: str) -> HelpCard:
    """The card of the session's program; without a session, of the program this installation serves."""
    with db.reading() as tx:
        program = _program(tx, session_id)
    if program is None:
        return HelpCard("", (), (), ())
    pack = content.pack(program.resource_pack, language, program.emergency_number)
    return HelpCard(pack.emergency, pack.urgent, pack.shown(), pack.overdose)


def _program(tx: Session, session_id: UUID | None) -> Program | None:
    if session_id is None:
        programs = tx.scalars(select(Program).limit(2)).all()
        return programs[0] if len(programs) == 1 else None
    return tx.scalar(
        select(Program)
        .join(Group, Group.program_id == Program.id)
        .join(GroupSession, GroupSession.group_id == Group.id)
        .where(GroupSession.id == session_id)
    )
