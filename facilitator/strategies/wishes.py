"""A wish to take something back: noted now, granted a little later."""

import secrets
import time

from sqlalchemy.orm import Session

from .models import TakeBack

SOONEST, LATEST = 30, 90  # seconds: not while the one who asked still has the thumb on the glass


def wish(tx: Session, mark: bytes) -> None:
    if tx.get(TakeBack, mark) is None:
        due = int(time.time()) + SOONEST + secrets.randbelow(LATEST - SOONEST + 1)
        tx.add(TakeBack(mark=mark, due_at=due))
