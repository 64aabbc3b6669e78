"""The plan editor without a script: each change sends the whole form, which comes back changed and full."""

import re

import pytest
from flask.testing import FlaskClient

from facilitator import content
from facilitator.prompts.models import OwnPlan
from tests.prompts.writing import ASKED, CLOSE, SPOKEN, count, made_plan, made_prompt, plan_form, titles_in, values_of

A, B, C = ({**SPOKEN, "title": letter} for letter in "ABC")


def changed(client: FlaskClient, change: str, *steps: dict[str, str], status: int = 200) -> str:
    answer = client.post("/plans/changes", data=plan_form(*(steps or (A, B, C)), change=change))
    assert answer.status_code == status, answer.text
    assert count(OwnPlan) == 0
    return answer.text


@pytest.mark.parametrize(
    ("change", "order"),
    [("up 1", "BAC"), ("up 0", "ABC"), ("down 0", "BAC"), ("down 2", "ABC"), ("down 1", "ACB")],
)
def test_a_step_moves_up_or_down_by_one(ana: FlaskClient, change: str, order: str) -> None:
    assert "".join(titles_in(changed(ana, change))) == order


def test_the_button_that_was_pressed_has_the_focus_afterwards(ana: FlaskClient) -> None:
    page = changed(ana, "up 1")
    [focused] = re.findall(r"<(\w+)[^>]*autofocus", page)
    assert focused == "button"
    assert page.index("autofocus") < page.index('value="A"')


def test_a_step_that_is_taken_out_can_be_put_back_until_the_plan_is_saved(ana: FlaskClient) -> None:
    page = changed(ana, "remove 1")
    assert values_of(page, "gone") == ["", "yes", ""]
    assert "10 minutes, phones up for 0" in page
    back = changed(ana, "restore 1", A, B | {"gone": "yes"}, C)
    assert values_of(back, "gone") == ["", "", ""]
    assert "15 minutes, phones up for 0" in back


@pytest.mark.parametrize(
    ("change", "kinds", "minutes"),
    [
        ("add spoken", ["spoken"], ["5"]),
        ("add read_out", ["read_out"], ["9"]),
        ("add close", ["close"], ["2"]),
        ("add ground", [""], ["3"]),
        ("prompt S2-1", [""], ["5"]),
    ],
)
def test_a_step_is_added_at_the_end(ana: FlaskClient, change: str, kinds: list[str], minutes: list[str]) -> None:
    page = changed(ana, change)
    assert titles_in(page)[:3] == ["A", "B", "C"]
    assert values_of(page, "kind")[3:] == kinds
    assert values_of(page, "minutes")[3:] == minutes


def test_what_is_added_comes_before_the_closing_step(ana: FlaskClient) -> None:
    assert values_of(changed(ana, "prompt S2-1", A, CLOSE), "prompt") == ["", "S2-1", ""]


@pytest.mark.proves("R24")
@pytest.mark.parametrize("stage", ["stage1", "stage2", "stage3", "stage4"])
def test_the_three_questions_of_a_stage_come_in_one_tap(ana: FlaskClient, stage: str) -> None:
    page = changed(ana, f"stage {stage}", A, CLOSE)
    assert values_of(page, "prompt") == ["", "U1", "U2", "U3", ""]
    assert values_of(page, "stage") == ["", stage, stage, stage, ""]
    label = content.taxonomy("en").tag(stage).label
    assert page.count(f'<p class="muted">{label}</p>') == 3


@pytest.mark.proves("R2")
def test_total_and_phones_up_minutes_are_told(ana: FlaskClient) -> None:
    page = changed(ana, "down 0", A, ASKED)
    assert "10 minutes, phones up for 5" in page


@pytest.mark.proves("R3")
@pytest.mark.parametrize(("minutes", "hidden"), [("15", True), ("16", False)])
def test_too_many_minutes_with_phones_up_are_warned_of(ana: FlaskClient, minutes: str, hidden: bool) -> None:
    page = changed(ana, "down 0", A, ASKED | {"minutes": minutes})
    assert re.search(r"data-too-long[^>]*>", page)[0].endswith("hidden>") == hidden  # type: ignore[index]


@pytest.mark.parametrize(("steps", "hidden"), [((A,), False), ((A, CLOSE), True), ((CLOSE, A), False)])
def test_a_closing_step_is_offered_where_it_is_missing(
    ana: FlaskClient, steps: tuple[dict[str, str], ...], hidden: bool
) -> None:
    page = changed(ana, "up 0", *steps)
    assert ("data-unclosed hidden" in page) == hidden


def test_what_was_typed_stays_also_where_it_is_wrong(ana: FlaskClient) -> None:
    odd = A | {"minutes": "soon", "note": "Long & <b>", "text": "Said aloud"}
    page = changed(ana, "up 1", odd, B)
    assert values_of(page, "minutes") == ["5", "soon"]
    assert "Long &amp; &lt;b&gt;" in page
    assert "Said aloud" in page


@pytest.mark.parametrize("change", ["", "up", "up 9", "up -1", "up x", "fly 1", "add dance", "stage any", "stage x"])
def test_a_change_that_makes_no_sense_changes_nothing(ana: FlaskClient, change: str) -> None:
    page = changed(ana, change, status=422)
    assert titles_in(page) == ["A", "B", "C"]


def test_a_prompt_that_is_not_there_is_not_added(ana: FlaskClient) -> None:
    page = changed(ana, "prompt Z9", status=422)
    assert "There is no such prompt." in page
    assert titles_in(page) == ["A", "B", "C"]


def test_own_prompts_are_offered_and_added(ana: FlaskClient) -> None:
    prompt_id = made_prompt(ana, text="What did the rain sound like?")
    assert "What did the rain sound like?" in ana.get("/plans/new").text
    page = changed(ana, f"prompt {prompt_id}")
    assert values_of(page, "prompt")[3] == str(prompt_id)
    assert values_of(page, "title")[3] == "What did the rain sound like?"


def test_every_field_has_an_id_of_its_own(ana: FlaskClient) -> None:
    ids = re.findall(r'\bid="([^"]+)"', changed(ana, "stage stage1", A, B, C, CLOSE))
    assert len(ids) == len(set(ids))


def test_the_editor_opens_what_was_saved(ana: FlaskClient) -> None:
    plan_id = made_plan(ana, A | {"note": "Slowly.", "cross_talk": "yes"}, ASKED | {"stage": ""}, title="Mine")
    page = ana.get(f"/plans/{plan_id}/edit").text
    assert values_of(page, "plan_title") == ["Mine"]
    assert titles_in(page) == ["A", "Collect"]
    assert "Slowly." in page
    assert values_of(page, "version") == ["1"]


def test_a_link_to_a_change_leads_nowhere(ana: FlaskClient) -> None:
    assert ana.get("/plans/changes?change=up+1").status_code == 404
