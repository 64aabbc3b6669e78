"""When something may have been lost: doors shut, what was held counted, and a drill that tells the truth."""

from argparse import Namespace
from pathlib import Path

import pytest

from facilitator import accounts, db
from facilitator.accounts.models import SignIn
from facilitator.errors import Refused
from facilitator.setup import folder, lockdown, run_drill, run_held, run_lockdown
from tests.setup.conftest import Run

ANSWERS: dict[str, str | bool] = {
    "program": "Open Door Recovery", "pack": "us", "timezone": "America/Denver", "admin": "Ada", "yes": True,
}  # fmt: skip


@pytest.mark.proves("P38")
def test_it_ends_every_sign_in_and_makes_a_new_secret(init: Run, place: Path) -> None:
    init(**ANSWERS)
    sign_in(place)
    before = (place / "secret").read_bytes()
    assert run_lockdown(Namespace(data=str(place))) == 0
    assert lockdown.held(folder.config_of(place))["sign_in"] == 0
    assert (place / "secret").read_bytes() != before
    assert (place / "secret").stat().st_mode & 0o777 == 0o600


def test_it_says_so_where_the_secret_is_kept_elsewhere(init: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(**ANSWERS)
    sign_in(place)
    monkeypatch.setenv("SECRET_KEY", "s" * 40)
    with pytest.raises(Refused, match="SECRET_KEY"):
        run_lockdown(Namespace(data=str(place)))
    assert lockdown.held(folder.config_of(place))["sign_in"] == 1


@pytest.mark.proves("P38")
def test_what_is_held_is_counted_and_not_shown(init: Run, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(**ANSWERS)
    assert run_held(Namespace(data=str(place))) == 0
    said = capsys.readouterr().out
    assert "1  account\n" in said
    assert "0  strategy\n" in said
    assert "Ada" not in said


@pytest.mark.proves("P38")
def test_the_drill_says_that_each_step_did_what_it_should(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_drill(Namespace()) == 0
    assert capsys.readouterr().out.count("ok  ") == 3


def test_the_drill_finds_a_door_that_stays_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lockdown, "DOORS", ())
    assert run_drill(Namespace()) == 1
    assert "FAILED  Every sign-in is ended" in capsys.readouterr().out


def sign_in(place: Path) -> None:
    with folder.connected(folder.config_of(place)):
        with db.reading() as tx:
            ada = tx.query(accounts.models.Account.id).scalar()
        columns = {one.name: 2**31 - 1 for one in SignIn.__table__.columns if not one.nullable and one.default is None}
        db.write(lambda tx: tx.add(SignIn(**{**columns, "id": db.new_id(), "account_id": ada})))
