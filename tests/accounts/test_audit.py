"""The log of what people who sign in did: what is in it, what never is, who reads it, and how long it stays."""

import csv
import io
import re
import time
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from facilitator import accounts, db
from facilitator.accounts import audit
from facilitator.accounts.audit_models import AccountAction, Action
from facilitator.models import Base
from facilitator.privacy.cells import plain_cell
from facilitator.sessions import groups
from tests.accounts.admins import elsewhere, id_of, invite, logged, reset, use
from tests.cast import PASSWORD, Cast, Room, sign_in
from tests.conftest import on_both

SEEDED = ("walk around the block", "seeded-words")
DAY = 24 * 3600
NEW = "copper kettle window drift"


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Ada")


def rows_of(client: FlaskClient, query: str = "") -> list[list[str]]:
    answer = client.get(f"/log.csv{query}")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=log.csv"
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def everything() -> str:
    """All cells of the log's table, as they are kept."""
    with db.reading() as tx:
        return "\n".join(str(tuple(row)) for row in tx.execute(text("SELECT * FROM account_action")))


@on_both
def test_it_tells_who_signed_in_and_out_and_changed_a_password(ana: FlaskClient, cast: Cast) -> None:
    ana.post("/account/password", data={"old": PASSWORD, "new": NEW, "again": NEW})
    ana.post("/sign-out")
    told = logged()
    assert ("password_changed", "Ana") in told
    assert ("signed_out", "Ana") in told
    assert ("signed_in", "Ana") in told


def test_it_tells_the_way_of_an_account(app: Flask, ada: FlaskClient, client: FlaskClient) -> None:
    use(client, invite(ada, "Newt"))
    newt = id_of("Newt")
    use(client, reset(ada, newt))
    ada.post(f"/people/{newt}/roles", data={"role": ["reviewer"]})
    ada.post(f"/people/{newt}/disabling")
    ada.post(f"/people/{newt}/enabling")
    told = [action for action, name in logged() if name == "Newt"]
    assert told == ["disabled", "enabled", "invitation_used", "invited", "reset_made", "reset_used", "roles_changed"]


def test_changed_settings_are_told_without_what_they_were(ada: FlaskClient) -> None:
    assert ada.post("/settings/safety/pack", data={"pack": "us", "emergency": "0800 SEED"}).status_code == 422
    assert ada.post("/settings/safety/pack", data={"pack": "us", "emergency": "0800 777"}).status_code == 303
    assert ("settings_changed", "") in logged()
    assert "0800" not in everything()


def test_it_tells_who_was_let_into_a_group_and_who_was_taken_off(ana: FlaskClient, cast: Cast) -> None:
    groups.add_facilitator(cast.tuesday, cast.bea, cast.ana)
    groups.remove_facilitator(cast.tuesday, cast.bea, cast.ana)
    assert logged().count(("access_changed", "Bea")) == 2


def test_nothing_is_told_of_what_was_not_done(ada: FlaskClient, cast: Cast) -> None:
    before = logged()
    ada.post(f"/people/{cast.ada}/disabling")
    ada.post("/people", data={"name": "Ana", "role": ["admin"]})
    ada.post(f"/people/{cast.ana}/roles", data={"role": ["owner"]})
    assert logged() == before


@on_both
@pytest.mark.proves("P31")
def test_a_whole_session_leaves_no_word_and_no_id_of_a_strategy_in_the_log(
    app: Flask, cast: Cast, ada: FlaskClient
) -> None:
    room = Room.opened(cast)
    [step] = room.steps("collect")
    room.open_writing(step)
    for phone in room.phones(app, 4):
        phone.send(step, text=f"I {SEEDED[0]}. {SEEDED[1]}")
    room.close_writing(step)
    room.approve(room.texts()[0])
    room.reveal(step)
    room.end()
    told = everything() + ada.get("/log").text + ada.get("/log.csv").text
    assert not [words for words in SEEDED if words in told]
    assert SEEDED[0] in strategies(), "the control: it was approved, and is found where it belongs"
    for table in ("strategy", "review_item", "step", "group_session", "peer_group"):
        for key in ids_of(table):
            assert key not in everything().replace("-", ""), table


def strategies() -> str:
    with db.reading() as tx:
        return "\n".join(tx.scalars(select(Base.metadata.tables["strategy"].c.text)))


def ids_of(table: str) -> list[str]:
    with db.reading() as tx:
        return [key.hex for key in tx.scalars(select(Base.metadata.tables[table].c.id))]


@pytest.mark.proves("P31")
def test_the_log_has_no_place_for_words() -> None:
    kept = Base.metadata.tables["account_action"].columns
    assert {column.name for column in kept} == {"id", "program_id", "moment", "by_id", "action", "about_id"}
    assert max(len(action.value) for action in Action) <= 20
    with pytest.raises(ValueError, match="seeded"):
        Action("seeded")


@pytest.mark.proves("P30")
def test_a_session_is_told_by_its_week_alone(cast: Cast, ada: FlaskClient) -> None:
    room = Room.opened(cast)
    room.end()
    with db.reading() as tx:
        moments = {row.action: row.moment for row in tx.execute(select(AccountAction.action, AccountAction.moment))}
    for action in ("session_opened", "session_ended"):
        when = datetime.fromtimestamp(moments[action], UTC)
        assert (when.weekday(), when.hour, when.minute, when.second) == (0, 0, 0, 0)
    assert moments["signed_in"] >= moments["session_opened"]
    weeks = [row[0] for row in rows_of(ada) if "session" in row[2]]
    assert weeks
    assert all(re.fullmatch(r"\d{4}-W\d\d", week) for week in weeks)


def test_rows_stand_in_no_order_of_time_in_the_file(app: Flask, cast: Cast) -> None:
    with db.reading() as tx:
        made = tx.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'account_action'"))
    assert "WITHOUT ROWID" in str(made)


def test_many_wrong_sign_ins_are_told_once_an_hour_and_by_the_hour(app: Flask, cast: Cast) -> None:
    for number in range(14):
        place = {"REMOTE_ADDR": f"203.0.{number}.9"}
        answer = app.test_client().post("/sign-in", data={"name": "Ana", "password": "not it"}, environ_base=place)
        assert answer.status_code == 422
    assert logged() == [("guessed_at", "Ana")]
    with db.reading() as tx:
        [row] = tx.scalars(select(AccountAction))
    assert row.by_id is None
    assert row.moment % 3600 == 0


def test_a_few_wrong_sign_ins_and_a_name_that_is_nobodys_are_not_told(app: Flask, cast: Cast) -> None:
    for number in range(12):
        place = {"REMOTE_ADDR": f"203.0.{number}.9"}
        app.test_client().post("/sign-in", data={"name": "Nobody", "password": "not it"}, environ_base=place)
    app.test_client().post("/sign-in", data={"name": "Bea", "password": "not it"})
    assert logged() == []


def write(program: object, by: object, action: Action, moment: int, about: object = None) -> None:
    row = AccountAction(id=db.new_id(), program_id=program, by_id=by, action=action.value, moment=moment)
    row.about_id = about  # type: ignore[assignment]
    db.write(lambda tx: tx.add(row))


@on_both
def test_it_is_read_by_person_and_by_month(ada: FlaskClient, cast: Cast) -> None:
    may = int(datetime(2026, 5, 31, 23, 59, tzinfo=UTC).timestamp())
    write(cast.program, cast.ana, Action.SETTINGS_CHANGED, may)
    write(cast.program, cast.bea, Action.SETTINGS_CHANGED, may + 120)
    write(cast.program, cast.ada, Action.DISABLED, may + 180, cast.ana)

    def told(query: str) -> list[list[str]]:
        return [row[1:] for row in rows_of(ada, query)[1:]]

    assert told("?month=2026-05") == [["Ana", "Changed settings", ""]]
    assert ["Bea", "Changed settings", ""] in told("?month=2026-06")
    assert told(f"?month=2026-06&person={cast.ana}") == [["Ada", "Disabled the account", "Ana"]]
    page = ada.get(f"/log?month=2026-06&person={cast.ana}").text
    assert "Disabled the account" in page
    assert "<option selected>2026-06</option>" in page


@pytest.mark.parametrize("query", ["?person=x", "?month=soon", "?month=2026-13", "?month=9999-12", "?page=0", "?page=x",
                                   "?page=99999999999999999999"])  # fmt: skip
def test_a_strange_address_shows_a_page_all_the_same(ada: FlaskClient, query: str) -> None:
    assert ada.get(f"/log{query}").status_code == 200
    assert ada.get(f"/log.csv{query}").status_code == 200


def test_it_is_read_page_by_page_the_latest_first(ada: FlaskClient, cast: Cast) -> None:
    old = int(time.time()) - 40 * DAY
    for number in range(60):
        write(cast.program, cast.ana if number else cast.bea, Action.ENABLED, old + number * 60)
    first, second = ada.get("/log").text, ada.get("/log?page=2").text
    assert first.count("<td>Enabled the account</td>") == 49
    assert second.count("<td>Enabled the account</td>") == 11
    assert "<td>Bea</td>" in second
    assert "<td>Bea</td>" not in first
    assert "Earlier" in first
    assert "Earlier" not in second
    assert len(rows_of(ada)) == 62, "the file has all of it"


def test_another_programs_log_is_not_shown(app: Flask, ada: FlaskClient) -> None:
    elsewhere()
    zoe = sign_in(app.test_client(), "Zoe")
    assert "Zoe" in zoe.get("/log").text
    assert "Ada</td>" not in zoe.get("/log").text
    assert {row[1] for row in rows_of(zoe)[1:]} == {"Zoe"}


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_a_name_is_never_a_formula(ada: FlaskClient, cast: Cast, name: str) -> None:
    accounts.create_account(cast.program, name, PASSWORD, ["reviewer"], must_change=False)
    write(cast.program, cast.ada, Action.ENABLED, int(time.time()), id_of(name))
    [row] = [row for row in rows_of(ada) if row[2] == "Enabled the account"]
    assert row[3] == f"'{name}"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\0", "\r", "\n"])
def test_what_a_spreadsheet_would_run_is_made_text(first: str) -> None:
    assert plain_cell(f"{first}1") == f"'{first}1"
    assert plain_cell(f"1{first}") == f"1{first}"


@on_both
def test_it_is_kept_for_twelve_months(cast: Cast) -> None:
    now = int(time.time())
    for age in (364, 366):
        write(cast.program, cast.ana, Action.ENABLED, now - age * DAY)
    db.write(lambda tx: audit.purge(tx, now))
    with db.reading() as tx:
        assert [now - one for one in tx.scalars(select(AccountAction.moment))] == [364 * DAY]


@on_both
def test_a_line_outlives_the_account_it_names(cast: Cast, ada: FlaskClient) -> None:
    write(cast.program, cast.ada, Action.DISABLED, int(time.time()), cast.otto)
    db.write(lambda tx: tx.execute(text("DELETE FROM account WHERE name = 'Otto'")))
    assert ["Ada", "Disabled the account", ""] in [row[1:] for row in rows_of(ada)]
