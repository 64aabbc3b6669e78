"""Prompts that people write, copy and change, with what the editor tells about their words."""

import pytest
from flask.testing import FlaskClient

from facilitator import content
from facilitator.prompts.models import OwnPrompt
from tests.cast import Cast, answered
from tests.conftest import on_both
from tests.prompts.writing import ASKED, count, made_plan, made_prompt, prompt, prompt_form

POLL = {"kind": "poll", "options": "A walk\n\n  A   call \nSleep\n"}
AS_JSON = {"Accept": "application/json"}


@pytest.mark.proves("R27")
@on_both
def test_a_prompt_is_written_and_stands_in_the_library(ana: FlaskClient) -> None:
    made_prompt(ana, note="Wait a little.", safety="No doses.", reminder="Carry naloxone.", tags=["plan", "craving"])
    page = ana.get("/prompts").text
    for words in ("What helps you rest?", "Yours", "Wait a little.", "No doses.", "Carry naloxone."):
        assert words in page


def test_a_poll_has_its_choices_one_a_line(ana: FlaskClient) -> None:
    assert prompt(made_prompt(ana, **POLL)).options == ["A walk", "A call", "Sleep"]


def test_choices_go_with_the_poll_and_the_hard_end_with_the_scale(ana: FlaskClient) -> None:
    talk = prompt(made_prompt(ana, **POLL | {"kind": "open", "hard_end": "low"}))
    assert (talk.options, talk.hard_end) == ([], None)
    scale = prompt(made_prompt(ana, kind="scale", hard_end="high"))
    assert (scale.options, scale.hard_end) == ([], "high")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": " "}, "Write something here."),
        ({"text": "x" * 401}, "Make it 400 characters or shorter."),
        ({"minutes": "soon"}, "Write a whole number from 1 to 240."),
        ({"minutes": "241"}, "Write a whole number from 1 to 240."),
        ({"kind": "spoken"}, "There is no such kind."),
        ({"kind": "scale"}, "A scale needs a hard end, low or high."),
        ({"kind": "scale", "hard_end": "left"}, "Write low or high."),
        ({"kind": "poll", "options": "One"}, "A poll needs two choices or more."),
        ({"kind": "poll", "options": "One\none"}, "Two choices are the same."),
        ({"kind": "poll", "options": "One\nPass"}, "Everyone can pass on every step"),
        ({"kind": "poll", "options": "\n".join(map(str, range(11)))}, "There may be 10."),
        ({"kind": "poll", "options": "One\n" + "x" * 61}, "Make it 60 characters or shorter."),
        ({"topic": "weather"}, "There is no such topic."),
        ({"language": "xx"}, "There is no such language here."),
        ({"tags": ["luck"]}, "There is no tag “luck”."),
        ({"tags": ["meaning", "start"]}, "There is no tag “start”."),
        ({"tags": ["feelings", "body", "craving"]}, "Choose at most two situations and two approaches."),
        ({"note": "x" * 601}, "Make it 600 characters or shorter."),
    ],
)
def test_a_prompt_that_cannot_be_says_why_and_comes_back_full(
    ana: FlaskClient, change: dict[str, object], why: str
) -> None:
    answer = ana.post("/prompts", data=prompt_form(safety="Kept as typed.") | change)
    assert answer.status_code == 422
    assert why in answer.text.replace("&#39;", "'")
    assert "Kept as typed." in answer.text
    assert count(OwnPrompt) == 0


def test_every_shipped_prompt_can_be_copied_and_saved_as_it_is(ana: FlaskClient) -> None:
    for shipped in content.prompts("en").values():
        assert ana.post(f"/prompts/{shipped.id}/copies").status_code == 303
    assert count(OwnPrompt) == 61


@pytest.mark.proves("R48")
def test_a_copy_keeps_the_line_that_members_must_see(ana: FlaskClient) -> None:
    edit = ana.get(ana.post("/prompts/AR-6/copies").location).text
    assert content.prompts("en")["AR-6"].reminder in edit.replace("&#39;", "'")


def test_a_copy_is_in_the_language_of_the_page(ana: FlaskClient) -> None:
    made = ana.post("/prompts/S2-1/copies", headers={"Accept-Language": "es"})
    assert content.prompts("es")["S2-1"].text in ana.get(made.location).text


def test_the_later_save_is_refused_and_keeps_what_was_typed(ana: FlaskClient) -> None:
    prompt_id = made_prompt(ana)
    assert ana.post(f"/prompts/{prompt_id}", data=prompt_form(text="First?")).status_code == 303
    late = ana.post(f"/prompts/{prompt_id}", data=prompt_form(text="Second?", prompt_id=str(prompt_id)))
    assert late.status_code == 409
    assert "Second?" in late.text
    assert "Somebody saved this" in late.text
    assert prompt(prompt_id).text == "First?"


# Whose it is


@pytest.mark.parametrize("who", ["bea", "ada", "otto", "sven"])
def test_what_nobody_shared_is_seen_by_its_owner_alone(
    request: pytest.FixtureRequest, ana: FlaskClient, who: str
) -> None:
    prompt_id, other = made_prompt(ana, text="Only for me?"), request.getfixturevalue(who)
    assert other.get(f"/prompts/{prompt_id}/edit").status_code == 404
    for deed in ("", "/copies", "/sharing", "/removal"):
        assert other.post(f"/prompts/{prompt_id}{deed}", data=prompt_form()).status_code == 404
    assert "Only for me?" not in other.get("/prompts").text
    assert prompt(prompt_id).text == "Only for me?"


def test_what_is_shared_is_used_and_copied_by_the_program_alone(
    ana: FlaskClient, bea: FlaskClient, ada: FlaskClient, sven: FlaskClient
) -> None:
    prompt_id = made_prompt(ana, text="For all of us?")
    ana.post(f"/prompts/{prompt_id}/sharing", data={"shared": "1"})
    assert "For all of us?" in bea.get("/prompts").text
    assert "For all of us?" not in sven.get("/prompts").text
    assert bea.post(f"/prompts/{prompt_id}", data=prompt_form()).status_code == 404
    assert bea.post(f"/prompts/{prompt_id}/copies").status_code == 303
    assert sven.post(f"/prompts/{prompt_id}/copies").status_code == 404
    assert ada.post(f"/prompts/{prompt_id}", data=prompt_form(text="Better?")).status_code == 303


def test_a_reviewer_writes_none(otto: FlaskClient) -> None:
    assert otto.get("/prompts/new").status_code == 404
    assert otto.post("/prompts", data=prompt_form()).status_code == 404
    assert "New prompt" not in otto.get("/prompts").text


def test_a_prompt_that_a_plan_uses_is_not_deleted(ana: FlaskClient) -> None:
    prompt_id = made_prompt(ana)
    plan_id = made_plan(ana, ASKED | {"prompt": str(prompt_id)})
    refused = ana.post(f"/prompts/{prompt_id}/removal")
    assert refused.status_code == 409
    assert "A plan uses this prompt." in refused.text
    ana.post(f"/plans/{plan_id}/removal")
    assert ana.post(f"/prompts/{prompt_id}/removal").status_code == 303
    assert count(OwnPrompt) == 0


@pytest.mark.parametrize("deed", ["copies", "sharing", "removal"])
def test_changes_are_never_made_by_a_link(ana: FlaskClient, deed: str) -> None:
    assert ana.get(f"/prompts/{made_prompt(ana)}/{deed}").status_code == 405


@pytest.mark.parametrize(("filters", "there"), [("topic=stage2", True), ("topic=stage3", False), ("kind=poll", False)])
def test_topic_and_kind_narrow_own_prompts_too(ana: FlaskClient, filters: str, there: bool) -> None:
    made_prompt(ana, text="Mine?", topic="stage2")
    assert ("Mine?" in ana.get(f"/prompts?{filters}").text) == there


def test_words_that_look_like_code_are_words(ana: FlaskClient) -> None:
    made_prompt(ana, text="<script>alert(1)</script> =1+1 {{ 7 * 7 }}")
    page = ana.get("/prompts").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1 {{ 7 * 7 }}" in page


# What the editor tells about the words


@pytest.mark.proves("R27")
@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "What helps you rest?", "Reads at school grade 0.0."),
        ("en", "Participants subsequently anticipate challenging situations.", "Aim for 6 or lower"),
        ("es", "¿Qué le ayuda a dormir bien?", "Reading ease 1"),
        ("es", "Los participantes identificarán anticipadamente situaciones problemáticas.", "Aim for 80 or higher"),
    ],
)
def test_it_says_how_hard_the_words_are(ana: FlaskClient, language: str, text: str, told: str) -> None:
    answer = ana.post("/prompts/reading", data=prompt_form(text=text, language=language), headers=AS_JSON)
    assert told in answered(answer)["reading"]
    assert count(OwnPrompt) == 0


@pytest.mark.proves("R27", "R55")
def test_words_that_label_a_person_are_hinted_at_and_block_nothing(ana: FlaskClient) -> None:
    form = prompt_form(text="How do addicts stay clean?")
    told = answered(ana.post("/prompts/reading", data=form, headers=AS_JSON))["hints"]
    assert told == [
        "“addicts”: you could say people in recovery, or people who use drugs.",
        "“clean”: you could say not using; for a test, negative.",
    ]
    assert ana.post("/prompts", data=form).status_code == 303


def test_without_a_script_the_form_comes_back_full_with_the_hints(ana: FlaskClient) -> None:
    page = ana.post("/prompts/reading", data=prompt_form(text="How do you stay clean?", note="Kept.")).text
    assert "“clean”: you could say" in page
    assert "Kept." in page


def test_choices_are_read_and_notes_are_not(ana: FlaskClient) -> None:
    form = prompt_form(**POLL | {"options": "A clean week\nA walk"}, note="dirty")
    told = answered(ana.post("/prompts/reading", data=form, headers=AS_JSON))["hints"]
    assert [line.split("”")[0] for line in told] == ["“clean"]


def test_only_who_is_signed_in_is_told(client: FlaskClient, cast: Cast) -> None:
    assert client.post("/prompts/reading", data=prompt_form()).location.startswith("/sign-in")


def test_the_words_are_never_told_by_a_link(ana: FlaskClient) -> None:
    assert ana.get("/prompts/reading").status_code == 405
