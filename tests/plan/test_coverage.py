"""Every heading and every question of the source document has a field in the plan, prompts and a page."""

import pytest

from facilitator import content
from tests.content.wording import SOURCE

from .coverage import PAGE, STAGES, differing, fields_of, fields_there, headings, mark, page

QUESTIONS = 21  # of the document, with the two that it puts into somebody's mouth
# What the plan adds to the document: nothing of it is a question of theirs.
OUR_OWN = {
    "ten.call", "ten.tell", "signs.who", "people.space",
}  # fmt: skip

places = [one for heading in headings() for one in (*heading["asks"], *heading["points"])]


@pytest.mark.proves("R25")
def test_every_question_of_the_document_has_a_field_that_is_there() -> None:
    there = fields_there()
    assert sum(len(heading["asks"]) for heading in headings()) == QUESTIONS
    assert [field for place in places for field in fields_of(place) if field not in there] == []
    assert all(place["fields"] for place in places)


@pytest.mark.proves("R25")
def test_every_field_of_the_plan_has_its_reason() -> None:
    served = {field for place in places for field in fields_of(place)}
    assert set(fields_there()) - served == OUR_OWN


@pytest.mark.proves("R25")
def test_each_stage_asks_the_three_questions_anew() -> None:
    there = set(fields_there())
    for stage in STAGES:
        assert {f"{stage}.{one}" for one in ("worked", "not_worked", "set_off", "tough", "can_do")} <= there


@pytest.mark.proves("R23")
def test_every_heading_of_the_document_has_three_prompts_or_more_that_are_there() -> None:
    prompts = content.prompts("en")
    for heading in headings():
        assert len(set(heading["prompts"])) >= 3, heading["name"]
        assert set(heading["prompts"]) <= set(prompts), heading["name"]
    assert [prompt for place in places for prompt in place["prompts"] if prompt not in prompts] == []


def test_the_marks_are_of_questions_and_a_document_with_one_more_is_noticed() -> None:
    marks = [one["mark"] for heading in headings() for one in heading["asks"]]
    assert len(set(marks)) == QUESTIONS
    assert all(len(one) == 16 for one in marks)
    assert differing("What colour is the boat?") == ["What colour is the boat?"]
    assert mark("What has not worked?") in marks, "the control: a short one, which anybody may ask"
    assert len(SOURCE.read_text(encoding="utf-8").split()) > 400


def test_the_page_says_what_the_map_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python3 -m tests.plan.coverage"
