"""A console's socket needs a ticket: short, for one socket, for one sign-in; a cookie alone opens none (ASVS 4.4.3)."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator.config import Config
from facilitator.errors import NotFound
from facilitator.live import tickets
from facilitator.live.tickets import Tickets
from tests.cast import Cast, Room, answered
from tests.servers import Console, Server, events, running


@pytest.fixture
def server(app: Flask, cast: Cast, config: Config) -> Iterator[Server]:
    with running(config) as server:
        yield server


def outcome(console: Console, auth: dict[str, str]) -> str:
    """The first thing the socket is told: a fragment, or that it is refused."""
    return next(name for name, _ in events(console.socket(auth)))


@pytest.mark.proves("P14")
def test_a_ticket_opens_one_socket_and_a_cookie_alone_opens_none(server: Server, cast: Cast) -> None:
    room, other = Room.opened(cast), Room.opened(cast)
    console, elsewhere, nobody = (Console(server.address) for _ in range(3))
    console.sign_in("Ana")
    elsewhere.sign_in("Ana")
    auth = {"as": "console", "session": str(room.session_id)}
    bare = auth | {"ticket": ""}
    ticket = auth | {"ticket": console.ticket(str(room.session_id))}
    unused = auth | {"ticket": console.ticket(str(room.session_id))}
    assert outcome(console, bare) == "refused", "a cookie alone"
    assert outcome(console, ticket) == "fragment", "the control"
    assert outcome(console, ticket) == "refused", "a replay"
    assert outcome(nobody, unused) == "refused", "a ticket alone"
    assert outcome(elsewhere, unused) == "refused", "another sign-in, of the same person"
    assert outcome(console, unused | {"session": str(other.session_id)}) == "refused", "another session"
    assert outcome(console, unused) == "fragment", "none of these used it up"


def test_a_ticket_is_for_a_facilitator_of_the_group(app: Flask, cast: Cast, ana: FlaskClient, bea: FlaskClient) -> None:
    path = f"/sessions/{Room.opened(cast).session_id}/ticket"
    assert bea.post(path).status_code == 404
    assert app.test_client().post(path).status_code == 303
    assert ana.get(path).status_code == 405
    first, second = (answered(ana.post(path))["ticket"] for _ in range(2))
    assert first != second


def refused(kept: Tickets, ticket: str, session_id: UUID, sign_in_id: UUID) -> bool:
    try:
        kept.spend(ticket, session_id, sign_in_id)
    except NotFound:
        return True
    return False


def test_an_old_or_changed_ticket_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, session_id, sign_in_id = Tickets("s" * 40), uuid4(), uuid4()
    ticket = kept.issue(session_id, sign_in_id)
    for wrong in ("", "x", ticket[:-1], Tickets("t" * 40).issue(session_id, sign_in_id), ticket + "\0", "é" * 200):
        assert refused(kept, wrong, session_id, sign_in_id), wrong
    with monkeypatch.context() as later:
        later.setattr(tickets, "GOOD_FOR", -1)
        assert refused(kept, ticket, session_id, sign_in_id)
    assert not refused(kept, ticket, session_id, sign_in_id), "the control: in time it is good"


def test_a_ticket_used_at_one_process_is_used_at_the_other(needs_redis: str) -> None:
    here, there = (Tickets("s" * 40, needs_redis) for _ in range(2))
    alone = Tickets("s" * 40)
    session_id, sign_in_id = uuid4(), uuid4()
    ticket = here.issue(session_id, sign_in_id)
    assert not refused(here, ticket, session_id, sign_in_id)
    assert refused(there, ticket, session_id, sign_in_id)
    assert not refused(alone, ticket, session_id, sign_in_id), "the control: a process that shares nothing"


def test_without_its_redis_a_process_goes_on_with_its_own_tickets() -> None:
    kept = Tickets("s" * 40, "redis://127.0.0.1:1/0")
    session_id, sign_in_id = uuid4(), uuid4()
    ticket = kept.issue(session_id, sign_in_id)
    assert not refused(kept, ticket, session_id, sign_in_id)
    assert refused(kept, ticket, session_id, sign_in_id)
