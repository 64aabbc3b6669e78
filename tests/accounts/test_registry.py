"""Sign-ins in the registry: they end by themselves, by a press and with the account, and no id is lifted up."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from facilitator import db
from facilitator.accounts import registry
from facilitator.accounts.models import Account, SignIn
from tests.accounts.browsers import id_of, is_in
from tests.cast import Cast, Room, sign_in
from tests.conftest import on_both

NEW = "copper kettle window drift"
HOUR = 60


def unused_for(minutes: int) -> None:
    """As if nobody had touched any browser for so long."""
    db.write(lambda tx: tx.execute(update(SignIn).values(used_minute=SignIn.used_minute - minutes)))


def begun_before(minutes: int) -> None:
    """As if every sign-in had begun so long ago, and been used ever since."""
    db.write(lambda tx: tx.execute(update(SignIn).values(until_minute=SignIn.until_minute - minutes)))


@on_both
@pytest.mark.parametrize(("minutes", "still"), [(28, True), (31, False)])
def test_half_an_hour_without_use_ends_it(ana: FlaskClient, minutes: int, still: bool) -> None:
    unused_for(minutes)
    assert is_in(ana) is still


@on_both
@pytest.mark.parametrize(("minutes", "still"), [(31, True), (11 * HOUR, True), (12 * HOUR + 1, False)])
def test_while_a_session_runs_it_stays_for_twelve_hours(
    cast: Cast, ana: FlaskClient, minutes: int, still: bool
) -> None:
    Room.opened(cast)
    unused_for(minutes)
    assert is_in(ana) is still


def test_somebody_elses_session_keeps_nobody_signed_in(cast: Cast, bea: FlaskClient) -> None:
    Room.opened(cast)
    unused_for(31)
    assert not is_in(bea)


def test_nor_does_one_that_has_ended(cast: Cast, ana: FlaskClient) -> None:
    Room.opened(cast).end()
    unused_for(31)
    assert not is_in(ana)


def test_an_ended_sign_in_is_not_woken_by_a_session_that_opens_later(cast: Cast, ana: FlaskClient) -> None:
    unused_for(31)
    registry.sweep()
    Room.opened(cast)
    assert not is_in(ana)


def test_the_sweep_leaves_what_is_in_use(cast: Cast, ana: FlaskClient) -> None:
    Room.opened(cast)
    unused_for(HOUR)
    registry.sweep()
    assert is_in(ana)


@pytest.mark.parametrize(("minutes", "still"), [(24 * HOUR - 2, True), (24 * HOUR, False)])
def test_it_ends_after_a_day_however_busy(cast: Cast, ana: FlaskClient, minutes: int, still: bool) -> None:
    Room.opened(cast)
    begun_before(minutes)
    assert is_in(ana) is still


def test_using_it_puts_the_half_hour_off_and_never_the_day(ana: FlaskClient) -> None:
    for _ in range(3):
        unused_for(20)
        assert is_in(ana)
    begun_before(24 * HOUR)
    assert not is_in(ana)


def test_a_page_that_asks_by_itself_is_nobody_using_it(cast: Cast, ana: FlaskClient) -> None:
    room = Room.prepared(cast)
    fragments = f"/sessions/{room.session_id}/fragments"
    for _ in range(2):
        unused_for(16)
        ana.get(fragments, headers={"Accept": "application/json"})
    assert not is_in(ana)


def test_the_page_lists_browsers_coarsely(app: Flask, ana: FlaskClient) -> None:
    for _ in range(2):
        sign_in(app.test_client(), "Ana").get("/groups", headers={"User-Agent": "Peculiar/1.0"})
    page = ana.get("/account/sign-ins", headers={"User-Agent": "Peculiar/1.0"}).text
    assert page.count("This browser") == 1
    assert page.count("Another browser") == 2
    assert "Used in the last hour" in page
    for told in ("Peculiar", "127.0.0.1", id_of(ana)):
        assert told not in page
    with db.reading() as tx:
        assert not any(row.id.hex in page for row in tx.scalars(select(SignIn)))


def handles(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="handle" value="')[1:]]


def test_one_browser_is_signed_out_from_another(app: Flask, ana: FlaskClient) -> None:
    others = [sign_in(app.test_client(), "Ana") for _ in range(2)]
    handle = handles(ana.get("/account/sign-ins").text)[0]
    assert ana.post("/account/sign-ins/end", data={"handle": handle}).status_code == 303
    assert is_in(ana)
    assert sorted(map(is_in, others)) == [False, True]


def test_all_others_are_signed_out_at_once(app: Flask, ana: FlaskClient, bea: FlaskClient) -> None:
    others = [sign_in(app.test_client(), "Ana") for _ in range(2)]
    assert ana.post("/account/sign-ins/end").status_code == 303
    assert is_in(ana)
    assert is_in(bea)
    assert not any(map(is_in, others))


def test_nobody_signs_somebody_else_out(app: Flask, ana: FlaskClient, bea: FlaskClient) -> None:
    sign_in(app.test_client(), "Ana")
    handle = handles(ana.get("/account/sign-ins").text)[0]
    assert bea.post("/account/sign-ins/end", data={"handle": handle}).status_code == 404
    assert len(handles(ana.get("/account/sign-ins").text)) == 1


@pytest.mark.parametrize("handle", ["x", "0" * 32, "'; --"])
def test_a_handle_that_names_nothing_is_not_found(ana: FlaskClient, handle: str) -> None:
    assert ana.post("/account/sign-ins/end", data={"handle": handle}).status_code == 404


def test_switching_the_account_off_ends_them_all_in_the_registry(cast: Cast, ana: FlaskClient) -> None:
    def off(tx: Any) -> None:
        tx.get_one(Account, cast.ana).active = False
        registry.end_all(tx, cast.ana)

    db.write(off)
    with db.reading() as tx:
        assert not tx.scalars(select(SignIn).where(SignIn.account_id == cast.ana)).all()
    assert not is_in(ana)
