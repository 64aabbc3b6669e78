"""Every route of the read-only interface for each kind of token: its own program's things, another's, and none."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from facilitator import accounts, db
from facilitator.accounts.models import Program
from facilitator.review import api_door, tokens
from facilitator.review.api_views import NEEDS
from facilitator.review.export_models import ApiToken
from tests.cast import PASSWORD, Cast
from tests.review import stage
from tests.review.test_api import Tool, published, released

OWN, FOREIGN, EXPIRED, REVOKED, NONE = "own", "foreign", "expired", "revoked", "none"


@pytest.fixture
def keys(cast: Cast) -> dict[str, str]:
    """A token of each kind that may read everything, and one for each scope alone."""
    api_door.wrong_tokens._limiter.storage.reset()
    everything = list(tokens.SCOPES)
    made = {kind: tokens.make(kind, everything, 1, cast.ada) for kind in (EXPIRED, REVOKED)}
    named = {card.name: card.id for card in tokens.tokens_of(cast.ada)}
    yesterday = datetime.now(UTC).toordinal() - 1
    over = update(ApiToken).where(ApiToken.id == named[EXPIRED]).values(until_day=yesterday)
    db.write(lambda tx: tx.execute(over))
    tokens.revoke(named[REVOKED], cast.ada)
    made |= {scope: tokens.make(scope, [scope], 1, cast.ada) for scope in everything}
    return made | {OWN: tokens.make(OWN, everything, 1, cast.ada), FOREIGN: _elsewhere(everything), NONE: ""}


def _elsewhere(scopes: list[str]) -> str:
    """A token of another program on the same machine, whose view is open and empty."""
    program = Program(id=db.new_id(), name="Hillside (made up)", resource_pack="us", timezone="UTC", view_open=True)
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    zoe = accounts.create_account(program_id, "Zoe", PASSWORD, ["admin"], must_change=False)
    return tokens.make(FOREIGN, scopes, 1, zoe)


def addresses(app: Flask, own: Tool, collection_id: UUID) -> dict[str, str]:
    """A thing of the program at each route of the interface."""
    strategy = own.told("/strategies?limit=1")["items"][0]["id"]
    things = {"strategies": strategy, "collections": str(collection_id)}
    built = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api.") and rule.endpoint not in api_door.OPEN_TO_ALL:
            kind = "strategies" if "strateg" in rule.endpoint else "collections"
            values = {name: {"id": things[kind], "number": 1}[name] for name in rule.arguments}
            found = rule.build(values)
            assert found is not None
            built[rule.endpoint] = found[1].removeprefix("/api/v1")
    return built


def expected(endpoint: str, kind: str) -> int:
    if kind in (EXPIRED, REVOKED, NONE):
        return 401
    scope = NEEDS.get(endpoint)
    if kind in tokens.SCOPES and scope not in (None, kind):
        return 403
    names_a_thing = endpoint in ("api.strategy", "api.collection", "api.version")
    return 404 if kind == FOREIGN and names_a_thing else 200


@pytest.mark.proves("P24")
def test_each_token_opens_what_is_its_programs_and_in_its_scope(app: Flask, cast: Cast, keys: dict[str, str]) -> None:
    ids = released(stage.set_up(cast))
    collection_id, _ = published(cast, ids)
    tools = {kind: Tool(app, key) for kind, key in keys.items()}
    at = addresses(app, tools[OWN], collection_id)
    assert len(at) == 7
    for kind, tool in tools.items():
        met = {endpoint: tool.get(path) for endpoint, path in at.items()}
        assert {one: answer.status_code for one, answer in met.items()} == {one: expected(one, kind) for one in at}, (
            kind
        )
        if kind == FOREIGN:
            assert not [text for text in ids if any(text in answer.text for answer in met.values())]
