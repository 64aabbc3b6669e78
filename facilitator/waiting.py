"""Work on its way to the one writer: in its order, and never for ever."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gevent.event import AsyncResult
from gevent.queue import Queue
from sqlalchemy.orm import Session

from . import events
from .errors import Busy

WAITING = 4000  # pieces that may wait before a sender is told to come back
PATIENCE = 4.0  # seconds that a piece may wait for its turn before its sender is told to come back


@dataclass
class Piece:
    """One piece of work, and what came of it."""

    work: Callable[[Session], Any]
    answer: "AsyncResult[Any]" = field(default_factory=AsyncResult)
    result: Any = None
    failure: BaseException | None = None
    begun: bool = False
    given_up: bool = False
    facts: list[events.Fact] = field(default_factory=list)


class Line:
    """Pieces that wait for the writer."""

    def __init__(self) -> None:
        self._queue: Queue[Piece] = Queue()

    @property
    def full(self) -> bool:
        return bool(self._queue.qsize() >= WAITING)

    def answer(self, piece: Piece) -> Any:
        """Wait for the piece's turn, and what the writer answers.

        Raises that, and Busy when the turn does not come: then it is never run. One that has begun is waited for,
        because it may have been committed: how long that can take, the database limits (`engines`).
        """
        self._queue.put(piece)
        piece.answer.wait(PATIENCE)
        if not piece.begun:
            piece.given_up = True
            raise Busy
        return piece.answer.get()

    def next(self, most: int) -> list[Piece]:
        """Wait for something, and take what has arrived; nothing where all of it was given up."""
        arrived = [self._queue.get()]
        while len(arrived) < most and not self._queue.empty():
            arrived.append(self._queue.get())
        batch = [piece for piece in arrived if not piece.given_up]
        for piece in batch:
            piece.begun = True
        return batch
