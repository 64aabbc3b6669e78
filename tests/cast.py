"""The people and groups of the tests. Ana facilitates Tuesday Circle, Bea another group; phones have no names."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitator import accounts, content, db, sessions, strategies
from facilitator.accounts.models import Program
from facilitator.sessions import groups
from facilitator.sessions.models import GroupSession, Step

PASSWORD = "lantern porridge meadow kettle"
POINTS = [point.id for point in content.review_points("en")]
ENVELOPE = 4096


@dataclass(frozen=True)
class Cast:
    """Everybody's ids. Otto reviews, Ada is the admin; Bea's group is Thursday Night."""

    program: UUID
    ana: UUID
    bea: UUID
    otto: UUID
    ada: UUID
    tuesday: UUID
    thursday: UUID


def assemble() -> Cast:
    """Put the cast into the empty database that is connected."""
    program = Program(id=db.new_id(), name="Riverside (made up)", resource_pack="us", timezone="America/Denver")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    people = {
        name: accounts.create_account(program_id, name, PASSWORD, [role], must_change=False)
        for name, role in (("Ana", "facilitator"), ("Bea", "facilitator"), ("Otto", "reviewer"), ("Ada", "admin"))
    }
    tuesday = groups.create("Tuesday Circle", people["Ana"])
    thursday = groups.create("Thursday Night", people["Bea"])
    groups.set_supervisor(tuesday, "Lee, 555 0100", people["Ana"], waived=False)
    groups.set_supervisor(thursday, "", people["Bea"], waived=True)
    return Cast(program_id, people["Ana"], people["Bea"], people["Otto"], people["Ada"], tuesday, thursday)


def sign_in(client: FlaskClient, name: str) -> FlaskClient:
    answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def receipt() -> str:
    return secrets.token_hex(16)


def body_of(content: dict[str, Any]) -> bytes:
    """The JSON of an envelope, padded as a phone pads it."""
    bare = json.dumps(content | {"pad": ""}, ensure_ascii=False).encode()
    return json.dumps(content | {"pad": "." * (ENVELOPE - len(bare))}, ensure_ascii=False).encode()


def answered(answer: TestResponse) -> dict[str, Any]:
    """The JSON of an answer."""
    told = answer.json
    assert isinstance(told, dict), answer.text
    return told


@dataclass
class Phone:
    """A phone in the room, without a browser: it joins, sends, and takes back over HTTP."""

    app: Flask
    client: FlaskClient = field(init=False)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def join(self, code: str) -> TestResponse:
        return self.client.post("/join", data={"code": code})

    def send(self, step: UUID, kind: str = "strategy", text: str = "", **more: Any) -> TestResponse:
        first = not any(one["step"] == str(step) for one in self.sent)
        made = {"v": 1, "receipt": receipt(), "step": str(step), "kind": kind, "first": first, "text": text}
        made |= {"share_beyond": False, "of": ""} | more
        self.sent.append(made)
        return self.send_again()

    def send_again(self) -> TestResponse:
        """The last envelope once more, with the same receipt."""
        return self.client.post("/room/envelopes", data=body_of(self.sent[-1]), content_type="application/json")

    def answer(self, step: UUID, value: int) -> TestResponse:
        """Answer a scale or a poll; a second time, change the answer."""
        return self.send(step, "answer", value=value, of=self._latest_in(step))

    def pass_on(self, step: UUID) -> TestResponse:
        return self.send(step, "pass", of=self._latest_in(step))

    def _latest_in(self, step: UUID) -> str:
        return next((str(one["receipt"]) for one in reversed(self.sent) if one["step"] == str(step)), "")

    def take_back(self, step: UUID, text: str) -> TestResponse:
        of = next(one["receipt"] for one in self.sent if one["text"] == text)
        return self.send(step, "take_back", of=of)


@dataclass
class Room:
    """A session that Ana runs from the services, as her console would."""

    cast: Cast
    session_id: UUID

    @classmethod
    def prepared(cls, cast: Cast, *, plan: str = "B", prompt: str = "", floor: int = 4) -> "Room":
        chosen = {"prompt": prompt} if prompt else {"plan": plan}
        return cls(cast, sessions.prepare(cast.tuesday, cast.ana, language="en", floor=floor, **chosen))

    @classmethod
    def opened(cls, cast: Cast, **chosen: Any) -> "Room":
        room = cls.prepared(cast, **chosen)
        sessions.open_room(room.session_id, room.turn, cast.ana, agreed=True)
        return room

    @property
    def turn(self) -> int:
        with db.reading() as tx:
            return tx.get_one(GroupSession, self.session_id).turn

    @property
    def code(self) -> str:
        with db.reading() as tx:
            return tx.get_one(GroupSession, self.session_id).code or ""

    def steps(self, kind: str) -> list[UUID]:
        with db.reading() as tx:
            group_session = tx.get_one(GroupSession, self.session_id)
            return [step.id for step in group_session.steps if step.kind == kind]

    def state_of(self, step: UUID) -> str:
        with db.reading() as tx:
            return tx.get_one(Step, step).state

    def phones(self, app: Flask, count: int) -> list[Phone]:
        phones = [Phone(app) for _ in range(count)]
        for phone in phones:
            assert phone.join(self.code).status_code == 303
        return phones

    def push(self, step: UUID) -> None:
        sessions.push_step(self.session_id, step, self.turn, self.cast.ana)

    def open_writing(self, step: UUID) -> None:
        self.push(step)
        sessions.open_writing(self.session_id, step, self.turn, self.cast.ana)

    def close_writing(self, step: UUID) -> None:
        strategies.close_writing(self.session_id, step, self.turn, self.cast.ana)

    def queue(self) -> list[strategies.QueueItem]:
        with db.reading() as tx:
            return strategies.queue_of(tx, tx.get_one(GroupSession, self.session_id))

    def texts(self) -> list[str]:
        return sorted(item.text for item in self.queue())

    def approve(self, text: str, edited: str | None = None) -> None:
        item = next(item for item in self.queue() if item.text == text)
        strategies.approve(self.session_id, item.id, POINTS, self.cast.ana, text=edited)

    def reveal(self, step: UUID) -> None:
        strategies.reveal(self.session_id, step, self.turn, self.cast.ana)

    def end(self) -> None:
        strategies.end(self.session_id, self.cast.ana)
