"""A group's settings: its name, whom to call, who runs it, and its end."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from facilitator import db
from facilitator.privacy.keys import keys
from facilitator.sessions import group_readings
from facilitator.sessions.models import GroupSession, Step
from facilitator.strategies.models import Strategy
from tests.cast import Cast, Room
from tests.conftest import on_both
from tests.groups.counting import count


def test_a_group_can_be_renamed(ana: FlaskClient, cast: Cast) -> None:
    answer = ana.post(f"/groups/{cast.tuesday}/name", data={"name": "Tuesday Table"}, follow_redirects=True)
    assert "Tuesday Table" in answer.text
    assert "Saved." in answer.text


def test_a_refused_name_comes_back_as_it_was_typed(ana: FlaskClient, cast: Cast) -> None:
    answer = ana.post(f"/groups/{cast.tuesday}/name", data={"name": "x" * 121})
    assert answer.status_code == 422
    assert "x" * 121 in answer.text
    assert "120 characters" in answer.text


def test_going_without_a_contact_must_be_said(ana: FlaskClient, cast: Cast) -> None:
    path = f"/groups/{cast.tuesday}/supervisor"
    refused = ana.post(path, data={"contact": " "})
    assert refused.status_code == 422
    assert "tick that this group goes without" in refused.text
    assert ana.post(path, data={"contact": "", "waived": "1"}).status_code == 303
    group = group_readings.group_of(cast.tuesday, cast.ana)
    assert group.supervisor_waived
    assert group.supervisor_contact == ""


def test_a_second_facilitator_runs_the_group_too(ana: FlaskClient, bea: FlaskClient, cast: Cast) -> None:
    ana.post(f"/groups/{cast.tuesday}/facilitators", data={"account": str(cast.bea)})
    assert bea.get(f"/groups/{cast.tuesday}").status_code == 200
    bea.post(f"/groups/{cast.tuesday}/facilitators/{cast.ana}/removal")
    assert ana.get(f"/groups/{cast.tuesday}").status_code == 404


def test_whoever_leaves_a_group_goes_to_the_list(ana: FlaskClient, cast: Cast) -> None:
    ana.post(f"/groups/{cast.tuesday}/facilitators", data={"account": str(cast.bea)})
    left = ana.post(f"/groups/{cast.tuesday}/facilitators/{cast.ana}/removal")
    assert left.location == "/groups"


def test_a_group_keeps_its_last_facilitator(ana: FlaskClient, cast: Cast) -> None:
    refused = ana.post(f"/groups/{cast.tuesday}/facilitators/{cast.ana}/removal")
    assert refused.status_code == 422
    assert "A group needs a facilitator" in refused.text


@pytest.mark.parametrize("who", ["otto", "stranger", "nobody"])
def test_only_facilitators_of_the_program_can_be_added(ana: FlaskClient, cast: Cast, stranger: UUID, who: str) -> None:
    account = {"otto": cast.otto, "stranger": stranger, "nobody": ""}[who]
    refused = ana.post(f"/groups/{cast.tuesday}/facilitators", data={"account": str(account)})
    assert refused.status_code == 422
    assert "Choose a facilitator of your program" in refused.text


def test_the_choice_of_facilitators_holds_nobody_of_another_program(
    ana: FlaskClient, cast: Cast, stranger: UUID
) -> None:
    page = ana.get(f"/groups/{cast.tuesday}/settings").text
    assert "Bea" in page
    assert "Sven" not in page


def test_an_archived_group_starts_no_session_until_it_is_back(ana: FlaskClient, cast: Cast) -> None:
    path = f"/groups/{cast.tuesday}"
    ana.post(f"{path}/archive", data={"archived": "1"})
    assert "This group is archived" in ana.get(path).text
    assert ana.post(f"{path}/sessions", data={"plan": "A"}).status_code == 409
    ana.post(f"{path}/archive", data={"archived": "0"})
    assert ana.post(f"{path}/sessions", data={"plan": "A"}).status_code == 303


def test_a_group_with_a_session_on_cannot_be_archived(ana: FlaskClient, cast: Cast) -> None:
    Room.opened(cast)
    refused = ana.post(f"/groups/{cast.tuesday}/archive", data={"archived": "1"})
    assert refused.status_code == 422
    assert "End it first" in refused.text


def test_deleting_asks_for_the_name(ana: FlaskClient, cast: Cast) -> None:
    refused = ana.post(f"/groups/{cast.tuesday}/removal", data={"typed_name": "Tuesday"})
    assert refused.status_code == 422
    assert "as it is written above" in refused.text
    assert 'value="Tuesday"' in refused.text
    assert ana.get(f"/groups/{cast.tuesday}").status_code == 200


@on_both
def test_deleting_a_group_leaves_nothing_of_it(ana: FlaskClient, cast: Cast) -> None:
    Room.prepared(cast)
    db.write(lambda tx: tx.add(Strategy(group_id=cast.tuesday, text="I walk.", week="2026-W40", language="en")))
    answer = ana.post(f"/groups/{cast.tuesday}/removal", data={"typed_name": " tuesday  circle "})
    assert answer.location == "/groups"
    assert count(GroupSession) == count(Step) == count(Strategy) == 0
    assert ana.get(f"/groups/{cast.tuesday}").status_code == 404


@pytest.mark.parametrize("ended", [False, True])
def test_a_group_with_writing_to_deal_with_cannot_be_deleted(ana: FlaskClient, cast: Cast, ended: bool) -> None:
    room = Room.opened(cast)
    if ended:
        room.end()
    refused = ana.post(f"/groups/{cast.tuesday}/removal", data={"typed_name": "Tuesday Circle"})
    assert refused.status_code == 422
    assert ("a review to finish" if ended else "is on") in refused.text
    assert any(keys().folder.iterdir())
