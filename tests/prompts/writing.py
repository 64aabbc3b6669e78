"""Forms as the two editors send them, and what is found afterwards."""

import re
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitator import db
from facilitator.prompts.models import OwnPlan, OwnPrompt

FIELDS = ("kind", "prompt", "stage", "title", "text", "minutes", "phones", "cross_talk", "note", "gone")
SPOKEN = {"kind": "spoken", "title": "Round", "minutes": "5", "phones": "down", "cross_talk": "no"}
ASKED = {"prompt": "S2-1", "title": "Collect", "minutes": "5", "phones": "up", "cross_talk": "no"}
CLOSE = {"kind": "close", "title": "Safety close", "minutes": "2", "phones": "down", "cross_talk": "no"}

GOOD_FILE = '''\
version = 1

[prompts.rain]
language = "en"
topic = "stage2"
kind = "collect"
minutes = 5
text = """
What did the rain sound like?
Share one thing."""
tags = ["plan"]

[[plans]]
title = "Evening"
language = "en"

[[plans.steps]]
title = "Welcome"
kind = "spoken"
minutes = 4
phones = "down"
cross_talk = false

[[plans.steps]]
title = "Rain"
prompt = "rain"
minutes = 5
phones = "up"
cross_talk = false

[[plans.steps]]
title = "Look back"
prompt = "U1"
stage = "stage2"
minutes = 10
phones = "down"
cross_talk = true
'''


def plan_form(*steps: dict[str, str], title: str = "Evening", **more: Any) -> dict[str, Any]:
    """A plan's form with these steps; fields that a step leaves out are empty."""
    columns = {field: [step.get(field, "") for step in steps] for field in FIELDS}
    return {"plan_title": title, "plan_line": "", "language": "en", "version": "1"} | columns | more


def prompt_form(**more: Any) -> dict[str, Any]:
    usual = {"text": "What helps you rest?", "kind": "collect", "minutes": "5", "topic": "any", "language": "en"}
    return usual | {"version": "1"} | more


def made_plan(client: FlaskClient, *steps: dict[str, str], **more: Any) -> UUID:
    """Save a new plan; its id."""
    return _id_in(client.post("/plans", data=plan_form(*(steps or (SPOKEN, ASKED, CLOSE)), **more)))


def made_prompt(client: FlaskClient, **more: Any) -> UUID:
    """Save a new prompt; its id."""
    return _id_in(client.post("/prompts", data=prompt_form(**more)))


def plan(plan_id: UUID) -> OwnPlan:
    with db.reading() as tx:
        return tx.get_one(OwnPlan, plan_id)


def prompt(prompt_id: UUID) -> OwnPrompt:
    with db.reading() as tx:
        return tx.get_one(OwnPrompt, prompt_id)


def count(table: type[OwnPlan] | type[OwnPrompt]) -> int:
    with db.reading() as tx:
        return tx.query(table).count()


def values_of(page: str, name: str) -> list[str]:
    """What the inputs of a name hold, from the top of the page down."""
    inputs = re.findall(rf"<input\b[^>]*\bname=\"{name}\"[^>]*>", page)
    return [found[1] if (found := re.search(r'\bvalue="([^"]*)"', each)) else "" for each in inputs]


def titles_in(page: str) -> list[str]:
    """The names of the steps in an editor."""
    return values_of(page, "title")


def _id_in(answer: TestResponse) -> UUID:
    assert answer.status_code == 303, answer.text
    found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", answer.location)
    assert found, answer.location
    return UUID(found[0])
