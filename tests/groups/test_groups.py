"""The list of groups, a new group, and a group's home."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import accounts
from facilitator.sessions.models import GroupSession, Step
from tests.cast import PASSWORD, Cast, Room, sign_in
from tests.groups.counting import count

# The list


def test_the_list_shows_the_groups_one_runs_and_no_others(ana: FlaskClient) -> None:
    page = ana.get("/groups").text
    assert "Tuesday Circle" in page
    assert "Thursday Night" not in page


def test_an_empty_list_says_what_to_do_first(app: Flask, cast: Cast) -> None:
    accounts.create_account(cast.program, "Cleo", PASSWORD, ["facilitator"], must_change=False)
    page = sign_in(app.test_client(), "Cleo").get("/groups").text
    assert "Make a group first" in page
    assert 'href="/groups/new"' in page


def test_the_list_says_where_a_session_is_on(ana: FlaskClient, cast: Cast) -> None:
    assert "Session on now" not in ana.get("/groups").text
    Room.opened(cast)
    assert "Session on now" in ana.get("/groups").text


def test_an_admin_sees_every_group_of_the_program(ada: FlaskClient, cast: Cast) -> None:
    page = ada.get("/groups").text
    assert "Tuesday Circle" in page
    assert "Thursday Night" in page


def test_a_reviewer_sees_no_group(otto: FlaskClient) -> None:
    page = otto.get("/groups").text
    assert "No groups here" in page
    assert "Tuesday Circle" not in page


# A new group


def test_whoever_makes_a_group_runs_it(ana: FlaskClient) -> None:
    made = ana.post("/groups", data={"name": "  Saturday   Morning "})
    assert made.status_code == 303
    assert "<h1>Saturday Morning</h1>" in ana.get(made.location).text


def test_a_group_made_by_an_admin_waits_for_its_facilitator(ada: FlaskClient, cast: Cast) -> None:
    made = ada.post("/groups", data={"name": "Saturday Morning"})
    page = ada.get(made.location, follow_redirects=True).text
    assert "Nobody runs this group yet" in page


@pytest.mark.parametrize(("name", "why"), [("", "Give the group a name"), ("x" * 121, "120 characters")])
def test_a_name_that_will_not_do_comes_back_with_the_reason(ana: FlaskClient, name: str, why: str) -> None:
    answer = ana.post("/groups", data={"name": name})
    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{name}"' in answer.text


def test_a_reviewer_cannot_make_a_group(otto: FlaskClient) -> None:
    assert otto.get("/groups/new").status_code == 404
    assert otto.post("/groups", data={"name": "Mine"}).status_code == 404


# A group's home


@pytest.mark.proves("R1")
def test_every_plan_is_one_tap_away(ana: FlaskClient, cast: Cast) -> None:
    page = ana.get(f"/groups/{cast.tuesday}").text
    assert page.count('name="plan"') == 4 + 4, "the ready-made plans, and the three questions of each stage"
    made = ana.post(f"/groups/{cast.tuesday}/sessions", data={"plan": "B"})
    assert made.status_code == 303
    assert made.location.startswith("/sessions/")


def test_home_leads_to_the_sessions_that_are_ready_or_on(ana: FlaskClient, cast: Cast) -> None:
    ready, on = Room.prepared(cast), Room.opened(cast)
    page = ana.get(f"/groups/{cast.tuesday}").text
    assert page.index(f"/sessions/{on.session_id}") < page.index(f"/sessions/{ready.session_id}")


def test_an_ended_session_stays_until_its_review_is_finished(ana: FlaskClient, cast: Cast) -> None:
    room = Room.opened(cast)
    room.end()
    assert "Review not finished" in ana.get(f"/groups/{cast.tuesday}").text
    ana.post(f"/sessions/{room.session_id}/review/end")
    page = ana.get(f"/groups/{cast.tuesday}").text
    assert "Review not finished" not in page
    assert page.index("Past sessions") < page.index(f"/sessions/{room.session_id}/summary")


def test_a_session_prepared_by_mistake_can_be_removed(ana: FlaskClient, cast: Cast) -> None:
    room = Room.prepared(cast)
    ana.post(f"/groups/{cast.tuesday}/sessions/{room.session_id}/removal")
    assert count(GroupSession) == count(Step) == 0


def test_a_session_that_was_opened_cannot_be_removed(ana: FlaskClient, cast: Cast) -> None:
    room = Room.opened(cast)
    answer = ana.post(f"/groups/{cast.tuesday}/sessions/{room.session_id}/removal")
    assert answer.status_code == 409
    assert count(GroupSession) == 1


def test_home_asks_for_a_contact_until_that_is_settled(ana: FlaskClient, cast: Cast) -> None:
    made = ana.post("/groups", data={"name": "Saturday Morning"}).location
    assert "Who can you call?" in ana.get(made).text
    ana.post(f"{made}/supervisor", data={"contact": "Lee, 555 0100"})
    assert "Who can you call?" not in ana.get(made).text
