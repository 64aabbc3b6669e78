"""The OpenAPI document is kept to: made-up requests get no 5xx, and no answer that it does not tell.

`MADE_UP=500 python3 -m pytest tests/review/test_api_document.py` asks so many of each route, in place of a few.
"""

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from facilitator.privacy.throttle import Failures
from facilitator.review import api_door, tokens
from facilitator.review.pace import Pace
from tests.cast import Cast
from tests.review import stage
from tests.review.test_api import Tool, published, released

OF_EACH = int(os.environ.get("MADE_UP", "8"))
NO_LIMIT = "1000000 per minute"
SOUND, UNSOUND = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


@pytest.mark.timeout(0 if OF_EACH > 50 else 120)
def test_no_request_breaks_it_and_no_answer_is_untold(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = stage.set_up(cast)
    collection_id, _ = published(cast, released(staged))
    app.extensions["api_pace"] = Pace(limit=NO_LIMIT)
    monkeypatch.setattr(api_door, "wrong_tokens", Failures(NO_LIMIT))
    tool = Tool(app, tokens.make("A tool", list(tokens.SCOPES), 1, cast.ada))
    strategy = tool.told("/strategies?limit=1")["items"][0]["id"]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    asked = 0
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        own = {"id": strategy if "strategies" in operation.path else str(collection_id), "number": 1}
        there = {name: own[name] for name in own if f"{{{name}}}" in operation.path}
        first = {"cursor": ""} if any(one.name == "cursor" for one in operation.query) else {}  # none can be made up
        for mode, given_path, query in ((SOUND, there, first), (SOUND, {}, first), (UNSOUND, {}, {})):
            made_up = operation.as_strategy(mode, path_parameters=given_path or None, query=query or None)
            asked += _ask(made_up, tool.key)
    assert asked > 7 * OF_EACH


def _ask(strategy: Any, key: str) -> int:
    """Send made-up requests of one kind; returns how many there were."""
    asked = 0

    @given(case=strategy)
    @settings(
        max_examples=OF_EACH, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case: Any) -> None:
        nonlocal asked
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
        asked += 1

    try:
        ask()
    except Unsatisfiable:  # a route that takes nothing cannot be asked wrongly
        return 0
    return asked
