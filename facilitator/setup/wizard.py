"""Set-up in the browser: only while there is no program, and only for who reads the server's terminal.

The code on the terminal is made from the installation's secret, so every process and every start has the same one,
and it is written nowhere. Once there is a program, nothing of this can be reached again.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping

from sqlalchemy import inspect

from .. import db
from ..accounts import Program, passwords
from ..errors import DomainError, Invalid, for_people
from ..privacy.receipts import word_list
from ..privacy.throttle import Failures
from . import answers
from .answers import Answers

WORDS = 6  # of more than 7,132: 76 bits
WRONG_CODE = for_people("That is not the code on the terminal. Check each word.")
NOT_THE_SAME = for_people("The two new passwords are not the same.")
NOT_READ = for_people("Read how long things are kept, then tick this.")


class Wrong(Invalid):
    """What was typed cannot be used. `fields`: what to change, by the name of the field."""

    def __init__(self, fields: Mapping[str, DomainError]) -> None:
        super().__init__("Look at what is marked, and try again.")
        self.fields = dict(fields)


class SetUp:
    """The offer to set up an installation that is still empty."""

    def __init__(self, secret_key: str) -> None:
        self.code = code_of(secret_key)
        self._wrong = Failures("10 per minute", kind="set-up")
        self._over = False

    @property
    def over(self) -> bool:
        """Whether there is a program. Once there is, there always is."""
        if not self._over:
            with db.reading() as tx:
                self._over = answers.has_program(tx)
        return self._over

    def check_code(self, typed: str, place: str) -> None:
        """Raises Wrong for another code, TooMany for a place that has guessed too often."""
        self._wrong.check(place)
        if not hmac.compare_digest(" ".join(typed.casefold().split()).encode(), self.code.encode()):
            self._wrong.count(place)
            raise Wrong({"code": Invalid(WRONG_CODE)})


def code_of(secret_key: str) -> str:
    """Plain words, as they stand on the terminal."""
    made = int.from_bytes(hmac.digest(secret_key.encode(), b"set-up in the browser", hashlib.sha256))
    words = word_list()
    return " ".join(words[made // len(words) ** place % len(words)] for place in range(WORDS))


def is_empty() -> bool:
    """Whether the database has its tables, and no program."""
    if not inspect(db.database().reader).has_table(Program.__tablename__):
        return False
    with db.reading() as tx:
        return not answers.has_program(tx)


def read(typed: Mapping[str, str]) -> tuple[Answers, str]:
    """The answers and the password in a form that was filled in. Raises Wrong, naming every field at once."""
    wrong: dict[str, DomainError] = {}

    def field(name: str, check: Callable[[str], str]) -> str:
        try:
            return check(typed.get(name, "").strip())
        except Invalid as reason:
            wrong[name] = reason
            return ""

    pack = field("pack", answers.known_pack)
    emergency = field("emergency", answers.number) if pack and answers.asks_for_number(pack) else ""
    program, timezone = field("program", answers.short), field("timezone", answers.zone)
    admin = field("admin", answers.short)
    new = typed.get("new", "")
    if new != typed.get("again", ""):
        wrong["again"] = Invalid(NOT_THE_SAME)
    field("new", lambda _: _good(new, admin))
    if typed.get("kept") != "1":
        wrong["kept"] = Invalid(NOT_READ)
    if wrong:
        raise Wrong(wrong)
    return Answers(program, pack, emergency, timezone, admin), new


def _good(password: str, name: str) -> str:
    passwords.check(password, name)
    return password
