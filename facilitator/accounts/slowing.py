"""Wrong sign-ins slow down whoever makes them, and nobody is locked out of a browser they know.

Counted in memory by place, by name, and by both. A place that guesses is asked to wait. A name that is guessed at
from many places answers ever more slowly, and after a hundred tries in an hour not at all, save in a browser where
its owner has signed in before: that has tries of its own, which no stranger can use up. Codes of six digits can be
guessed by whoever has the password, so after many wrong ones an account takes backup codes alone for a while.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import TooMany, for_people
from ..privacy.throttle import Failures
from .models import sign_in_name
from .passwords import WrongPassword

PAUSES_S = (2.0, 4.0, 8.0, 16.0)  # as wrong sign-ins for one name add up in an hour
FIRST, EACH = 20, 15  # wrong ones for a name in an hour: before the first pause, and before each longer one
STRANGERS, KNOWN = 70, 30  # tries for a name in an hour: from browsers never seen with it, and from the others
ELSEWHERE = for_people("Too many tries for this name. Sign in where you have signed in before, or wait an hour.")


class WrongSignIns:
    """The wrong sign-ins, at all processes on one Redis. A place is what `throttle.place_of` makes of an address."""

    def __init__(self) -> None:
        self._at_a_place = Failures("20 per minute", kind="sign-in at a place")
        self._for_a_name_at_a_place = Failures("5 per minute", kind="sign-in for a name at a place")
        steps = [FIRST + EACH * more for more in range(len(PAUSES_S))]
        self._for_a_name = [Failures(f"{wrong} per hour", kind="sign-in for a name") for wrong in steps]
        self._tries = {
            False: Failures(f"{STRANGERS} per hour", kind="try of a stranger"),
            True: Failures(f"{KNOWN} per hour", kind="try of a browser that is known"),
        }
        self._codes_for_a_name = Failures("30 per hour", kind="code for a name")

    @contextmanager
    def counted(self, name: str, place: str, *, known: bool) -> Iterator[None]:
        """Around a check of a password: counts a wrong one. Raises TooMany while this place has to wait.

        `known`: its owner has signed in from this browser before.
        """
        with self._paced(name, place):
            self._tries[known].take(sign_in_name(name), ELSEWHERE)
            yield

    @contextmanager
    def _paced(self, name: str, place: str) -> Iterator[None]:
        who = sign_in_name(name)
        self._at_a_place.check(place)
        self._for_a_name_at_a_place.check(f"{place} {who}")
        try:
            yield
        except WrongPassword:
            self._at_a_place.count(place)
            self._for_a_name_at_a_place.count(f"{place} {who}")
            for counted in self._for_a_name:
                counted.count(who)
            raise

    @contextmanager
    def code_counted(self, name: str, place: str, *, backup: bool) -> Iterator[None]:
        """The same around a check of a code. Raises TooMany, for what is not a backup code, after many wrong ones."""
        who = sign_in_name(name)
        if not backup:
            self._codes_for_a_name.check(who)
        with self._paced(name, place):
            try:
                yield
            except WrongPassword:
                self._codes_for_a_name.count(who)
                raise

    def pause_of(self, name: str) -> float:
        """Seconds before a try for `name` is looked at: none, until it is guessed at from many places."""
        who, reached = sign_in_name(name), 0.0
        for counted, pause in zip(self._for_a_name, PAUSES_S, strict=True):
            try:
                counted.check(who)
            except TooMany:
                reached = pause
        return reached
