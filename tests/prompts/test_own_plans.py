"""Plans that people write: their own, shared within the program, and nobody else's."""

import pytest
from flask.testing import FlaskClient

from facilitator.prompts.models import OwnPlan
from tests.cast import Cast
from tests.conftest import on_both
from tests.prompts.writing import ASKED, CLOSE, SPOKEN, count, made_plan, plan, plan_form, values_of

# Writing one


@pytest.mark.proves("R2")
@on_both
def test_a_plan_is_saved_with_its_steps_in_order(ana: FlaskClient) -> None:
    talk = SPOKEN | {"title": "Talk it over", "cross_talk": "yes", "note": "Slowly.", "text": "What stands out?"}
    made = made_plan(ana, SPOKEN, talk, ASKED, CLOSE, plan_line="For the evening group")
    page = ana.get(f"/plans/{made}").text.split("<main")[1]
    assert [page.index(words) for words in ("Round", "Talk it over", "Collect", "Safety close")] == sorted(
        page.index(words) for words in ("Round", "Talk it over", "Collect", "Safety close")
    )
    assert "For the evening group. 17 minutes, phones up for 5." in page
    assert "Slowly." in page
    assert "What stands out?" in page
    assert "A craving shows up" in page, "the prompt's own words"


@pytest.mark.proves("R3")
@pytest.mark.parametrize(("minutes", "warned"), [("15", False), ("16", True)])
def test_more_than_fifteen_minutes_with_phones_up_is_warned_of_and_saved(
    ana: FlaskClient, minutes: str, warned: bool
) -> None:
    page = ana.get(f"/plans/{made_plan(ana, ASKED | {'minutes': minutes})}").text
    assert ("Phones are up for more than 15 minutes" in page) == warned


def test_a_new_plan_begins_with_the_welcome_and_the_close(ana: FlaskClient) -> None:
    assert values_of(ana.get("/plans/new").text, "title") == ["Welcome and agreements", "Safety close"]


@pytest.mark.parametrize("path", ["/plans/new", "/plans", "/plans/import"])
def test_a_reviewer_writes_none(otto: FlaskClient, path: str) -> None:
    answer = otto.post(path, data=plan_form(SPOKEN)) if path == "/plans" else otto.get(path)
    assert answer.status_code == 404
    assert "New plan" not in otto.get("/plans").text


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/plans/new").location == "/sign-in?next=/plans/new"
    assert client.post("/plans", data=plan_form(SPOKEN)).location.startswith("/sign-in")


# Refusals: the form comes back full, with the reason beside the field


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": ""}, "Write something here."),
        ({"title": "x" * 81}, "Make it 80 characters or shorter."),
        ({"minutes": ""}, "Write a whole number from 1 to 240."),
        ({"minutes": "-1"}, "Write a whole number from 1 to 240."),
        ({"minutes": "0"}, "Write a whole number from 1 to 240."),
        ({"minutes": "2.5"}, "Write a whole number from 1 to 240."),
        ({"minutes": "10000"}, "Write a whole number from 1 to 240."),
        ({"minutes": "9" * 40}, "Write a whole number from 1 to 240."),
        ({"kind": "dance"}, "There is no such kind."),
        ({"kind": "collect"}, "Name a prompt, or make the kind spoken, read_out or close."),
        ({"kind": "", "prompt": "Z9"}, "There is no such prompt."),
        ({"kind": "", "prompt": "S2-1", "stage": "stage9"}, "There is no such stage."),
        ({"phones": "sideways"}, "Write up or down."),
        ({"note": "x" * 601}, "Make it 600 characters or shorter."),
        ({"text": "x" * 401}, "Make it 400 characters or shorter."),
    ],
)
def test_a_step_that_cannot_be_says_why_and_nothing_is_lost(ana: FlaskClient, change: dict[str, str], why: str) -> None:
    answer = ana.post("/plans", data=plan_form(SPOKEN | {"title": "Kept as it was"}, SPOKEN | change, title="My plan"))
    assert answer.status_code == 422
    assert why in answer.text
    assert "Nothing was saved yet." in answer.text
    assert 'value="My plan"' in answer.text
    assert values_of(answer.text, "title") == ["Kept as it was", change.get("title", "Round")]
    assert values_of(answer.text, "minutes") == ["5", change.get("minutes", "5")]
    assert count(OwnPlan) == 0


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (plan_form(SPOKEN, title=" "), "Write something here."),
        (plan_form(SPOKEN, title="x" * 81), "Make it 80 characters or shorter."),
        (plan_form(SPOKEN, plan_line="x" * 121), "Make it 120 characters or shorter."),
        (plan_form(SPOKEN, language="xx"), "There is no such language here. Choose one of: en, es."),
        (plan_form(), "Add a step first."),
        (plan_form(SPOKEN | {"gone": "yes"}), "Add a step first."),
        (plan_form(*[SPOKEN | {"minutes": "100"}] * 3), "The steps take 300 minutes. A plan may take 240."),
        (plan_form(*[SPOKEN | {"minutes": "1"}] * 41), "These are too many. There may be 40."),
    ],
)
def test_a_plan_that_cannot_be_says_why(ana: FlaskClient, form: dict[str, object], why: str) -> None:
    answer = ana.post("/plans", data=form)
    assert answer.status_code == 422
    assert why in answer.text
    assert count(OwnPlan) == 0


def test_steps_that_arrive_in_part_are_refused(ana: FlaskClient) -> None:
    answer = ana.post("/plans", data=plan_form(SPOKEN, SPOKEN) | {"minutes": ["5"]})
    assert answer.status_code == 422
    assert "did not arrive whole" in answer.text


def test_a_step_that_was_taken_out_is_gone_once_the_plan_is_saved(ana: FlaskClient) -> None:
    saved = plan(made_plan(ana, SPOKEN, ASKED | {"gone": "yes"}, CLOSE))
    assert [step["title"] for step in saved.steps] == ["Round", "Safety close"]


@pytest.mark.parametrize(
    "text", ["=1+1", "<script>alert(1)</script>", "{{ 7 * 7 }}", "%(x)s", "’; DROP TABLE own_plan"]
)
def test_words_that_look_like_code_are_words(ana: FlaskClient, text: str) -> None:
    plan_id = made_plan(ana, SPOKEN | {"title": text, "note": text}, title=text)
    assert plan(plan_id).title == text
    page = ana.get(f"/plans/{plan_id}").text
    assert "<script>alert" not in page
    assert ana.get(f"/plans/{plan_id}/edit").status_code == 200


def test_control_marks_are_taken_out(ana: FlaskClient) -> None:
    assert plan(made_plan(ana, SPOKEN, title="Even\x00ing \u202eplan\r\n here")).title == "Even ing plan here"


# Two people, one plan


def test_the_later_save_is_refused_and_keeps_what_was_typed(ana: FlaskClient) -> None:
    plan_id = made_plan(ana)
    form = plan_form(SPOKEN | {"title": "Mine"}, CLOSE, title="Second thoughts", plan_id=str(plan_id))
    assert ana.post(f"/plans/{plan_id}", data=plan_form(SPOKEN, title="First", plan_id=str(plan_id))).status_code == 303
    late = ana.post(f"/plans/{plan_id}", data=form)
    assert late.status_code == 409
    assert "Somebody saved this while you had it open." in late.text
    assert 'value="Second thoughts"' in late.text
    assert values_of(late.text, "title") == ["Mine", "Safety close"]
    assert plan(plan_id).title == "First"
    assert ana.post(f"/plans/{plan_id}", data=form).status_code == 409, "pressing Save again changes nothing"


def test_what_was_refused_can_be_saved_as_a_copy(ana: FlaskClient) -> None:
    plan_id = made_plan(ana)
    ana.post(f"/plans/{plan_id}", data=plan_form(SPOKEN, title="First"))
    late = ana.post(f"/plans/{plan_id}", data=plan_form(SPOKEN, title="Second", plan_id=str(plan_id)))
    assert 'formaction="/plans"' in late.text
    assert ana.post("/plans", data=plan_form(SPOKEN, title="Second")).status_code == 303
    assert count(OwnPlan) == 2
