"""How many people a session had, as one number: phones, and never more than were counted in the room (P26)."""

import pytest
from flask import Flask
from sqlalchemy import select

from facilitator import db, sessions, strategies
from facilitator.sessions import GroupSession
from tests.cast import Cast, Room


def size_of(room: Room) -> int:
    with db.reading() as tx:
        return tx.scalars(select(GroupSession.k_est).where(GroupSession.id == room.session_id)).one()


@pytest.mark.proves("P26")
@pytest.mark.parametrize(("phones", "people", "size"), [(9, None, 9), (9, 7, 7), (5, 12, 5)])
def test_the_size_is_capped_by_the_head_count(
    app: Flask, cast: Cast, phones: int, people: int | None, size: int
) -> None:
    room = Room.opened(cast)
    if people is not None:
        sessions.set_head_count(room.session_id, cast.ana, people=people)
    strategies.end(room.session_id, cast.ana, phones=phones)
    assert size_of(room) == size
