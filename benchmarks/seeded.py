"""Real sessions in a throw-away database, a step open for writing in each, and a seat for every phone."""

import secrets
from uuid import UUID

from flask import Flask
from flask import session as cookie
from flask_wtf.csrf import generate_csrf

from facilitator import accounts, db, sessions
from facilitator.accounts.models import Program
from facilitator.cookies import SEAT
from facilitator.sessions import GroupSession, Seat, groups

from .guests import spread

CONNECT = '40{"as":"member"}'
PLAN = "B"
LANGUAGE = "en"


def furnish(rooms: int) -> list[UUID]:
    """Open sessions, each of a group of its own, each with writing open."""
    program = Program(id=db.new_id(), name="Made-up", resource_pack="us", timezone="America/Denver")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    account = accounts.create_account(program_id, "Ana", secrets.token_urlsafe(12), ["facilitator"], must_change=False)
    return [_session(f"Group {number}", account) for number in range(rooms)]


def guests_of(app: Flask, playing: list[UUID], phones: int) -> list[list[dict[str, str]]]:
    """Phones with seat cookies, signed as the join page signs them; see Guests for what each has."""
    with app.test_request_context("/room"):
        signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        token, kept = generate_csrf(), dict(cookie)

    def phone(at: GroupSession) -> dict[str, str]:
        seat = sessions.kept(Seat.taken(at.id, at.seating, LANGUAGE))
        signed = signing.dumps(kept | {SEAT: seat})
        known = {"connect": CONNECT, "csrf": token, "code": at.code or "", "step": str(_collecting(at))}
        return known | {"cookie": f"{SEAT}={signed}"}

    met = [read(session_id) for session_id in playing]
    return [[phone(at) for _ in range(size)] for at, size in zip(met, spread(phones, len(met)), strict=True)]


def read(session_id: UUID) -> GroupSession:
    """A session with its steps."""
    with db.reading() as tx:
        group_session = tx.get_one(GroupSession, session_id)
        assert group_session.steps
        return group_session


def _session(name: str, account: UUID) -> UUID:
    group = groups.create(name, account)
    groups.set_supervisor(group, "", account, waived=True)
    session_id = sessions.prepare(group, account, plan=PLAN, language=LANGUAGE, floor=4)
    sessions.open_room(session_id, read(session_id).turn, account, agreed=True)
    step = _collecting(read(session_id))
    sessions.push_step(session_id, step, read(session_id).turn, account)
    sessions.open_writing(session_id, step, read(session_id).turn, account)
    return session_id


def _collecting(group_session: GroupSession) -> UUID:
    return next(step.id for step in group_session.steps if step.kind == "collect")
