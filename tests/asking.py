"""Asking a scale or a poll in a test: opening it, answering it from several phones, what is told."""

from typing import Any
from uuid import UUID

from flask import Flask

from facilitator import db
from facilitator.sessions.models import Step
from tests.cast import Cast, Phone, Room

CRAVINGS = "U4"  # a scale whose hard end is high


def result_of(step: UUID) -> dict[str, Any]:
    with db.reading() as tx:
        return tx.get_one(Step, step).result or {}


def told(step: UUID) -> str:
    """What the group may be told, in short."""
    result = result_of(step)
    return ", ".join(f"{word} {first}-{last}" for first, last, word in result["lines"]) or result["state"]


def scale(cast: Cast) -> tuple[Room, UUID]:
    """A session about cravings, open for answers."""
    room = Room.opened(cast, prompt=CRAVINGS)
    (step,) = room.steps("scale")
    room.open_writing(step)
    return room, step


def poll(cast: Cast) -> tuple[Room, UUID]:
    """Plan B at its poll of eight kinds of moments, open for answers."""
    room = Room.opened(cast)
    step = room.steps("poll")[1]
    room.open_writing(step)
    return room, step


def answer_all(app: Flask, room: Room, step: UUID, values: list[int]) -> list[Phone]:
    phones = room.phones(app, len(values))
    for phone, value in zip(phones, values, strict=True):
        assert phone.answer(step, value).status_code == 201
    return phones
