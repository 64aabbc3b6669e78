"""The program's resource pack as its admin sees it: what is in it, and what nobody has checked for too long (R39).

A pack is chosen by a person at set-up and changed by a person here; nothing about a visitor chooses one. What is old
is still shown: an old number is better than none.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from .. import content, db
from ..accounts import Action, audit
from ..accounts.models import Account, Program
from ..errors import Invalid, NotFound

STALE = timedelta(days=90)
NUMBER = re.compile(r"[0-9+*#][0-9 +*#-]{1,18}")


@dataclass(frozen=True)
class Listed:
    """One entry of the pack. `stale`: shown to people, and not checked for more than 90 days."""

    resource: content.Resource
    stale: bool


@dataclass(frozen=True)
class PackPage:
    """The program's pack; `own_number` is the emergency number the program filled in, if it did."""

    pack: content.ResourcePack
    own_number: str
    listed: tuple[Listed, ...]

    @property
    def stale(self) -> tuple[Listed, ...]:
        return tuple(one for one in self.listed if one.stale)


def pack_of(program_id: UUID, language: str, today: date | None = None) -> PackPage:
    """Raises NotFound."""
    with db.reading() as tx:
        program = tx.get(Program, program_id)
        if program is None:
            raise NotFound
    pack = content.pack(program.resource_pack, language, program.emergency_number)
    day = today or date.today()
    listed = tuple(Listed(resource, is_stale(resource, day)) for resource in pack.resources)
    return PackPage(pack, program.emergency_number, listed)


def is_stale(resource: content.Resource, today: date) -> bool:
    """Whether it is shown to people and nobody has checked it for more than 90 days (R39)."""
    return resource.verified and (resource.checked_on is None or today - resource.checked_on > STALE)


def choose_pack(pack_id: str, emergency: str, by: UUID) -> None:
    """Change the program's pack, and its own emergency number; an admin's choice. Raises Invalid, NotFound."""
    if pack_id not in content.packs():
        raise Invalid("Choose one of the packs on the list.")
    number = " ".join(emergency.split())
    if number and not NUMBER.fullmatch(number):
        raise Invalid("Write the number as people dial it.")
    if not content.pack(pack_id, "en", number).ready:
        raise Invalid("Write the number people call when a life is in danger.")

    def work(tx: Session) -> None:
        account = tx.get(Account, by)
        if account is None or not (account.is_admin and account.active):
            raise NotFound
        program = tx.get_one(Program, account.program_id)
        program.resource_pack, program.emergency_number = pack_id, number
        audit.record(tx, program.id, by, Action.SETTINGS_CHANGED)

    db.write(work)
