"""A group session through the real routes and services, at a made-up pace, watched and copied as it runs.

Eight to fourteen phones; most write one to three texts in a burst, some pass, some lose their signal and come late,
some take back, now and then a text calls for help. Only the clock is made up.
"""

import random
from collections.abc import Callable
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select

from facilitator import db, strategies
from facilitator.errors import DomainError
from facilitator.live import clock
from facilitator.live.broadcasts import Broadcasts
from facilitator.live.presence import CONSOLE, SCREEN, Place
from facilitator.strategies import wishes
from facilitator.strategies.models import Strategy
from tests.cast import Cast, Phone, Room

from . import broken
from .canaries import letters
from .copies import Copy, Disk
from .loot import Loot, Pace, Screens, Text

WORDS = ("walk", "call", "cold", "water", "breathe", "wait", "dishes", "music", "bus", "tea", "garden", "early", "list")
DARK = "some days i dont want to be here anymore"
TICK = 10.0
WRITING = 400.0  # seconds; one person's texts come seconds apart, which is what an attacker hopes for


class Meeting:
    """One session and its phones."""

    def __init__(self, app: Flask, cast: Cast, disk: Disk, pace: Pace, chance: random.Random) -> None:
        self._app, self._disk, self._pace, self._chance = app, disk, pace, chance
        self._broadcasts: Broadcasts = app.extensions["broadcasts"]
        self._screens = Screens(pace)
        self._broadcasts._socketio = self._screens
        self._room = Room.opened(cast, plan=chance.choice("AB"))
        self._desk = Place(self._room.session_id, CONSOLE, "en", cast.ana.hex)
        self._wall = Place(self._room.session_id, SCREEN, "en")
        self._phones = [Phone(app) for _ in range(chance.randint(8, 14))]
        self._step = self._room.steps("collect")[0]
        self._texts: list[Text] = []
        self._copies: list[Copy] = []
        self._rows: dict[str, tuple[str, str]] = {}
        self._versions: dict[str, tuple[float, float]] = {}
        self._due: list[tuple[float, Callable[[], object]]] = []

    def run(self) -> Loot:
        """From the door to the end of the review."""
        self._disk.begin()
        with patch.object(wishes, "time", self._pace):
            self._arrive()
            self._ask_first()
            self._write()
            self._review()
            self._reveal()
            self._come_late()
            self._end()
        shown = [text for text in self._texts if any(text.mark in frame.html for frame in self._screens.frames)]
        return Loot(shown, self._screens.frames, self._copies, self._rows, self._versions)

    def _arrive(self) -> None:
        self._broadcasts.presence.arrive("desk", self._desk)
        self._broadcasts.presence.arrive("wall", self._wall)
        for phone in self._phones:
            assert phone.join(self._room.code).status_code == 303
            self._after(self._chance.expovariate(1 / 4), phone.client.get, "/room/fragments")
        self._play()

    def _ask_first(self) -> None:
        """A scale or a poll before the writing."""
        asked = [*self._room.steps("scale"), *self._room.steps("poll")][:1]
        for step in asked:
            self._room.open_writing(step)
            for phone in self._phones:
                act = phone.pass_on if self._chance.random() < 0.15 else phone.answer
                more = () if act == phone.pass_on else (self._chance.randrange(4),)
                self._after(self._chance.uniform(0, 40), act, step, *more)
            self._play()
            self._room.close_writing(step)

    def _write(self) -> None:
        self._room.open_writing(self._step)
        self._late = self._chance.sample(range(len(self._phones)), self._chance.choice((0, 4, 5)))
        for author in range(len(self._phones)):
            self._burst(author, "written", 0.85)
        for _ in range(3):
            self._after(self._chance.uniform(5, WRITING), self._copy)
        self._play()
        self._room.close_writing(self._step)
        broken.publish(self._chance)
        self._copy()

    def _burst(self, author: int, batch: str, likely: float) -> None:
        """One to three texts with exponential gaps, or a pass."""
        at = self._chance.uniform(0, WRITING)
        if self._chance.random() > likely:
            self._after(at, self._phones[author].pass_on, self._step)
            return
        for _ in range(self._chance.randint(1, 3)):
            self._after(at, self._send, author, batch)
            at += 1 + self._chance.expovariate(1 / 4)

    def _send(self, author: int, batch: str) -> None:
        mark = f"zq{letters()}"
        begun = DARK if self._chance.random() < 0.03 else ""
        words = " ".join([begun, *self._chance.choices(WORDS, k=self._chance.randint(2, 20)), mark]).strip()
        text = Text(author, batch, words, mark)
        phone = self._phones[author]
        answer = phone.send(self._step, text=words, share_beyond=self._chance.random() < 0.3)
        assert answer.status_code == 201, answer.text
        if self._chance.random() < 0.05:
            phone.send_again()
        text.naive = broken.store(text.naive_mark, text.pending_mark, self._pace.now)
        self._texts.append(text)
        if self._chance.random() < 0.06:
            self._after(self._chance.uniform(3, 30), phone.take_back, self._step, words)

    def _review(self) -> None:
        """The facilitator takes the top card, again and again."""
        for item in self._room.queue():
            if item.status == strategies.models.WAITING:
                self._wait(self._chance.uniform(3, 12))
                self._decide(item)
        self._copy()

    def _decide(self, item: strategies.QueueItem) -> None:
        room, by = self._room, self._room.cast.ana
        choice = self._chance.random()
        edited = f"{item.text} and more" if choice < 0.08 else None
        try:
            if choice > 0.95:
                strategies.decline(room.session_id, item.id, by)
            elif choice > 0.9:
                strategies.hold(room.session_id, item.id, by)
            else:
                room.approve(item.text, edited)
        except DomainError:
            strategies.decline(room.session_id, item.id, by)

    def _reveal(self) -> None:
        self._room.reveal(self._step)
        self._note_rows()
        self._copy()

    def _come_late(self) -> None:
        """Phones that come back after the reveal send what they have; others take back what is on the wall."""
        for author in self._late:
            self._burst(author, "late", 1.0)
        for text in [one for one in self._texts if self._chance.random() < 0.05]:
            phone = self._phones[text.author]
            self._after(self._chance.uniform(0, 60), phone.take_back, self._step, text.words)
        self._after(75, self._copy)
        self._play()
        self._wait(120)

    def _end(self) -> None:
        self._room.end()
        self._copy()
        self._review()
        self._note_rows()
        strategies.finish_review(self._room.session_id, self._room.cast.ana)
        self._copy()
        self._broadcasts.presence.leave("desk")
        self._broadcasts.presence.leave("wall")

    def _note_rows(self) -> None:
        """What the tables say to whoever can read them."""
        with db.reading() as tx:
            found = tx.scalars(select(Strategy).where(Strategy.group_session_id == self._room.session_id)).all()
        marks = {text.mark: one for text in self._texts for one in found if text.mark in one.text}
        self._rows |= {mark: (one.id.hex, (one.take_back or b"").hex()) for mark, one in marks.items()}
        self._versions |= self._disk.versions()

    def _copy(self) -> None:
        self._copies.append(self._disk.copy())

    def _after(self, seconds: float, act: Callable[..., object], *arguments: object) -> None:
        self._due.append((self._pace.now + seconds, lambda: act(*arguments)))

    def _play(self) -> None:
        """Let everything that is due happen in its order, with the clock's ticks between."""
        while self._due:
            self._due.sort(key=lambda one: one[0])
            at, act = self._due.pop(0)
            self._wait(at - self._pace.now)
            act()

    def _wait(self, seconds: float) -> None:
        """Time passes; every ten seconds the clock of the server ticks."""
        until = self._pace.now + max(seconds, 0)
        while (tick := (self._pace.now // TICK + 1) * TICK) <= until:
            self._pace.now = tick
            self._broadcasts.tick_counts()
            clock.tick_duty(self._broadcasts)
            strategies.apply_take_backs(tick)
        self._pace.now = until
