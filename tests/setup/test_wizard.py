"""Setting up in the browser: for whoever reads the server's terminal, once, and never again."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import create_app, db
from facilitator.accounts.models import Account, Program
from facilitator.config import Config
from facilitator.setup import wizard
from facilitator.setup.wizard_views import offer
from tests.cast import Phone, assemble
from tests.conftest import on_both
from tests.servers import Console, free_port, until

PASSWORD = "copper kettle window drift"
FORM = {
    "program": "Riverside", "pack": "us", "emergency": "", "timezone": "America/Denver", "admin": "Ada",
    "new": PASSWORD, "again": PASSWORD, "kept": "1",
}  # fmt: skip


@pytest.fixture
def code(app: Flask, config: Config) -> str:
    """The code on the terminal of a server that found nothing set up."""
    offered = offer(app, config.secret_key)
    assert offered is not None
    return offered


def programs() -> list[str]:
    with db.reading() as tx:
        return list(tx.scalars(select(Program.name)))


@on_both
@pytest.mark.proves("R57")
def test_whoever_has_the_code_sets_up_and_is_the_first_admin(client: FlaskClient, code: str) -> None:
    answer = client.post("/set-up", data=FORM | {"code": code})
    assert answer.status_code == 303, answer.text
    with db.reading() as tx:
        program, account = tx.scalars(select(Program)).one(), tx.scalars(select(Account)).one()
    assert (program.name, program.resource_pack, program.timezone) == ("Riverside", "us", "America/Denver")
    assert (account.name, account.is_admin, account.facilitates, account.reviews) == ("Ada", True, True, False)
    assert not account.must_change_password


@pytest.mark.proves("R57")
def test_the_first_admin_is_signed_in_and_owes_the_second_factor(config: Config) -> None:
    app = create_app(Config(config.secret_key, config.data_folder, "http://localhost"))
    app.config["WTF_CSRF_ENABLED"] = False
    code = offer(app, config.secret_key)
    client = app.test_client()
    client.post("/set-up", data=FORM | {"code": code})
    answer = client.get("/groups")
    db.database().close()
    assert answer.status_code == 303
    assert answer.location == "/account/second-step"


def test_the_code_may_be_typed_in_any_case_with_any_spaces(client: FlaskClient, code: str) -> None:
    typed = "  " + code.upper().replace(" ", "   ")
    assert client.post("/set-up", data=FORM | {"code": typed}).status_code == 303


@pytest.mark.parametrize("path", ["/", "/join", "/sign-in", "/groups", "/people", "/about", "/help", "/room", "/no"])
def test_until_then_every_page_leads_there(client: FlaskClient, code: str, path: str) -> None:
    assert client.get(path).location == "/set-up"
    assert "Code on the server" in client.get("/set-up").text
    assert client.get("/static/css/base.css").status_code == 200


@pytest.mark.parametrize("typed", ["", "six other words that are wrong", "ñ\0"])
def test_without_the_code_nothing_is_set_up(client: FlaskClient, code: str, typed: str) -> None:
    answer = client.post("/set-up", data=FORM | {"code": typed})
    assert answer.status_code == 422
    assert "not the code on the terminal" in answer.text
    assert code not in answer.text + client.get("/set-up").text
    assert programs() == []


def test_a_wrong_code_is_told_before_anything_else_is_looked_at(client: FlaskClient, code: str) -> None:
    answer = client.post("/set-up", data={"code": "wrong", "timezone": "Mars/Base"})
    assert "time zone. Write it" not in answer.text


def test_who_guesses_has_to_wait(client: FlaskClient, code: str) -> None:
    tries = [client.post("/set-up", data=FORM | {"code": f"guess {number}"}).status_code for number in range(12)]
    assert tries[0] == 422
    assert tries[-1] == 429
    assert client.post("/set-up", data=FORM | {"code": code}).status_code == 429
    assert programs() == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"program": " "}, "Write 1 to 80 characters."),
        ({"pack": ""}, "Choose one of: blank, us."),
        ({"pack": "blank"}, "Write the number as people dial it."),
        ({"timezone": ""}, "There is no such time zone."),
        ({"admin": "x" * 81}, "Write 1 to 80 characters."),
        ({"new": "short", "again": "short"}, "15 characters"),
        ({"again": "another one entirely"}, "are not the same"),
        ({"admin": "Copper Kettle"}, "own name"),
        ({"kept": ""}, "Read how long things are kept"),
    ],
)
def test_what_will_not_do_is_marked_and_the_rest_is_kept(
    client: FlaskClient, code: str, change: dict[str, str], why: str
) -> None:
    answer = client.post("/set-up", data=FORM | {"code": code} | change)
    assert answer.status_code == 422
    assert why in answer.text
    assert PASSWORD not in answer.text
    assert f'value="{code}"' in answer.text
    assert programs() == []


@pytest.mark.proves("R39")
def test_nobodys_country_and_clock_are_guessed(client: FlaskClient, code: str) -> None:
    page = client.get("/set-up", headers={"Accept-Language": "en-US"}).text
    assert "selected" not in page
    assert page.count('<option value="">Choose</option>') == 2


def test_a_pack_without_a_number_takes_the_programs_own(client: FlaskClient, code: str) -> None:
    assert client.post("/set-up", data=FORM | {"code": code, "pack": "blank", "emergency": "112"}).status_code == 303
    with db.reading() as tx:
        assert tx.scalars(select(Program.emergency_number)).one() == "112"


def test_afterwards_it_is_not_there(app: Flask, client: FlaskClient, code: str) -> None:
    client.post("/set-up", data=FORM | {"code": code})
    stranger = app.test_client()
    assert stranger.get("/set-up").status_code == 404
    assert stranger.post("/set-up", data=FORM | {"code": code, "admin": "Eve"}).status_code == 404
    assert stranger.get("/sign-in").status_code == 200
    assert Phone(app).client.get("/").status_code == 200
    assert programs() == ["Riverside"]


def test_where_a_program_is_nothing_is_offered(app: Flask, client: FlaskClient, config: Config) -> None:
    assemble()
    assert offer(app, config.secret_key) is None
    assert client.get("/set-up").status_code == 404
    assert client.post("/set-up", data=FORM | {"code": wizard.code_of(config.secret_key)}).status_code == 404


def test_another_process_that_set_up_ends_the_offer_here(app: Flask, client: FlaskClient, code: str) -> None:
    assert client.get("/sign-in").location == "/set-up"
    assemble()
    assert client.get("/sign-in").status_code == 200
    assert client.get("/set-up").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_it_refuses_another_method(client: FlaskClient, code: str, method: str) -> None:
    assert getattr(client, method)("/set-up").status_code == 405
    assert programs() == []


@on_both
def test_of_two_at_once_one_sets_up(app: Flask, code: str) -> None:
    together = threading.Barrier(2)
    answers: list[int] = []

    def post(name: str) -> None:
        client = app.test_client()
        together.wait()
        answers.append(client.post("/set-up", data=FORM | {"code": code, "program": name}).status_code)

    threads = [threading.Thread(target=post, args=(name,)) for name in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [303, 404]
    assert len(programs()) == 1


def test_another_installation_has_another_code() -> None:
    codes = {wizard.code_of(f"{number}" * 40) for number in range(5)}
    assert len(codes) == 5
    assert {len(one.split()) for one in codes} == {6}


# From nothing to a signed-in admin, as on a new machine


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "srv"


@pytest.fixture
def printed(place: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """`facilitator serve` on an empty folder: its address, and what it prints."""
    port, told = free_port(), tmp_path / "terminal"
    gone = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "FACILITATOR_DATA")
    environ = {name: value for name, value in os.environ.items() if name not in gone}
    environ["PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "facilitator", "serve", "--data", str(place), "--port", str(port)]
    with told.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environ)
        try:
            until(lambda: "set-up" in told.read_text(), 60)
            yield environ["PUBLIC_URL"], told
        finally:
            server.terminate()
            server.wait(20)


@pytest.mark.proves("R57")
def test_from_an_empty_machine_to_a_signed_in_admin(printed: tuple[str, Path], place: Path) -> None:
    address, told = printed
    assert (place / "secret").stat().st_mode & 0o777 == 0o600
    assert (place / "facilitator.db").stat().st_mode & 0o777 == 0o600
    [code] = re.findall(r"\n  ([a-z]+(?: [a-z]+){5})\n", told.read_text())
    browser = Console(address)
    page = until(lambda: answered(browser, "/"))
    assert "Code on the server" in page, "the door leads to set-up"
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    status, page = browser.ask("/set-up", {**FORM, "code": "wrong", "csrf_token": token})
    assert status == 422
    status, page = browser.ask("/set-up", {**FORM, "code": code, "csrf_token": token})
    assert status == 200
    assert "Ada" in page
    assert browser.ask("/set-up")[0] == 404
    assert Console(address).ask("/sign-in")[0] == 200


def answered(browser: Console, path: str) -> str:
    try:
        return browser.ask(path)[1]
    except ConnectionError:
        return ""
