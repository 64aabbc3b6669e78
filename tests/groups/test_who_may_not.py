"""Whose group it is decides; everybody else finds nothing."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import accounts, db
from facilitator.sessions import group_readings
from facilitator.sessions.models import GroupSession
from tests.cast import PASSWORD, Cast, Room, sign_in
from tests.groups.counting import count

CHANGES = ("name", "supervisor", "facilitators", "archive", "removal")


@pytest.mark.parametrize("page", ["", "/settings", "/library?seed=a"])
def test_another_facilitators_group_looks_like_none(bea: FlaskClient, cast: Cast, page: str) -> None:
    assert bea.get(f"/groups/{cast.tuesday}{page}").status_code == 404
    assert bea.get(f"/groups/{db.new_id()}{page}").status_code == 404


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", ["bea", "otto"])
def test_nobody_else_changes_a_group(request: pytest.FixtureRequest, cast: Cast, who: str, change: str) -> None:
    client: FlaskClient = request.getfixturevalue(who)
    form = {"name": "Mine", "contact": "Me", "account": str(cast.bea), "archived": "1", "typed_name": "Tuesday Circle"}
    assert client.post(f"/groups/{cast.tuesday}/{change}", data=form).status_code == 404
    group = group_readings.group_of(cast.tuesday, cast.ana)
    assert (group.name, group.archived, len(group.facilitators)) == ("Tuesday Circle", False, 1)


def test_nobody_else_removes_a_facilitator_or_a_session(bea: FlaskClient, cast: Cast) -> None:
    room = Room.prepared(cast)
    assert bea.post(f"/groups/{cast.tuesday}/facilitators/{cast.ana}/removal").status_code == 404
    assert bea.post(f"/groups/{cast.tuesday}/sessions/{room.session_id}/removal").status_code == 404
    assert bea.post(f"/groups/{cast.thursday}/sessions/{room.session_id}/removal").status_code == 404
    assert count(GroupSession) == 1


def test_an_admin_manages_a_group_and_sees_nothing_that_was_written(ada: FlaskClient, cast: Cast) -> None:
    room = Room.opened(cast)
    assert ada.get(f"/groups/{cast.tuesday}").location == f"/groups/{cast.tuesday}/settings"
    page = ada.get(f"/groups/{cast.tuesday}/settings").text
    assert "Lee, 555 0100" in page
    assert str(room.session_id) not in page
    assert ada.post(f"/groups/{cast.tuesday}/facilitators", data={"account": str(cast.bea)}).status_code == 303
    assert ada.get(f"/groups/{cast.tuesday}/library?seed=a").status_code == 404
    assert ada.get(f"/sessions/{room.session_id}").status_code == 404


def test_an_admin_of_another_program_finds_nothing(app: Flask, cast: Cast, stranger: UUID) -> None:
    theirs = accounts.account_of(stranger).program_id
    accounts.create_account(theirs, "Inga", PASSWORD, ["admin"], must_change=False)
    inga = sign_in(app.test_client(), "Inga")
    assert inga.get(f"/groups/{cast.tuesday}/settings").status_code == 404
    assert "Tuesday Circle" not in inga.get("/groups").text


@pytest.mark.parametrize(
    "path", ["/groups/new", "/groups/{}", "/groups/{}/settings"], ids=lambda path: path.replace("{}", "one")
)
def test_a_stranger_is_led_to_the_sign_in_page(client: FlaskClient, cast: Cast, path: str) -> None:
    assert client.get(path.format(cast.tuesday)).location.startswith("/sign-in?next=/groups/")


@pytest.mark.parametrize("change", CHANGES)
def test_changes_are_never_made_by_a_link(ana: FlaskClient, cast: Cast, change: str) -> None:
    assert ana.get(f"/groups/{cast.tuesday}/{change}").status_code == 405
