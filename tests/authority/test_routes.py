"""Every route for everybody (Z1): a route the table does not name fails, and so does a cell that differs from it."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from facilitator.config import Config
from tests.cast import POINTS, Cast, answered

from .table import ACCOUNTS, EXAMINED_FIRST, RULES, TABLE
from .world import ANA, BEA, NOBODY, ROLES, Things, World

IN, SIGN_IN, NOTHING, NO_SEAT, EXAMINED, BROKEN, NO_TOKEN = (
    "in", "sign in", "nothing", "no seat", "examined", "broken", "no token",
)  # fmt: skip
FIELDS = {
    "agreed": "yes", "points": POINTS, "by": "1", "locked": "1", "people": "9", "text": "Walk.", "name": "A name",
    "minutes": "5", "plan": "B", "language": "en", "floor": "4", "supervisor": "Lee", "tags": "walking",
}  # fmt: skip
DO = {"console.few": "read", "console.set_timer": "add"}


@pytest.fixture
def world(app: Flask, cast: Cast, config: Config) -> World:
    return World.built(app, cast, config)


def unlisted(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()} - set(TABLE)


def doors(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield rule, method


def outcome(answer: TestResponse) -> str:
    place = answer.headers.get("Location", "")
    if answer.status_code >= 500:
        return BROKEN
    if place.startswith("/sign-in"):
        return SIGN_IN
    if answer.status_code == 401:
        return NO_TOKEN
    if answer.status_code == 404:
        return NOTHING
    if answer.status_code == 410 or place in ("/?again=1", "/"):
        return NO_SEAT
    return EXAMINED if answer.status_code in (400, 422) else IN


def found(world: World, rule: Rule, method: str, role: str, things: Things) -> str:
    """What `role` meets at this door."""
    return outcome(asked(world, rule, method, role, things, accept="text/html"))


def asked(
    world: World, rule: Rule, method: str, role: str, things: Things, accept: str = "application/json"
) -> TestResponse:
    """The answer at this door; where somebody was let in, nothing of it stays."""
    built = rule.build({name: things.get(name, "css/base.css") for name in rule.arguments})
    assert built is not None, rule
    more = {"turn": things.get("turn", "1"), "do": DO.get(rule.endpoint, ""), "strategy": things["strategy_id"]}
    more["key"] = world.card_key
    changes = method != "GET" and role in ACCOUNTS
    with world.undone() if changes else nullcontext():
        return world.ask(role, method, built[1], FIELDS | more if method == "POST" else {}, accept)


def fits(rule: Rule, role: str, seen: str) -> bool:
    """Whether the table says so."""
    named = TABLE[rule.endpoint]
    if named == "everybody":
        return seen in (IN, EXAMINED, NO_SEAT) and (rule.endpoint != "live.room" or seen == IN)
    if named == "nobody, once it is set up":
        return seen == NOTHING
    if named == "who holds a token":
        return seen == NO_TOKEN
    if named == "seated":
        return seen in ((IN, EXAMINED) if role in RULES[named] else (NO_SEAT, EXAMINED))
    if role in RULES[named]:
        return seen in (IN, EXAMINED)
    if role not in ACCOUNTS or named == "leads to the sign-in":
        return seen == SIGN_IN
    return seen == NOTHING or (seen == EXAMINED and rule.endpoint in EXAMINED_FIRST)


def differing(world: World, kind: str, roles: tuple[str, ...]) -> list[str]:
    cells = []
    for rule, method in doors(world.app):
        if kind != "hers" and not rule.arguments & set(world.things["nobody's"]):
            continue
        for role in roles:
            seen = found(world, rule, method, role, world.things[kind])
            if not fits(rule, role, seen):
                cells.append(f"{method} {rule.rule} of {kind}, {role}: {seen}")
    return cells


@pytest.mark.proves("P14")
def test_everybody_meets_what_the_table_says_at_every_door(world: World) -> None:
    assert unlisted(world.app) == set(), "say in tests/authority/table.py who may use them"
    assert differing(world, "hers", ROLES) == []


def test_what_is_over_is_no_more_open_than_what_is_not(world: World) -> None:
    assert differing(world, "over", (NOBODY, BEA)) == []


def test_what_is_not_there_looks_like_what_is_somebody_else_s(world: World) -> None:
    """To Bea, who facilitates another group."""
    for rule, method in doors(world.app):
        if rule.arguments & set(world.things["nobody's"]):
            theirs, nothing = (found(world, rule, method, BEA, world.things[kind]) for kind in ("hers", "nobody's"))
            assert theirs == nothing, (rule, method)


def test_a_thing_of_another_session_looks_like_none_through_one_s_own(world: World) -> None:
    inner = {"step_id", "item_id", "strategy_id", "call_id"}
    for rule, method in doors(world.app):
        if crossed := rule.arguments & inner:
            hers, told = world.things["hers"], []
            for kind in ("another's", "nobody's"):
                mixed = hers | {name: world.things[kind][name] for name in crossed}
                answer = asked(world, rule, method, ANA, mixed)
                told.append((answer.status_code, answered(answer)["message"]))
            assert told[0] == told[1], (rule, method)


def test_no_command_however_it_is_refused_shows_a_console_to_a_stranger(world: World) -> None:
    commands = [rule for rule, method in doors(world.app) if method == "POST" and rule.endpoint.startswith("console.")]
    for rule in commands:
        things = world.things["hers"] | {"turn": "none"}
        assert asked(world, rule, "POST", BEA, things).status_code == 404, rule
    assert len(commands) > 25
    refused = asked(world, commands[0], "POST", ANA, world.things["hers"] | {"turn": "none"})
    assert answered(refused)["frames"], "the control: she who may is shown it"


def test_a_door_without_a_check_would_be_caught(app: Flask, cast: Cast, config: Config) -> None:
    app.add_url_rule(
        "/sessions/<uuid:session_id>/shortcut", "console.shortcut", lambda session_id: "", methods=["POST"]
    )
    world = World.built(app, cast, config)
    assert unlisted(app) == {"console.shortcut"}
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "console.shortcut")
    TABLE["console.shortcut"] = "facilitators of the group"
    try:
        caught = [
            role for role in ROLES if not fits(rule, role, found(world, rule, "POST", role, world.things["hers"]))
        ]
    finally:
        del TABLE["console.shortcut"]
    assert caught == [role for role in ROLES if role != ANA]
