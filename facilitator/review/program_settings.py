"""What an admin settles for a program: thresholds, which only rise, what it attests, and its note on redisclosure."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from .. import db
from ..accounts import Action, audit
from ..accounts.models import Program
from ..errors import Invalid

MOST_PEOPLE = 100
LONGEST_NOTE = 1000


@dataclass(frozen=True)
class ProgramSettings:
    """As the program has them. `k_live`, `k_export`: the least people behind what a room, and the program, is told."""

    name: str
    timezone: str
    k_live: int
    k_export: int
    memberships_apart: bool
    redisclosure_note: str


def settings_of(by: UUID) -> ProgramSettings:
    """Of the program that `by` is an admin of. Raises NotFound."""
    with db.reading() as tx:
        program = tx.get_one(Program, audit.program_of_admin(tx, by))
        return ProgramSettings(
            program.name, program.timezone, program.k_live, program.k_export, program.memberships_apart,
            program.redisclosure_note,
        )  # fmt: skip


def raise_thresholds(k_live: int | None, k_export: int | None, by: UUID) -> None:
    """Ask for more people. What was raised is never lowered, to show what was held back. Raises Invalid, NotFound."""

    def work(tx: Session) -> None:
        program = _managed(tx, by)
        for wanted, now in ((k_live, program.k_live), (k_export, program.k_export)):
            if wanted is None or not now <= wanted <= MOST_PEOPLE:
                raise Invalid("A threshold can be raised, up to %(most)s, and never lowered.", most=MOST_PEOPLE)
        if (k_live, k_export) != (program.k_live, program.k_export):
            program.k_live, program.k_export = k_live or program.k_live, k_export or program.k_export
            audit.record(tx, program.id, by, Action.THRESHOLD_RAISED)

    db.write(work)


def attest(by: UUID, *, apart: bool) -> None:
    """Record that nobody is in two groups of the program, or that this is not so any more (P26). Raises NotFound."""

    def work(tx: Session) -> None:
        program = _managed(tx, by)
        if program.memberships_apart != apart:
            program.memberships_apart = apart
            audit.record(tx, program.id, by, Action.ATTESTED if apart else Action.ATTESTATION_ENDED)

    db.write(work)


def set_note(note: str, by: UUID) -> None:
    """What goes with every export about passing it on. Raises Invalid, NotFound."""
    plain = "\n".join(line.strip() for line in note.strip().splitlines())
    if len(plain) > LONGEST_NOTE:
        raise Invalid("Make the note %(most)s characters or shorter.", most=LONGEST_NOTE)

    def work(tx: Session) -> None:
        program = _managed(tx, by)
        if program.redisclosure_note != plain:
            program.redisclosure_note = plain
            audit.record(tx, program.id, by, Action.SETTINGS_CHANGED)

    db.write(work)


def _managed(tx: Session, by: UUID) -> Program:
    return tx.get_one(Program, audit.program_of_admin(tx, by))
