"""A room in which something is written, and what its screens show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from facilitator import db
from facilitator.live import clock
from facilitator.live.broadcasts import Broadcasts
from facilitator.sessions.models import GroupSession
from tests.cast import Cast, Phone, Room, answered

DARK = "some days i dont want to be here anymore"
DOSE = "i take 24mg and it holds me, then i walk"
SLIP = "i relapsed on friday, my sister drove me to the clinic"
PLAIN = ("I walk to the corner and back.", "Cold water, then I call my aunt.", "I wash the dishes, all of them.")
LINE = "Someone here may need help."


@dataclass
class Writing:
    """A session with five phones and a step to write in."""

    app: Flask
    room: Room
    step: UUID
    phones: list[Phone]

    @classmethod
    def opened(cls, app: Flask, cast: Cast) -> "Writing":
        room = Room.opened(cast)
        [step] = room.steps("collect")
        room.open_writing(step)
        return cls(app, room, step, room.phones(app, 5))

    def send(self, *texts: str) -> None:
        for phone, text in zip(self.phones, texts, strict=False):
            assert phone.send(self.step, text=text).status_code == 201

    def closed_with(self, *texts: str) -> None:
        """Everybody has sent: these texts, and ordinary ones."""
        self.send(*texts, *PLAIN[: 5 - len(texts)])
        self.room.close_writing(self.step)

    def tick(self) -> None:
        """What the clock does every ten seconds."""
        broadcasts: Broadcasts = self.app.extensions["broadcasts"]
        clock.tick_duty(broadcasts)

    @property
    def alert(self) -> str:
        with db.reading() as tx:
            return tx.get_one(GroupSession, self.room.session_id).alert

    @property
    def revision(self) -> int:
        with db.reading() as tx:
            return tx.get_one(GroupSession, self.room.session_id).revision

    def command(self, client: FlaskClient, path: str, **fields: Any) -> Any:
        url = f"/sessions/{self.room.session_id}/{path}"
        return client.post(url, data=fields, headers={"Accept": "application/json"})

    def frames(self, client: FlaskClient) -> dict[str, str]:
        """A console's fragments, by name."""
        answer = answered(client.get(f"/sessions/{self.room.session_id}/fragments"))
        return {frame["name"]: frame["html"] for frame in answer["frames"]}

    def wall(self, client: FlaskClient) -> str:
        link = client.get(f"/sessions/{self.room.session_id}/screen").headers["Location"]
        return str(answered(self.app.test_client().get(f"{link}/fragments"))["frames"][0]["html"])

    def stage(self, phone: int = 0) -> str:
        return str(answered(self.phones[phone].client.get("/room/fragments"))["frames"][0]["html"])
