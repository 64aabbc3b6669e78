"""One program with two groups, another program, and everybody who might knock."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from facilitator import accounts, content, db, sessions
from facilitator.accounts.models import Program
from facilitator.config import Config
from facilitator.live.doors import screen_link
from facilitator.plan import cards
from facilitator.prompts import own_prompts, plans
from facilitator.review import collection_readings, collections, search, tokens
from facilitator.review.models import DeskItem, Offer, Released
from facilitator.safety.calling import calls
from facilitator.sessions import Group, groups
from facilitator.strategies.models import Strategy
from tests.cast import PASSWORD, Cast, Room, sign_in

Things = dict[str, Any]
NOBODY, PHONE, OTHER_PHONE, OLD_PHONE, VOID_PHONE = "nobody", "phone", "other phone", "old phone", "void phone"
ANA, BEA, OTTO, ADA, ZOE = "Ana", "Bea", "Otto", "Ada", "Zoe"
ROLES = (NOBODY, PHONE, OTHER_PHONE, OLD_PHONE, VOID_PHONE, ANA, BEA, OTTO, ADA, ZOE)


@dataclass
class World:
    """Cookies by role, and the ids of things: Ana's, Bea's, Ana's when they are over, and nobody's."""

    app: Flask
    cast: Cast
    config: Config
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    things: dict[str, Things] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    card_key: str = ""

    @classmethod
    def built(cls, app: Flask, cast: Cast, config: Config) -> "World":
        world = cls(app, cast, config)
        beas = replace(cast, ana=cast.bea, tuesday=cast.thursday)
        world.things = {
            "hers": world._meeting("hers", cast, PHONE),
            "another's": world._meeting("another's", beas, OTHER_PHONE),
            "over": world._meeting("over", cast, OLD_PHONE),
            "nobody's": {name: uuid4() for name in ("group_id", "session_id", *_INNER)},
        }
        for things in world.things.values():
            things |= _kept(cast) if "turn" in things else {name: uuid4() for name in _KEPT}
        world.rooms["over"].end()
        world.card_key = cards.make(cast.tuesday, cast.ana)
        world.cookies[NOBODY] = {}
        void = Room.opened(cast)
        world.cookies[VOID_PHONE] = _cookies(void.phones(app, 1)[0].client)
        sessions.replace_code(void.session_id, cast.ana)
        _elsewhere()
        for name in (ANA, BEA, OTTO, ADA, ZOE):
            world.cookies[name] = _cookies(sign_in(app.test_client(), name))
        return world

    def ask(self, role: str, method: str, path: str, fields: Things, accept: str) -> TestResponse:
        """What `role` is answered, whose cookies stay as they are. A page that names itself anew is asked again."""
        client = self.app.test_client(use_cookies=False)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies[role].items())
        headers = {"Cookie": cookies, "Accept": accept}
        answer = client.open(path, method=method, headers=headers, data=fields)
        again = answer.headers.get("Location", "")
        return client.get(again, headers=headers) if answer.status_code == 302 and again.startswith(path) else answer

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens inside has not happened afterwards: rows and keys are as before."""
        path, keys = self.config.data_folder / "facilitator.db", self.config.key_folder
        kept, aside = sqlite3.connect(":memory:"), keys.with_name("aside")
        _copy(path, kept)
        shutil.copytree(keys, aside)
        try:
            yield
        finally:
            with sqlite3.connect(path) as now:
                now.execute("PRAGMA synchronous=OFF")
                kept.backup(now)
            kept.close()
            shutil.rmtree(keys)
            aside.rename(keys)

    def _meeting(self, name: str, cast: Cast, phone: str) -> Things:
        """A room in the middle of its work, with one of everything in it."""
        room = self.rooms[name] = Room.opened(cast)
        writers = room.phones(self.app, 4)
        step = room.steps("collect")[0]
        room.open_writing(step)
        for number, writer in enumerate(writers):
            writer.send(step, text=f"{name} words {number}")
        room.close_writing(step)
        room.approve(f"{name} words 0")
        room.reveal(step)
        item, strategy = room.queue()[0].id, _first_strategy(room.session_id)
        calling = {"call": uuid4().hex}
        assert writers[0].client.post("/room/find-me", json=calling).status_code == 200
        self.cookies[phone] = _cookies(writers[0].client)
        return {
            "group_id": cast.tuesday, "session_id": room.session_id, "step_id": room.steps("ground")[0],
            "item_id": item, "strategy_id": strategy, "desk_item_id": _on_its_way(strategy), "account_id": cast.ana,
            "call_id": calls().of(room.session_id)[0].id,
            "prompt_id": own_prompts.copy_prompt(_any_prompt(), "en", cast.ana),
            "plan_id": plans.copy_plan("B", "en", cast.ana),
            "link": screen_link(self.app, room.session_id), "turn": room.turn, "language": "en", "build": "any",
        }  # fmt: skip


_INNER = ("step_id", "item_id", "strategy_id", "desk_item_id", "account_id", "call_id", "prompt_id", "plan_id")


_KEPT = ("collection_id", "released_id", "version_item_id", "token_id")


def _any_prompt() -> str:
    return next(iter(content.prompts("en")))


def _first_strategy(session_id: UUID) -> UUID:
    with db.reading() as tx:
        return tx.scalars(select(Strategy.id).where(Strategy.group_session_id == session_id).limit(1)).one()


def _on_its_way(strategy_id: UUID) -> UUID:
    """The strategy is offered to the program, and another text of its group lies on the desk."""

    def work(tx: Session) -> UUID:
        strategy = tx.get_one(Strategy, strategy_id)
        program = tx.get_one(Group, strategy.group_id).program_id
        item = DeskItem(
            id=db.new_id(),
            program_id=program,
            group_id=strategy.group_id,
            text="Rest.",
            language="en",
            year=2026,
            tags=[],
        )
        tx.add_all((item, Offer(strategy_id=strategy_id, program_id=program, due_day=1)))
        return item.id

    return db.write(work)


def _kept(cast: Cast) -> Things:
    """A collection of the program, with a strategy in it, and a version that was published."""

    def work(tx: Session) -> UUID:
        tx.get_one(Program, cast.program).view_open = True
        released = Released(id=db.new_id(), program_id=cast.program, text="Walk.", language="en", year=2026, edition=1)
        tx.add(released)
        tx.flush()
        search.renew(tx, cast.program)
        return released.id

    released = db.write(work)
    made = collections.create({"title": "First weeks", "items": [{"strategy": str(released)}]}, cast.otto)
    version = collections.publish(made, 1, cast.otto)
    item = collection_readings.version_of(version, cast.otto, "en").items[0].id
    tokens.make("A tool", ["counts"], 1, cast.ada)
    token = tokens.tokens_of(cast.ada)[-1].id
    return {
        "collection_id": made, "released_id": released, "version_id": version, "version_item_id": item,
        "token_id": token, "id": made, "number": 1,
    }  # fmt: skip


def _elsewhere() -> None:
    """Zoe, an admin and facilitator of another program on the same machine, with a group of her own."""
    program = Program(id=db.new_id(), name="Hillside (made up)", resource_pack="us", timezone="UTC")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    zoe = accounts.create_account(program_id, ZOE, PASSWORD, ["admin", "facilitator"], must_change=False)
    groups.create("Friday Noon", zoe)


def _cookies(client: Any) -> dict[str, str]:
    found = {name: client.get_cookie(name) for name in ("seat", "account")}
    return {name: cookie.value for name, cookie in found.items() if cookie is not None}


def _copy(path: Path, to: sqlite3.Connection) -> None:
    with sqlite3.connect(path) as now:
        now.backup(to)
