"""`facilitator backup` and `facilitator restore`, as whoever runs the machine meets them."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from facilitator import create_app, db, db_migrations
from facilitator.accounts.models import Program, SignIn
from facilitator.cli import parse
from facilitator.config import Config, ConfigError
from facilitator.errors import Invalid, Refused
from facilitator.setup import postgresql_backup, run_backup, run_restore
from facilitator.setup import restore as restoring
from facilitator.setup.backup import erase_old, name_of
from facilitator.setup.restore import restore
from tests.cast import Cast, Room, sign_in
from tests.conftest import on_both
from tests.deploy.conftest import Backup, Restore, options

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def plain_machine(monkeypatch: pytest.MonkeyPatch, config: Config) -> None:
    """What the commands read of the environment is this installation's."""
    monkeypatch.setenv("SECRET_KEY", config.secret_key)
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    for name in ("REDIS_URL", "PUBLIC_URL", "FACILITATOR_DATA", "FLOOR"):
        monkeypatch.delenv(name, raising=False)


def program() -> str:
    with db.reading() as tx:
        return tx.scalars(select(Program.name)).one()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@on_both
def test_it_is_one_file_for_its_owner_alone_without_key_secret_or_sign_in(
    app: Flask, cast: Cast, config: Config, tmp_path: Path, elsewhere: Config, restored: Restore
) -> None:
    sign_in(app.test_client(), "Ana")
    Room.opened(cast)
    secrets = [path.read_bytes() for path in config.key_folder.iterdir()]
    assert run_backup(options(config, to=str(tmp_path / "one"), days=14)) == 0
    file = tmp_path / "one"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(secrets) == 2
    assert not any(secret in file.read_bytes() for secret in [*secrets, config.secret_key.encode()])
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name or "one-" in path.name] == []
    with db.reading() as tx:
        assert tx.scalars(select(SignIn)).all(), "the control: somebody is signed in"
    restored(elsewhere, file)
    with db.reading() as tx:
        assert tx.scalars(select(SignIn)).all() == []


def test_a_file_that_is_there_is_not_written_over(app: Flask, cast: Cast, config: Config, tmp_path: Path) -> None:
    (tmp_path / "one").write_text("a holiday")
    with pytest.raises(Refused, match="there already"):
        run_backup(options(config, to=str(tmp_path / "one"), days=14))
    assert (tmp_path / "one").read_text() == "a holiday"
    with pytest.raises(Refused, match="no folder"):
        run_backup(options(config, to=str(tmp_path / "not" / "there"), days=14))


def test_a_database_that_cannot_be_copied_whole_leaves_the_last_backup_alone(
    app: Flask, cast: Cast, config: Config, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    run_backup(options(config, to=str(place), days=14))
    [good] = place.iterdir()
    before = good.read_bytes()
    db.database().close()
    damaged = bytearray((config.data_folder / "facilitator.db").read_bytes())
    damaged[4096 : 4096 * 40] = os.urandom(4096 * 39)
    (config.data_folder / "facilitator.db").write_bytes(damaged)
    with pytest.raises(Refused, match="No whole copy"):
        run_backup(options(config, to=str(place), days=14))
    assert [path.read_bytes() for path in place.iterdir()] == [before]
    (config.data_folder / "facilitator.db").unlink()
    with pytest.raises(Refused, match="set up"):
        run_backup(options(config, to=str(place), days=14))


@pytest.mark.proves("P30")
def test_in_a_folder_a_backup_has_the_name_of_its_day_and_old_ones_are_erased(
    app: Flask, cast: Cast, config: Config, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    for name in ("facilitator-2001-01-01.backup", "facilitator-2001-13-01.backup", "notes.txt"):
        (place / name).touch()
    for _ in range(2):
        assert run_backup(options(config, to=str(place), days=14)) == 0
    made = [path for path in place.iterdir() if path.stat().st_size]
    assert len(made) == 1, "a second one on a day takes the place of the first"
    assert {path.name for path in place.iterdir()} == {made[0].name, "facilitator-2001-13-01.backup", "notes.txt"}


@pytest.mark.proves("P30")
def test_no_backup_lives_longer_than_thirty_days(config: Config, tmp_path: Path) -> None:
    for days in (0, 31):
        with pytest.raises(Invalid, match="30 days"):
            run_backup(options(config, to=str(tmp_path), days=days))
    for day in (date(2026, 10, 24), date(2026, 10, 25), TODAY):
        (tmp_path / name_of(day)).touch()
    assert erase_old(tmp_path, 30, TODAY) == 1
    assert sorted(path.name for path in tmp_path.glob("*.backup")) == [name_of(date(2026, 10, 25)), name_of(TODAY)]


@on_both
def test_it_goes_into_a_place_with_something_in_it_only_when_that_is_said(
    app: Flask, cast: Cast, config: Config, backup: Backup
) -> None:
    file = backup()
    db.database().close()
    with pytest.raises(Refused, match="--replace"):
        restore(config, file)
    assert restore(config, file, replace=True).without_keys == 0
    assert "facilitator.db.restoring" not in contents(config.data_folder)
    db.connect(config.database_url)
    assert program() == "Riverside (made up)"


@on_both
def test_it_waits_until_the_server_is_stopped(app: Flask, cast: Cast, config: Config, backup: Backup) -> None:
    file = backup()
    program()
    with db.database().reader.connect(), pytest.raises(Refused, match="Stop the server"):
        restore(config, file, replace=True)
    assert program() == "Riverside (made up)"


@on_both
def test_a_damaged_backup_changes_nothing(app: Flask, cast: Cast, config: Config, backup: Backup) -> None:
    file = backup()
    whole = file.read_bytes()
    db.database().close()
    for damaged in (whole[: len(whole) // 2], whole[:-200], b"a holiday", b""):
        file.write_bytes(damaged)
        with pytest.raises(Refused):
            restore(config, file, replace=True)
    db.connect(config.database_url)
    assert program() == "Riverside (made up)"
    file.write_bytes(whole)
    db.database().close()
    restore(config, file, replace=True)


def test_a_backup_of_the_other_kind_of_database_is_told_apart(config: Config, tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"PGDMP" + bytes(100))
    with pytest.raises(Refused, match="another kind"):
        restore(config, tmp_path / "dump")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE holiday (id int)")
    with pytest.raises(Refused, match="no backup"):
        restore(config, tmp_path / "other.db")


@on_both
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    app: Flask, cast: Cast, config: Config, backup: Backup, elsewhere: Config, restored: Restore
) -> None:
    db.database().close()
    db_migrations.downgrade(config.database_url, "0009")
    restored(elsewhere, backup())
    assert db_migrations.is_current(elsewhere.database_url)
    assert program() == "Riverside (made up)"


@on_both
def test_a_backup_of_a_newer_version_is_refused(
    app: Flask, cast: Cast, config: Config, backup: Backup, elsewhere: Config
) -> None:
    db.write(lambda tx: tx.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    file = backup()
    db.database().close()
    with pytest.raises(Refused, match="Update the program first"):
        restore(elsewhere, file)


@on_both
def test_a_restore_that_is_cut_short_can_be_run_again_and_nobody_serves_what_is_half_done(
    app: Flask, cast: Cast, config: Config, backup: Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backup()
    db.write(lambda tx: tx.connection().exec_driver_sql("UPDATE program SET name = 'Later'"))
    db.database().close()

    def cut(_: Config) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_settle", cut)
        with pytest.raises(KeyboardInterrupt):
            restore(config, file, replace=True)
    if config.database_url.startswith("sqlite"):
        db.connect(config.database_url)
        assert program() == "Later", "the old database is as it was"
        db.database().close()
    else:
        with pytest.raises(ConfigError, match="did not finish"):
            create_app(config)
    restore(config, file, replace=True)
    create_app(config)
    assert program() == "Riverside (made up)"


def test_a_database_that_cannot_be_read_any_more_is_replaced(
    app: Flask, cast: Cast, config: Config, backup: Backup
) -> None:
    file = backup()
    db.database().close()
    (config.data_folder / "facilitator.db").write_bytes(b"scratched disk" * 1000)
    with pytest.raises(Refused, match="--replace"):
        restore(config, file)
    restore(config, file, replace=True)
    db.connect(config.database_url)
    assert program() == "Riverside (made up)"


def test_on_a_new_machine_the_folder_and_a_secret_are_made_and_what_to_look_at_is_told(
    app: Flask,
    cast: Cast,
    config: Config,
    backup: Backup,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Room.opened(cast)
    file = backup()
    db.database().close()
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.delenv("DATABASE_URL")
    place = replace(config, data_folder=tmp_path / "new", database_url="")
    assert run_restore(options(place, file=str(file), replace=False)) == 0
    said = capsys.readouterr().out
    assert "1 sessions were under way" in said
    assert "Everybody signs in anew" in said
    assert "The secret is new" in said
    assert {path.name for path in place.data_folder.iterdir()} >= {"secret", "facilitator.db"}
    assert stat.S_IMODE((place.data_folder / "facilitator.db").stat().st_mode) == 0o600
    db.connect(place.database_url)
    assert program() == "Riverside (made up)"


def test_a_password_of_the_database_is_in_no_list_of_processes(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql+psycopg://ana:hush@db.example:5433/groups?sslmode=verify-full"
    told = postgresql_backup._environ(replace(config, database_url=url))
    named = {name: value for name, value in told.items() if name.startswith("PG") and value != os.environ.get(name)}
    assert named == {
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGUSER": "ana",
        "PGPASSWORD": "hush",
        "PGDATABASE": "groups",
        "PGSSLMODE": "verify-full",
    }


def test_without_the_tools_of_postgresql_it_says_what_to_install(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Refused, match="postgresql-client"):
        postgresql_backup.save(config, tmp_path / "x", ())


def test_the_commands_are_understood() -> None:
    assert parse(["backup", "/srv/backups"]).days == 14
    assert parse(["restore", "a.backup", "--replace", "--data", "d"]).replace
