"""Getting started: the words of the page, and what a program says of itself on members' own pages (R26).

An installation that serves several programs cannot know which of them a visitor belongs to: then nothing local is told.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db
from ..accounts import Action, audit
from ..accounts.models import Account, Program
from ..content.reading import all_built, built
from ..errors import Invalid, NotFound

FILE = "starting.toml"
LONGEST_NAME, LONGEST_CONTACT = 40, 300
PLACES = ("treatment", "helpline", "naloxone")  # entries of the resource pack that belong on the page
NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{4,}[0-9]")
TOPIC = "start"  # of the prompts that are shown as questions


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Part:
    """One part of the page: a title, a line before its list, the list, and lines after it."""

    id: str
    title: str
    lines: tuple[str, ...]
    line: str = ""
    after: tuple[str, ...] = ()


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Guide:
    """The whole page in one language."""

    title: str
    line: str
    parts: dict[str, Part]


@dataclass(frozen=True)
class OwnPages:
    """What the program of this installation says on members' own pages; all empty where it has several programs.

    `app_name` is what the pages are called on a phone, `known` whether there is one program.
    """

    app_name: str = ""
    local_clinic: str = ""
    local_peer: str = ""
    resource_pack: str = ""
    emergency_number: str = ""
    known: bool = False

    @property
    def lacks(self) -> bool:
        """Whether somebody who wants to start finds nobody near to turn to (R26)."""
        return not (self.local_clinic and self.local_peer)


@cache
def guide(language: str) -> Guide:
    """The words of the page, in English where `language` has none. Raises `ContentError`."""
    file = content.file(language, FILE)
    if not file.is_file():
        return guide("en")
    where = f"{language}/{FILE}"
    fields = tomllib.loads(file.read_text(encoding="utf-8"))
    return built(Guide, fields | {"parts": all_built(Part, fields.get("parts"), where)}, where)


def places(own: OwnPages, language: str) -> list[content.Resource]:
    """Where to turn, from the resource pack of the program."""
    if not own.resource_pack:
        return []
    shown = {one.id: one for one in content.pack(own.resource_pack, language, own.emergency_number).shown()}
    return [shown[name] for name in PLACES if name in shown]


def numbers_in(words: str) -> list[str]:
    """The phone numbers that a program wrote down, so that they can be dialled by a tap."""
    return [found.strip() for found in NUMBER.findall(words)]


def questions(language: str) -> list[content.Prompt]:
    """The prompts for somebody who wants to start."""
    return [prompt for prompt in content.prompts(language).values() if prompt.topic == TOPIC]


def own_pages() -> OwnPages:
    """What the program of this installation says."""
    with db.reading() as tx:
        programs = tx.scalars(select(Program).limit(2)).all()
    return _said_by(programs[0]) if len(programs) == 1 else OwnPages()


def own_pages_of(by: UUID) -> OwnPages:
    """What the program of an admin says. Raises NotFound."""
    with db.reading() as tx:
        return _said_by(_program_of(tx, by))


def describe(app_name: str, local_clinic: str, local_peer: str, by: UUID) -> None:
    """Set what the program says on members' own pages; an admin's choice. Raises Invalid, NotFound."""
    name, clinic, peer = (" ".join(words.split()) for words in (app_name, local_clinic, local_peer))
    if len(name) > LONGEST_NAME:
        raise Invalid("Make the name 40 characters or shorter.")
    if max(len(clinic), len(peer)) > LONGEST_CONTACT:
        raise Invalid("Make each contact 300 characters or shorter.")

    def work(tx: Session) -> None:
        program = _program_of(tx, by)
        program.app_name, program.local_clinic, program.local_peer = name, clinic, peer
        audit.record(tx, program.id, by, Action.SETTINGS_CHANGED)

    db.write(work)


def _program_of(tx: Session, by: UUID) -> Program:
    account = tx.get(Account, by)
    if account is None or not (account.is_admin and account.active):
        raise NotFound
    return tx.get_one(Program, account.program_id)


def _said_by(program: Program) -> OwnPages:
    return OwnPages(
        program.app_name, program.local_clinic, program.local_peer, program.resource_pack, program.emergency_number,
        known=True,
    )  # fmt: skip
