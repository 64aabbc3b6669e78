"""What set-up has to know, what each answer may be, and the program that comes of it."""

import re
import zoneinfo
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts import Account, Action, Program, audit, passwords
from ..errors import Invalid, NotFound

EMERGENCY_NUMBER = re.compile(r"[0-9+*#][0-9 +*#().-]{1,18}")
LONGEST_NAME = 80


@dataclass(frozen=True)
class Answers:
    """What set-up needs to know. `emergency` is empty where the pack has a number of its own (R39)."""

    program: str
    pack: str
    emergency: str
    timezone: str
    admin: str


def known_pack(text: str) -> str:
    if text not in content.packs():
        raise Invalid("Choose one of: %(packs)s.", packs=", ".join(content.packs()))
    return text


def asks_for_number(pack: str) -> bool:
    """Whether the pack leaves the number for danger to life to the program."""
    return not content.pack(pack, "en").ready


def short(text: str) -> str:
    plain = " ".join(text.split())
    if not 0 < len(plain) <= LONGEST_NAME:
        raise Invalid("Write 1 to %(most)s characters.", most=LONGEST_NAME)
    return plain


def zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise Invalid("There is no such time zone. Write it like America/Denver or Europe/Madrid.")
    return text


def number(text: str) -> str:
    if not EMERGENCY_NUMBER.fullmatch(text):
        raise Invalid("Write the number as people dial it.")
    return text


def establish(answers: Answers, password: str, *, must_change: bool) -> UUID:
    """Make the program and its first account, an admin who also facilitates, or neither; returns the account's id.

    Raises Invalid for a password that is no good, NotFound where there is a program already.
    """
    passwords.check(password, answers.admin)
    hashed = passwords.hash_of(password)

    def work(tx: Session) -> UUID:
        if tx.get_bind().dialect.name == "postgresql":  # another process may be setting up, too
            tx.execute(text("LOCK TABLE program IN EXCLUSIVE MODE"))
        if has_program(tx):
            raise NotFound
        program = Program(
            id=db.new_id(), name=answers.program, resource_pack=answers.pack,
            emergency_number=answers.emergency, timezone=answers.timezone,
        )  # fmt: skip
        account = Account(id=db.new_id(), program_id=program.id, name=answers.admin, password_hash=hashed)
        account.must_change_password = must_change
        account.is_admin = account.facilitates = True
        tx.add_all((program, account))
        tx.flush()
        audit.record_own(tx, account.id, Action.SET_UP)
        return account.id

    return db.write(work)


def has_program(tx: Session) -> bool:
    return tx.scalar(select(Program.id).limit(1)) is not None
