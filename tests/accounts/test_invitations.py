"""An admin's pages of people: who sees them, inviting, roles, disabling."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from facilitator import db
from facilitator.accounts.link_models import AccountLink
from facilitator.accounts.models import Account
from tests.accounts.admins import NEW, elsewhere, id_of, invite, key_in, lets_in, logged, use
from tests.cast import PASSWORD, Cast, sign_in
from tests.conftest import on_both

POSTS = ("link", "roles", "disabling", "enabling", "second-factor/off")


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Ada")


@pytest.fixture
def otto(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Otto")


@on_both
def test_an_invited_person_chooses_a_password_and_is_in(app: Flask, ada: FlaskClient, client: FlaskClient) -> None:
    key = invite(ada, "Newt", "facilitator")
    assert "Newt" in client.post("/link", data={"key": key}).text
    assert use(client, key).location == "/link/done"
    assert lets_in(client, "Newt", NEW)
    assert client.get("/groups").status_code == 200


def test_before_the_link_is_used_no_password_signs_in(ada: FlaskClient, client: FlaskClient) -> None:
    invite(ada, "Newt")
    for guess in ("", NEW, PASSWORD):
        assert not lets_in(client, "Newt", guess)


def test_the_link_is_shown_once_and_kept_nowhere(ada: FlaskClient) -> None:
    key = invite(ada, "Newt")
    assert len(key) >= 22, "128 bits"
    with db.reading() as tx:
        [kept] = tx.scalars(select(AccountLink.digest))
    assert key not in kept
    assert key not in ada.get("/people").text + ada.get(f"/people/{id_of('Newt')}").text + ada.get("/log").text


def test_the_link_leads_to_our_own_address_with_its_key_behind_the_hash(ada: FlaskClient) -> None:
    page = ada.post("/people", data={"name": "Newt", "role": ["reviewer"]}).text
    assert re.search(r'value="http://localhost/link#[\w-]{22}"', page)
    assert "How to hand it over" in page


def test_the_page_at_the_end_of_the_link_knows_nothing_before_the_key_is_posted(client: FlaskClient) -> None:
    page = client.get("/link")
    assert page.status_code == 200
    assert 'action="/link"' in page.text
    assert "account_link.js" in page.text


def test_a_second_invitation_ends_the_first(ada: FlaskClient, client: FlaskClient) -> None:
    first = invite(ada, "Newt")
    second = key_in(ada.post(f"/people/{id_of('Newt')}/link").text)
    assert client.post("/link", data={"key": first}).status_code == 410
    assert use(client, second).status_code == 303
    assert ("invited", "Newt") in logged()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"name": "", "role": ["admin"]}, "Write the name"),
        ({"name": "x" * 81, "role": ["admin"]}, "80 characters"),
        ({"name": "ana", "role": ["admin"]}, "with that name already"),
        ({"name": "Newt"}, "Choose one or more"),
        ({"name": "Newt", "role": ["owner"]}, "Choose one or more"),
    ],
)
def test_it_refuses_an_invitation_that_will_not_do(ada: FlaskClient, form: dict[str, object], why: str) -> None:
    answer = ada.post("/people", data=form)
    assert answer.status_code == 422
    assert why in answer.text


@pytest.mark.proves("P31")
def test_an_admin_sees_who_there_is_and_nobodys_password(ada: FlaskClient, cast: Cast) -> None:
    page = ada.get("/people").text
    assert all(name in page for name in ("Ana", "Bea", "Otto", "Ada"))
    with db.reading() as tx:
        hashed = tx.get_one(Account, cast.ana).password_hash
    one = ada.get(f"/people/{cast.ana}").text
    assert hashed not in one
    assert "argon2" not in one


@pytest.mark.proves("P31")
@pytest.mark.parametrize("path", ["/people", "/people/new", "/log", "/log.csv"])
def test_the_pages_are_an_admins_alone(
    client: FlaskClient, ana: FlaskClient, otto: FlaskClient, ada: FlaskClient, path: str
) -> None:
    assert client.get(path).location.startswith("/sign-in")
    assert ana.get(path).status_code == otto.get(path).status_code == 404
    assert ada.get(path).status_code == 200


@pytest.mark.proves("P31")
def test_nobody_else_may_do_what_an_admin_does(ana: FlaskClient, otto: FlaskClient, cast: Cast) -> None:
    for path in ("/people", *(f"/people/{cast.bea}/{what}" for what in POSTS)):
        for wrong in (ana, otto):
            assert wrong.post(path, data={"name": "Newt", "role": ["admin"]}).status_code == 404, path
    assert logged() == [("signed_in", "Ana"), ("signed_in", "Otto")]


def test_somebody_of_another_program_is_not_there(ada: FlaskClient, app: Flask) -> None:
    zoe = elsewhere()
    assert ada.get(f"/people/{zoe}").status_code == 404
    for what in POSTS:
        assert ada.post(f"/people/{zoe}/{what}", data={"role": ["admin"]}).status_code == 404, what
    assert "Zoe" not in ada.get("/people").text + ada.get("/log").text
    assert lets_in(app.test_client(), "Zoe", PASSWORD)


@pytest.mark.parametrize(
    ("method", "path"),
    [("put", "/people"), ("delete", "/people/{}"), ("post", "/people/{}"), ("post", "/log"), ("post", "/log.csv")]
    + [("get", f"/people/{{}}/{what}") for what in POSTS]
    + [("get", "/link/password"), ("put", "/link"), ("post", "/link/done")],
)
def test_it_refuses_another_method(ada: FlaskClient, cast: Cast, method: str, path: str) -> None:
    assert getattr(ada, method)(path.format(cast.ana)).status_code == 405


def test_a_disabled_account_is_out_at_once_and_an_enabled_one_comes_back(
    app: Flask, ada: FlaskClient, ana: FlaskClient, cast: Cast
) -> None:
    assert ada.post(f"/people/{cast.ana}/disabling").status_code == 303
    assert ana.get("/groups").location.startswith("/sign-in")
    assert not lets_in(app.test_client(), "Ana", PASSWORD)
    assert "Disabled" in ada.get("/people").text
    ada.post(f"/people/{cast.ana}/enabling")
    assert ana.get("/groups").location.startswith("/sign-in"), "what was signed in stays signed out"
    assert lets_in(app.test_client(), "Ana", PASSWORD)
    assert {("disabled", "Ana"), ("enabled", "Ana")} <= set(logged())


def test_a_link_of_a_disabled_account_works_no_more(ada: FlaskClient, client: FlaskClient) -> None:
    key = invite(ada, "Newt")
    newt = id_of("Newt")
    ada.post(f"/people/{newt}/disabling")
    assert use(client, key).status_code == 410
    ada.post(f"/people/{newt}/enabling")
    assert use(client, key).status_code == 410
    assert ada.post(f"/people/{newt}/link").status_code == 200


def test_no_link_is_made_for_a_disabled_account(ada: FlaskClient, cast: Cast) -> None:
    ada.post(f"/people/{cast.ana}/disabling")
    assert ada.post(f"/people/{cast.ana}/link").status_code == 409


def test_who_may_do_less_is_signed_out_and_may_do_less(
    app: Flask, ada: FlaskClient, ana: FlaskClient, cast: Cast
) -> None:
    assert ada.post(f"/people/{cast.ana}/roles", data={"role": ["reviewer"]}).status_code == 303
    assert ana.get("/groups").location.startswith("/sign-in")
    assert ("roles_changed", "Ana") in logged()
    assert sign_in(app.test_client(), "Ana").get(f"/groups/{cast.tuesday}").status_code == 404


def test_who_may_do_more_stays_signed_in(ada: FlaskClient, ana: FlaskClient, cast: Cast) -> None:
    ada.post(f"/people/{cast.ana}/roles", data={"role": ["facilitator", "reviewer"]})
    assert ana.get("/groups").status_code == 200


def test_saving_the_same_roles_changes_and_logs_nothing(ada: FlaskClient, cast: Cast) -> None:
    ada.post(f"/people/{cast.ana}/roles", data={"role": ["facilitator"]})
    assert ("roles_changed", "Ana") not in logged()


@on_both
def test_somebody_stays_admin(ada: FlaskClient, cast: Cast) -> None:
    answer = ada.post(f"/people/{cast.ada}/roles", data={"role": ["facilitator"]})
    assert answer.status_code == 422
    assert "Somebody has to be admin" in answer.text
    ada.post(f"/people/{cast.ana}/roles", data={"role": ["facilitator", "admin"]})
    assert ada.post(f"/people/{cast.ada}/roles", data={"role": ["facilitator"]}).status_code == 303


@pytest.mark.parametrize("what", ["link", "disabling", "second-factor/off"])
def test_an_admin_does_it_to_others_and_not_to_themselves(ada: FlaskClient, cast: Cast, what: str) -> None:
    assert ada.post(f"/people/{cast.ada}/{what}").status_code == 409
    assert ada.get("/people").status_code == 200


def test_a_lost_second_factor_is_taken_off_and_the_account_signed_out(
    ada: FlaskClient, ana: FlaskClient, cast: Cast
) -> None:
    db.write(lambda tx: tx.execute(update(Account).where(Account.id == cast.ana).values(totp_on=True)))
    assert "Turn the second step off" in ada.get(f"/people/{cast.ana}").text
    assert ada.post(f"/people/{cast.ana}/second-factor/off").status_code == 303
    assert ana.get("/groups").location.startswith("/sign-in")
    assert ("second_factor_off", "Ana") in logged()
    assert "Turn the second step off" not in ada.get(f"/people/{cast.ana}").text


@pytest.mark.parametrize("path", ["/people/nobody", f"/people/{UUID(int=7)}"])
def test_nobody_is_nobody(ada: FlaskClient, path: str) -> None:
    assert ada.get(path).status_code == 404
