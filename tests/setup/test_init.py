"""`facilitator init` and `facilitator account add`, as whoever runs the machine meets them."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from facilitator import create_app, db
from facilitator.accounts.models import Account, Program
from facilitator.config import Config, ConfigError
from facilitator.errors import Invalid, Refused
from facilitator.setup import folder
from tests.setup.conftest import Run

NEW = "copper kettle window drift"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def password_in(printed: str) -> str:
    return str(re.findall(r"Password +(.+)", printed)[0])


def program_and_account(config: Config) -> tuple[Program, Account]:
    with folder.connected(config), db.reading() as tx:
        return tx.scalars(select(Program)).one(), tx.scalars(select(Account)).one()


def test_it_sets_up_everything_that_is_needed(init: Run, place: Path) -> None:
    init(program="Riverside", pack="us", timezone="America/Denver", admin="Ada", yes=True)
    program, account = program_and_account(folder.config_of(place))
    assert (program.name, program.resource_pack, program.timezone) == ("Riverside", "us", "America/Denver")
    assert (account.name, account.is_admin, account.facilitates, account.reviews) == ("Ada", True, True, False)
    assert account.must_change_password


def test_only_the_owner_reads_folder_secret_and_database(init: Run, place: Path) -> None:
    init(pack="us", yes=True)
    assert mode(place) == 0o700
    assert mode(place / "secret") == mode(place / "facilitator.db") == 0o600
    assert len((place / "secret").read_text().strip()) >= 64


def test_it_works_on_postgresql(init: Run, place: Path, needs_postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", needs_postgresql)
    init(program="Riverside", pack="us", yes=True)
    assert program_and_account(folder.config_of(place))[0].name == "Riverside"
    assert {path.name for path in place.iterdir()} == {"secret"}


def test_the_printed_password_opens_the_door_once_and_a_new_one_is_chosen(init: Run, place: Path) -> None:
    password = password_in(init(pack="us", admin="Ada", yes=True))
    app = create_app(folder.config_of(place))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sign-in", base_url="http://127.0.0.1:8000", data={"name": "Ada", "password": password})
    page = client.get("/groups", base_url="http://127.0.0.1:8000", follow_redirects=True).text
    db.database().close()
    assert "Choose your password" in page


def test_it_says_what_to_do_next(init: Run, place: Path) -> None:
    assert f"Next: facilitator serve --data {place}" in init(pack="us", yes=True)


def test_it_asks_at_a_terminal_and_again_until_the_answer_can_be_used(
    init: Run, place: Path, typed: Callable[..., None]
) -> None:
    typed("mars", "us", "Riverside", "Mars/Base", "America/Denver", "Ada")
    printed = init()
    assert "Choose one of: blank, us." in printed
    assert "There is no such time zone" in printed
    program, account = program_and_account(folder.config_of(place))
    assert (program.name, program.timezone, account.name) == ("Riverside", "America/Denver", "Ada")


def test_an_empty_answer_takes_what_is_offered(init: Run, place: Path, typed: Callable[..., None]) -> None:
    typed("us", "", "", "")
    init()
    program, account = program_and_account(folder.config_of(place))
    assert (program.timezone, account.name) == ("UTC", "admin")


@pytest.mark.proves("R39")
def test_nobodys_country_is_guessed(init: Run) -> None:
    with pytest.raises(ConfigError, match="--pack"):
        init(yes=True)


def test_a_pack_without_an_emergency_number_asks_for_one(init: Run, place: Path, typed: Callable[..., None]) -> None:
    typed("blank", "Ribera", "call us", "112", "Europe/Madrid", "Ada")
    assert "as people dial it" in init()
    assert program_and_account(folder.config_of(place))[0].emergency_number == "112"


def test_such_a_pack_cannot_be_chosen_without_the_number(init: Run) -> None:
    with pytest.raises(ConfigError, match="--emergency"):
        init(pack="blank", yes=True)


@pytest.mark.parametrize(("option", "value"), [("pack", "mars"), ("timezone", "Mars/Base"), ("admin", " ")])
def test_an_option_that_will_not_do_is_named(init: Run, option: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"--{option}"):
        init(**{"pack": "us", "yes": True} | {option: value})


def test_it_can_be_run_again_after_a_stop_halfway(init: Run, place: Path) -> None:
    with pytest.raises(ConfigError):
        init(yes=True)
    init(pack="us", yes=True)
    assert program_and_account(folder.config_of(place))


def test_it_refuses_where_everything_is_set_up(init: Run, place: Path) -> None:
    init(pack="us", admin="Ada", yes=True)
    secret = (place / "secret").read_text()
    with pytest.raises(Refused, match="set up already"):
        init(pack="us", admin="Eve", yes=True)
    assert (place / "secret").read_text() == secret
    assert program_and_account(folder.config_of(place))[1].name == "Ada"


def test_it_keeps_out_of_a_folder_with_other_things_in_it(init: Run, place: Path) -> None:
    place.mkdir(parents=True)
    (place / "holiday.jpg").touch()
    with pytest.raises(ConfigError, match="other things"):
        init(pack="us", yes=True)
    assert [path.name for path in place.iterdir()] == ["holiday.jpg"]


# Adding people


def test_a_person_is_added_with_their_roles(init: Run, add: Run, place: Path) -> None:
    init(pack="us", admin="Ada", yes=True)
    password = password_in(add("Otto", "reviewer", "facilitator"))
    with folder.connected(folder.config_of(place)), db.reading() as tx:
        otto = tx.scalars(select(Account).where(Account.name == "Otto")).one()
    assert (otto.is_admin, otto.facilitates, otto.reviews) == (False, True, True)
    assert otto.must_change_password
    assert len(password.split()) >= 5


@pytest.mark.parametrize("name", ["Ada", "ada", " ADA "])
def test_a_name_that_is_taken_is_refused(init: Run, add: Run, name: str) -> None:
    init(pack="us", admin="Ada", yes=True)
    with pytest.raises(Invalid, match="with that name already"):
        add(name, "facilitator")


def test_nobody_is_added_before_set_up(add: Run) -> None:
    with pytest.raises(ConfigError, match="facilitator init"):
        add("Otto", "reviewer")
