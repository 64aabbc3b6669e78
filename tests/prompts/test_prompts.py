"""The prompt library and the plans, as a facilitator reads them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content, db, prompts
from tests.cast import Cast, sign_in


def test_every_prompt_stands_on_one_shelf(cast: Cast) -> None:
    listed = [prompt.id for shelf in prompts.shelves_of("en") for prompt in shelf.prompts]
    assert sorted(listed) == sorted(content.prompts("en"))
    assert len(listed) == len(set(listed)) == 61


def test_the_page_shows_them_all(ana: FlaskClient) -> None:
    assert ana.get("/prompts").text.count('<article class="entry"') == 61


def test_topic_and_kind_narrow_them(ana: FlaskClient) -> None:
    page = ana.get("/prompts?topic=stage2&kind=collect").text
    wanted = [one for one in content.prompts("en").values() if (one.topic, one.kind) == ("stage2", "collect")]
    assert wanted
    assert page.count('<article class="entry"') == len(wanted)
    assert all(prompt.text in page for prompt in wanted)


def test_a_filter_that_fits_nothing_leads_back_to_all(ana: FlaskClient) -> None:
    page = ana.get("/prompts?topic=no_such_topic").text
    assert "No prompt fits" in page
    assert 'href="/prompts"' in page


def test_what_reads_like_a_prompt_of_somebody_else_is_not_there(ana: FlaskClient) -> None:
    assert ana.get(f"/prompts/{db.new_id()}/edit").status_code == 404
    assert ana.post("/prompts/nonsense/copies").status_code == 404


def test_they_are_read_in_the_language_of_the_browser(ana: FlaskClient) -> None:
    spanish = ana.get("/prompts", headers={"Accept-Language": "es"}).text
    assert content.prompts("es")["S2-1"].text in spanish


@pytest.mark.proves("R1")
def test_a_session_starts_from_one_prompt_in_one_tap(ana: FlaskClient, cast: Cast) -> None:
    page = ana.get(f"/prompts?group={cast.tuesday}").text
    assert f'action="/groups/{cast.tuesday}/sessions"' in page
    assert page.count('name="prompt"') == 61
    made = ana.post(f"/groups/{cast.tuesday}/sessions", data={"prompt": "S2-1"})
    assert made.status_code == 303
    assert ana.get(made.location).status_code == 200


def test_without_a_group_there_is_nothing_to_start(ana: FlaskClient) -> None:
    assert 'name="prompt"' not in ana.get("/prompts").text


@pytest.mark.parametrize("path", ["/prompts?group=nonsense", "/plans?group=nonsense", "/plans/A?group="])
def test_a_broken_address_still_gets_a_page(ana: FlaskClient, path: str) -> None:
    assert ana.get(path).status_code == 200


@pytest.mark.parametrize("plan_id", ["A", "B", "C", "D"])
def test_a_plan_shows_its_steps_to_the_last_minute(ana: FlaskClient, cast: Cast, plan_id: str) -> None:
    plan = prompts.plan_of(plan_id, "en", cast.ana)
    page = ana.get(f"/plans/{plan_id}").text
    assert page.count('class="agenda__time"') == len(plan.steps)
    assert f"–{plan.minutes}<" in page
    assert f"{plan.minutes} minutes, phones up for {plan.phone_minutes}." in page


def test_a_plan_starts_for_the_group_one_came_from(ana: FlaskClient, cast: Cast) -> None:
    assert f'action="/groups/{cast.tuesday}/sessions"' in ana.get(f"/plans/B?group={cast.tuesday}").text
    assert "Start session" not in ana.get("/plans/B").text


def test_a_plan_that_is_not_there_is_not_found(ana: FlaskClient) -> None:
    assert ana.get("/plans/Z").status_code == 404


def test_reviewers_may_read_them_and_strangers_sign_in_first(app: Flask, client: FlaskClient, cast: Cast) -> None:
    assert sign_in(app.test_client(), "Otto").get("/prompts").status_code == 200
    assert client.get("/plans/A").location == "/sign-in?next=/plans/A"


@pytest.mark.parametrize("path", ["/plans/A", "/plans/A/print", "/plans/A/file", "/plans/file", "/print/slips"])
def test_they_are_for_reading_only(ana: FlaskClient, path: str) -> None:
    assert ana.post(path).status_code == 405
