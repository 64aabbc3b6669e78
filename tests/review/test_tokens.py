"""Tokens: an admin makes one, sees it once, and ends it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from facilitator import db
from facilitator.accounts.audit import Wanted, log_page
from facilitator.accounts.audit_models import Action
from facilitator.review import tokens
from facilitator.review.export_models import ApiToken
from tests.cast import Cast, sign_in

FORM: dict[str, Any] = {"name": "The  yearly sheet", "scope": ["strategies", "counts"], "months": "3"}


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Ada")


def rows() -> list[ApiToken]:
    with db.reading() as tx:
        return list(tx.scalars(select(ApiToken)))


def key_in(page: str) -> str:
    return page.split(">facilitator_")[1].split("<")[0]


def test_an_admin_makes_a_token_and_it_is_shown_once(ada: FlaskClient, cast: Cast) -> None:
    made = ada.post("/program/tokens", data=FORM)
    key = "facilitator_" + key_in(made.text)
    listed = ada.get("/program/tokens").text
    assert "The yearly sheet" in listed
    assert key not in listed
    (row,) = rows()
    assert key.encode() not in b"".join(str(getattr(row, column.name)).encode() for column in row.__table__.columns)
    holder = tokens.holder_of(key)
    assert holder is not None
    assert holder.scopes == {"strategies", "counts"}
    assert date.fromordinal(row.until_day) == datetime.now(UTC).date() + timedelta(days=91)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Write what the token is for."),
        ({"name": "x" * 10_000}, "80 characters"),
        ({"scope": []}, "Choose what it may read."),
        ({"scope": ["everything"]}, "Choose what it may read."),
        ({"months": "13"}, "Choose how long it works."),
        ({"months": "-1"}, "Choose how long it works."),
        ({"months": "for ever"}, "Choose how long it works."),
    ],
)
def test_a_token_that_cannot_be_is_not_made(ada: FlaskClient, wrong: dict[str, Any], words: str) -> None:
    answer = ada.post("/program/tokens", data=FORM | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert rows() == []


def test_revoking_asks_first_and_then_the_token_is_worth_nothing(ada: FlaskClient, cast: Cast) -> None:
    key = tokens.make("A tool", ["counts"], 12, cast.ada)
    (row,) = rows()
    asked = ada.get(f"/program/tokens/{row.id}")
    assert "Revoke this token?" in asked.text
    assert tokens.holder_of(key), "to look is not to revoke"
    assert ada.post(f"/program/tokens/{row.id}/revocation").status_code == 303
    assert tokens.holder_of(key) is None
    assert "It works no more" in ada.get("/program/tokens?revoked=1").text
    assert ada.post(f"/program/tokens/{row.id}/revocation").status_code == 404


def test_a_token_ends_by_itself_and_the_list_says_so(ada: FlaskClient, cast: Cast) -> None:
    key = tokens.make("A tool", ["counts"], 1, cast.ada)
    yesterday = datetime.now(UTC).toordinal() - 1
    db.write(lambda tx: tx.execute(update(ApiToken).values(until_day=yesterday)))
    assert tokens.holder_of(key) is None
    assert f"Ended on {date.fromordinal(yesterday)}" in ada.get("/program/tokens").text


@pytest.mark.proves("P31")
def test_making_and_revoking_are_in_the_log_without_the_token_or_its_name(cast: Cast) -> None:
    tokens.make("Sheet of Lee", ["counts"], 1, cast.ada)
    tokens.revoke(rows()[0].id, cast.ada)
    entries = [one for one in log_page(cast.ada, Wanted()).entries if one.by == "Ada"]
    assert {one.action for one in entries} >= {Action.TOKEN_MADE, Action.TOKEN_REVOKED}
    assert "Lee" not in str(entries)
