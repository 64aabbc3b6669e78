"""The read-only interface: what a program's own tools are told, and what they are not."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from facilitator import db
from facilitator.accounts.models import Program
from facilitator.review import api_door, collections, editions, tokens
from facilitator.review.models import Released
from facilitator.review.pace import Pace
from facilitator.review.withholding import withhold_new
from tests.cast import Cast, answered
from tests.review import stage
from tests.review.stage import Item, Stage

SCOPES = list(tokens.SCOPES)


@dataclass
class Tool:
    """A program's tool, with its token."""

    app: Flask
    key: str

    def get(self, path: str, **headers: str) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.key}"} | {name.replace("_", "-"): one for name, one in headers.items()}
        return self.app.test_client(use_cookies=False).get(f"/api/v1{path}", headers=sent)

    def told(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """What a process counts and keeps is of one test."""
    api_door.wrong_tokens._limiter.storage.reset()
    editions.forget_all()


@pytest.fixture
def staged(cast: Cast) -> Stage:
    return stage.set_up(cast)


@pytest.fixture
def tool(app: Flask, cast: Cast) -> Tool:
    return Tool(app, tokens.make("A tool", SCOPES, 1, cast.ada))


def released(staged: Stage, items: list[Item] | None = None, count: int = 60) -> dict[str, UUID]:
    """One more edition, as the daily hour makes it."""
    with db.reading() as tx:
        later = tx.get_one(Program, staged.cast.program).edition + 1
    made = stage.put_out(staged, items or [], count=count)
    db.write(lambda tx: withhold_new(tx, staged.cast.program, later))
    editions.forget_all()
    return made


def published(cast: Cast, ids: dict[str, UUID]) -> tuple[UUID, UUID]:
    """A collection with one version of these; its id and the version's."""
    items = [{"strategy": str(one)} for one in ids.values()]
    fields = {"title": "Evenings", "purpose": "To hand out", "review_by": "2027-06", "items": items}
    collection_id = collections.create(fields, cast.otto)
    return collection_id, collections.publish(collection_id, 1, cast.otto)


def everything(tool: Tool, path: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    found, page = [], tool.told(path)
    while True:
        found += page["items"]
        if page["next"] is None:
            return found
        page = tool.told(f"{path}{'&' if '?' in path else '?'}cursor={page['next']}")


@pytest.mark.proves("P24")
def test_a_strategy_has_text_tags_year_and_language_and_no_mark_that_outlives_an_edition(
    tool: Tool, staged: Stage
) -> None:
    made = released(staged)
    first = everything(tool, "/strategies?limit=25")
    assert sorted(one["text"] for one in first) == sorted(made)
    assert set(first[0]) == {"id", "text", "language", "year", "tags", "edited", "show_with"}
    assert {one["id"] for one in first}.isdisjoint(str(one) for one in made.values())
    released(staged, [Item("One more", ("craving",))])
    second = everything(tool, "/strategies")
    assert {one["id"] for one in first}.isdisjoint(one["id"] for one in second)
    assert tool.get(f"/strategies/{first[0]['id']}").status_code == 404
    assert tool.told(f"/strategies/{second[0]['id']}")["item"] == second[0]


def test_a_cursor_of_an_edition_that_is_over_says_to_begin_again(tool: Tool, staged: Stage) -> None:
    released(staged)
    cursor = tool.told("/strategies?limit=5")["next"]
    assert tool.get(f"/strategies?limit=5&cursor={cursor}").status_code == 200
    released(staged, [Item("One more")])
    answer = tool.get(f"/strategies?limit=5&cursor={cursor}")
    assert answer.status_code == 410
    assert "Begin again" in answer.text


@pytest.mark.proves("P25")
def test_counts_under_the_least_are_not_told(tool: Tool, staged: Stage) -> None:
    released(staged, [Item(f"Text {one}", ("craving", "wait") if one < 12 else ("alone_bored",)) for one in range(15)])
    counts = tool.told("/counts")
    told = [value["count"] for axis in counts["axes"] for value in axis["values"]]
    assert all(count is None or count == 0 or count >= 11 for count in told), counts
    assert 12 in told
    few = tool.told("/counts?words=14")
    assert few["total"] is None
    assert few["withheld"] > 0
    assert [one["text"] for one in tool.told("/strategies?words=14")["items"]] == ["Text 14"]


def test_it_is_narrowed_as_the_pages_are(tool: Tool, staged: Stage) -> None:
    spanish = [Item(f"Pienso en la película ({one})", language="es") for one in range(12)]
    released(staged, [*spanish, *(Item(f"I wait ({one})", ("wait", "stage1")) for one in range(24))])
    for query, fits in (
        ("language=es", lambda one: one["language"] == "es"),
        ("approach=wait&stage=stage1", lambda one: {"wait", "stage1"} <= set(one["tags"])),
        ("words=película", lambda one: "película" in one["text"]),
        ("year=2026", lambda one: one["year"] == 2026),
    ):
        found = everything(tool, f"/strategies?{query}")
        assert found, query
        assert all(map(fits, found)), query
    assert everything(tool, "/strategies?year=2001") == []


WRONG = {
    "approach=nothing": "approach",
    "stage=craving": "stage",
    "language=tlh": "language",
    "year=soon": "year",
    "limit=201": "limit",
    "colour=red": "colour",
    "words=" + "a" * 10_000: "words",
    "words=a&words=b": "words",
    "cursor=nonsense": "cursor",
    "cursor=1.a": "cursor",
    "cursor=999999999999.a": "cursor",
}
SEARCHES = ('"', "a OR b NOT", "☕️🌧", "NEAR(a b)*", "' OR 1=1 --", "%00", "a:b {c}", "\\", "*", "()", "a" * 200)


def test_a_wrong_parameter_is_named_and_any_search_is_answered(tool: Tool, staged: Stage) -> None:
    released(staged)
    for query, which in WRONG.items():
        answer = tool.get(f"/strategies?{query}")
        assert (answer.status_code, answer.content_type) == (422, "application/problem+json"), query
        assert answered(answer)["fields"] == [which]
        assert len(answer.text) < 500
    for words in SEARCHES:
        assert tool.get(f"/strategies?words={words}").status_code == 200, words


def test_before_the_view_is_open_no_number_is_told(tool: Tool, staged: Stage, cast: Cast) -> None:
    ids = released(staged)
    collection_id, _ = published(cast, ids)
    db.write(lambda tx: tx.execute(update(Program).values(view_open=False)))
    paths = ("/strategies", f"/strategies/{uuid4()}", "/counts", "/collections", f"/collections/{collection_id}")
    for path in (*paths, f"/collections/{collection_id}/versions/1"):
        answer = tool.get(path)
        assert answer.status_code == 409, path
        assert answered(answer)["detail"] == "Not enough yet to share safely."
    about = tool.told("")
    assert (about["open"], about["edition"]) == (False, None)


def test_a_published_version_is_told_and_what_rests_is_not(tool: Tool, staged: Stage, cast: Cast) -> None:
    ids = released(staged, count=12)
    collection_id, version_id = published(cast, ids)
    (listed,) = tool.told("/collections")["items"]
    assert listed["versions"][0]["review_by"] == "2027-06"
    whole = tool.told(f"/collections/{collection_id}/versions/1")
    assert [one["text"] for one in whole["items"]] == list(ids)
    resting, *_ = ids.values()
    db.write(lambda tx: tx.execute(update(Released).where(Released.id == resting).values(resting=True)))
    left = tool.told(f"/collections/{collection_id}/versions/1")["items"]
    assert [one["text"] for one in left] == list(ids)[1:]
    assert {one["id"] for one in left}.isdisjoint(map(str, ids.values()))
    assert tool.get(f"/collections/{collection_id}/versions/2").status_code == 404
    assert tool.get(f"/collections/{version_id}").status_code == 404


def test_nothing_new_is_304_until_something_is(tool: Tool, staged: Stage) -> None:
    made = released(staged)
    for path in ("/strategies?limit=3", "/counts", ""):
        first = tool.get(path)
        assert tool.get(path, If_None_Match=first.headers["ETag"]).status_code == 304
    seen = tool.get("/strategies?limit=200")
    db.write(lambda tx: tx.execute(update(Released).where(Released.id == made.popitem()[1]).values(resting=True)))
    again = tool.get("/strategies?limit=200", If_None_Match=seen.headers["ETag"])
    assert again.status_code == 200, "pulled in the middle of an edition"


def test_each_scope_opens_its_own_and_no_other(app: Flask, staged: Stage, cast: Cast) -> None:
    released(staged)
    doors = {"strategies": "/strategies", "counts": "/counts", "collections": "/collections"}
    for scope, own in doors.items():
        tool = Tool(app, tokens.make(scope, [scope], 1, cast.ada))
        for path in doors.values():
            assert tool.get(path).status_code == (200 if path == own else 403), (scope, path)
        assert tool.told("")["scopes"] == [scope]


def test_a_token_revoked_in_mid_download_gets_no_further_page(tool: Tool, staged: Stage, cast: Cast) -> None:
    released(staged)
    page = tool.told("/strategies?limit=20")
    (card,) = tokens.tokens_of(cast.ada)
    tokens.revoke(card.id, cast.ada)
    answer = tool.get(f"/strategies?limit=20&cursor={page['next']}")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_no_token_and_a_wrong_one_are_told_the_same(app: Flask, staged: Stage) -> None:
    released(staged)
    told = [Tool(app, key).get("/strategies") for key in ("", "facilitator_" + "x" * 43, "x" * 9000, "é")]
    assert {answer.status_code for answer in told} == {401}
    assert len({answer.text for answer in told}) == 1


def test_too_many_requests_are_told_when_to_go_on(app: Flask, tool: Tool, staged: Stage, cast: Cast) -> None:
    released(staged)
    app.extensions["api_pace"] = Pace(limit="2 per minute")
    other = Tool(app, tokens.make("Another", SCOPES, 1, cast.ada))
    answers = [tool.get("/strategies") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert other.get("/strategies").status_code == 200, "each token has its own pace"


def test_the_pace_is_shared_by_processes_through_redis_and_kept_without_it(needs_redis: str) -> None:
    who = db.new_id().hex
    one, two = (Pace(needs_redis, "1 per hour") for _ in range(2))
    assert one.wait(who) == 0
    assert two.wait(who) > 0
    lost = Pace("redis://127.0.0.1:1/0", "1 per hour")
    assert [bool(lost.wait(who)) for _ in range(2)] == [False, True]


def test_it_knows_no_cookies_no_other_site_and_no_change(app: Flask, tool: Tool, staged: Stage) -> None:
    released(staged)
    answer = tool.get("/strategies", Origin="https://elsewhere.example", Cookie="account=x")
    assert "Set-Cookie" not in answer.headers
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/api/v1/strategies", "/api/v1/nowhere"):
        refused = app.test_client().post(path)
        assert refused.status_code == (405 if "strategies" in path else 404)
        assert refused.content_type == "application/problem+json"


@pytest.mark.proves("R47")
def test_what_is_about_medicine_comes_with_its_line(tool: Tool, staged: Stage) -> None:
    released(staged, [Item("I take my methadone early.", ()), Item("I walk.", ())])
    lines = {one["text"]: one["show_with"] for one in everything(tool, "/strategies")}
    assert lines == {"I take my methadone early.": ["Talk with your prescriber before any change."], "I walk.": []}


def test_the_page_for_people_tells_every_route_without_a_script(app: Flask) -> None:
    client = app.test_client()
    document = client.get("/api/v1/openapi.json").json
    page = client.get("/api/v1/read")
    assert page.status_code == 200
    assert document is not None
    assert len(document["paths"]) == 7
    assert all(f"GET {path}" in page.text for path in document["paths"])
    assert "<script" not in page.text
    assert "://" not in json.dumps(document["info"]), "leads nowhere else"
