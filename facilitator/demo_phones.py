"""How a pretend phone behaves in a rehearsal: it writes or passes, sometimes drops, and comes back.

Four of them have a part to play, once in each session: one writes what worries, one comes late, one falls asleep
while the others write, and one asks to be found.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - pretend people

import gevent

from .demo_words import SAID, WORRYING
from .rehearsal import PretendPhone, Turned

log = logging.getLogger(__name__)

PASSES, DROPS, SECOND = 0.2, 0.15, 0.3  # chances: to pass, to lose the signal while writing, to send one more
LOOKS = 2.0  # seconds between looks at the stage
WORRIES, LATE, SLEEPS, CALLS = PARTS = ("worries", "late", "sleeps", "calls")


@dataclass(frozen=True)
class OpenRoom:
    """What somebody in the room knows: the code on the wall, and whether writing has begun there."""

    code: str
    writing_began: bool


@dataclass
class Person:
    """One pretend phone and who holds it. `part` is one of PARTS, or empty."""

    address: str
    chance: Random
    part: str = ""
    phone: PretendPhone = field(init=False)
    began: bool = field(init=False)
    worried: bool = field(init=False)
    answered: set[str] = field(init=False)

    def live(self, open_room: Callable[[], OpenRoom | None]) -> None:
        """For ever: from room to room as they open."""
        while True:
            try:
                self._one_session(open_room)
            except Turned as no:
                log.info("pretend_phone_turned_away", extra={"failure": str(no.status)})
            gevent.sleep(LOOKS)

    def _one_session(self, open_room: Callable[[], OpenRoom | None]) -> None:
        room = open_room()
        if room is None or (self.part == LATE and not room.writing_began):
            return
        self.take_a_seat()
        gevent.sleep(self.chance.uniform(0.5, 6))
        self.phone.join(room.code)
        self.phone.connect()
        while (stage := self.phone.stage())["state"] != "ended":
            if stage["writing"] == "open" and stage["step"] not in self.answered:
                self.take_part(stage)
            self.phone.listen(LOOKS + self.chance.random())
        self.phone.drop()

    def take_a_seat(self) -> None:
        """Begin a session with nothing said and nothing played."""
        self.phone, self.began, self.worried, self.answered = PretendPhone(self.address), False, False, set()

    def take_part(self, stage: dict[str, str]) -> None:
        """Do what this person does when writing is open on `stage`."""
        self.answered.add(stage["step"])
        first, self.began = not self.began, True
        if self.part == SLEEPS and first:
            return self._sleep()
        self._answer(stage)
        if self.part == CALLS and first:
            self._ask_to_be_found()

    def _answer(self, stage: dict[str, str]) -> None:
        step = stage["step"]
        gevent.sleep(self.chance.uniform(2, 15))
        if self.chance.random() < DROPS:
            self.phone.drop()
            gevent.sleep(self.chance.uniform(3, 8))
            self.phone.connect()
        if self.part == WORRIES and stage["kind"] == "collect" and not self.worried:
            self.phone.share(step, WORRYING)
            self.worried = True
        elif self.chance.random() < PASSES:
            self.phone.pass_on(step)
        elif stage["kind"] in ("scale", "poll"):
            self.phone.answer(step, self.chance.randrange(self.phone.choices()))
        else:
            self._share(step)

    def _share(self, step: str) -> None:
        self.phone.share(step, self.chance.choice(SAID))
        if self.chance.random() < SECOND:
            gevent.sleep(self.chance.uniform(2, 6))
            self.phone.share(step, self.chance.choice(SAID))

    def _sleep(self) -> None:
        """The screen goes dark: no socket and no question, until a hand wakes it."""
        self.phone.drop()
        gevent.sleep(self.chance.uniform(20, 40))
        self.answered.clear()
        self.phone.connect()

    def _ask_to_be_found(self) -> None:
        gevent.sleep(self.chance.uniform(3, 10))
        self.phone.ask_to_be_found()


def part_of(number: int, phones: int) -> str:
    """The part of phone `number` of so many: the first ones, and only when as many others stay ordinary."""
    return PARTS[number] if number < len(PARTS) <= phones - len(PARTS) else ""
