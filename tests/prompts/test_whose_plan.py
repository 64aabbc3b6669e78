"""A plan is its owner's; shared, the program's to use and copy; never another program's."""

import pytest
from flask.testing import FlaskClient

from facilitator import db, prompts
from facilitator.prompts.models import OwnPrompt
from tests.cast import Cast
from tests.prompts.writing import ASKED, SPOKEN, count, made_plan, made_prompt, plan, plan_form, prompt_form, values_of


def every_way_in(client: FlaskClient, plan_id: object) -> list[int]:
    form = plan_form(SPOKEN, title="Not yours", plan_id=str(plan_id))
    reads = [client.get(f"/plans/{plan_id}{page}") for page in ("", "/edit", "/print", "/file")]
    writes = [client.post(f"/plans/{plan_id}{deed}", data=form) for deed in ("", "/copies", "/sharing", "/removal")]
    return [answer.status_code for answer in (*reads, *writes, client.post("/plans/changes", data=form))]


@pytest.mark.parametrize("who", ["bea", "ada", "otto", "sven"])
def test_what_nobody_shared_is_seen_by_its_owner_alone(
    request: pytest.FixtureRequest, ana: FlaskClient, who: str
) -> None:
    plan_id, other = made_plan(ana, title="Just for me"), request.getfixturevalue(who)
    assert set(every_way_in(other, plan_id)[:-1]) == {404}
    assert "Just for me" not in other.get("/plans").text
    assert plan(plan_id).title == "Just for me"


@pytest.fixture
def shared(ana: FlaskClient) -> object:
    plan_id = made_plan(ana, title="For all of us")
    assert ana.post(f"/plans/{plan_id}/sharing", data={"shared": "1"}).status_code == 303
    return plan_id


def test_what_is_shared_can_be_used_and_copied_by_the_program_and_changed_by_no_other(
    bea: FlaskClient, cast: Cast, shared: object
) -> None:
    assert "For all of us" in bea.get("/plans").text
    assert "By Ana" in bea.get(f"/plans/{shared}").text
    assert "For all of us" in bea.get(f"/groups/{cast.thursday}").text
    for change in ("", "/sharing", "/removal"):
        assert bea.post(f"/plans/{shared}{change}", data=plan_form(SPOKEN)).status_code == 404
    assert bea.get(f"/plans/{shared}/edit").status_code == 404
    copied = bea.post(f"/plans/{shared}/copies")
    assert bea.get(copied.location).status_code == 200


def test_an_admin_may_change_what_is_shared(ada: FlaskClient, shared: str) -> None:
    assert ada.post(f"/plans/{shared}", data=plan_form(SPOKEN, title="Better")).status_code == 303
    assert plan(shared).title == "Better"  # type: ignore[arg-type]
    assert ada.post(f"/plans/{shared}/sharing", data={"shared": "0"}).location == "/plans"
    assert ada.get(f"/plans/{shared}").status_code == 404


def test_another_program_sees_nothing_of_it(sven: FlaskClient, shared: object) -> None:
    assert set(every_way_in(sven, shared)[:-1]) == {404}
    assert "For all of us" not in sven.get("/plans").text


def test_an_owner_who_stops_sharing_keeps_the_plan(ana: FlaskClient, bea: FlaskClient, shared: object) -> None:
    assert ana.post(f"/plans/{shared}/sharing", data={"shared": "0"}).status_code == 303
    assert bea.get(f"/plans/{shared}").status_code == 404
    assert ana.get(f"/plans/{shared}").status_code == 200


def test_it_is_deleted_for_good(ana: FlaskClient) -> None:
    plan_id = made_plan(ana)
    assert ana.post(f"/plans/{plan_id}/removal").location == "/plans"
    assert ana.get(f"/plans/{plan_id}").status_code == 404


@pytest.mark.parametrize("deed", ["copies", "sharing", "removal"])
def test_changes_are_never_made_by_a_link(ana: FlaskClient, deed: str) -> None:
    assert ana.get(f"/plans/{made_plan(ana)}/{deed}").status_code == 405


@pytest.mark.parametrize("plan_id", ["A", "stage1"])
def test_a_shipped_plan_is_read_and_copied_and_never_changed(ana: FlaskClient, plan_id: str) -> None:
    assert ana.get(f"/plans/{plan_id}").status_code == 200
    assert ana.post(f"/plans/{plan_id}", data=plan_form(SPOKEN)).status_code == 405
    assert ana.get(f"/plans/{plan_id}/edit").status_code == 404
    edit = ana.get(ana.post(f"/plans/{plan_id}/copies").location).text
    wanted = prompts.plan_of(plan_id, "en", db.new_id())
    assert values_of(edit, "plan_title") == [wanted.title]
    assert len(values_of(edit, "minutes")) == len(wanted.steps)


def test_a_copy_keeps_its_minutes_and_a_second_one_gets_a_number(ana: FlaskClient) -> None:
    first, second = (ana.post("/plans/B/copies").location for _ in range(2))
    assert "60 minutes, phones up for 12" in ana.get(first).text
    assert values_of(ana.get(second).text, "plan_title") == ["Spot it and handle it 2"]


# Plans and the prompts in them


def test_a_shared_plan_shows_the_prompts_that_are_in_it(ana: FlaskClient, bea: FlaskClient) -> None:
    prompt_id = made_prompt(ana, text="What did the rain sound like?")
    plan_id = made_plan(ana, ASKED | {"prompt": str(prompt_id)})
    ana.post(f"/plans/{plan_id}/sharing", data={"shared": "1"})
    assert "What did the rain sound like?" in bea.get(f"/plans/{plan_id}").text
    assert "What did the rain sound like?" not in bea.get("/prompts").text


def test_a_copy_of_a_plan_has_its_own_copies_of_other_peoples_prompts(ana: FlaskClient, bea: FlaskClient) -> None:
    prompt_id = made_prompt(ana, text="What did the rain sound like?")
    plan_id = made_plan(ana, *[ASKED | {"prompt": str(prompt_id)}] * 2)
    ana.post(f"/plans/{plan_id}/sharing", data={"shared": "1"})
    location = bea.post(f"/plans/{plan_id}/copies").location
    assert count(OwnPrompt) == 2, "one copy for both steps"
    ana.post(f"/prompts/{prompt_id}", data=prompt_form(text="Changed?"))
    assert "What did the rain sound like?" in bea.get(location).text


def test_nobody_puts_somebody_elses_private_prompt_into_a_plan(ana: FlaskClient, bea: FlaskClient) -> None:
    prompt_id = made_prompt(ana, text="What did the rain sound like?")
    answer = bea.post("/plans", data=plan_form(ASKED | {"prompt": str(prompt_id)}))
    assert answer.status_code == 422
    assert "There is no such prompt." in answer.text
    assert "rain" not in answer.text
    assert "rain" not in bea.post("/plans/changes", data=plan_form(ASKED | {"prompt": str(prompt_id)})).text
