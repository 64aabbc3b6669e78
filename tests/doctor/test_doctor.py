"""The doctor says what is broken and what to do, and nothing that should stay where it is."""

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
import redis
from psycopg import sql
from sqlalchemy import create_engine, make_url, text

from facilitator.config import Config
from facilitator.db_migrations import downgrade
from facilitator.doctor import examined, places, run
from facilitator.doctor.finding import BROKEN, LOOK, OK, Finding
from facilitator.doctor.settings import settings
from facilitator.live.wire import footing
from tests.conftest import on_both
from tests.own_redis import own_redis
from tests.servers import free_port


@pytest.fixture(autouse=True)
def private(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder as `init` leaves it, and nothing said of its disk: a test's own may well be in memory."""
    monkeypatch.setattr(places, "MOUNTS", Path("/nowhere"))
    config.data_folder.chmod(0o700)
    for file in config.data_folder.iterdir():
        file.chmod(0o600)
    config.key_folder.mkdir(mode=0o700)


@pytest.fixture
def alone(config: Config) -> Config:
    return replace(config, public_url=f"http://127.0.0.1:{free_port()}")


def of(config: Config, check: str) -> list[Finding]:
    return [one for one in examined(config) if one.check == check]


def worst(config: Config, check: str) -> str:
    states = {one.state for one in of(config, check)}
    return next(state for state in (BROKEN, LOOK, OK) if state in states)


@on_both
def test_a_sound_installation_has_nothing_broken(alone: Config) -> None:
    found = list(examined(alone))
    assert [one for one in found if one.state == BROKEN] == []
    assert {one.check for one in found} >= {"settings", "data folder", "key folder", "disk", "database", "clock"}
    assert worst(alone, "key folder") == OK
    assert not list(alone.key_folder.iterdir()), "it takes away what it tried"


def test_it_ends_with_one_when_something_is_broken_and_says_what_to_do(
    alone: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (alone.data_folder / "secret").write_text("s" * 40 + "\n")
    (alone.data_folder / "secret").chmod(0o600)
    monkeypatch.setenv("PUBLIC_URL", alone.public_url)
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    asked = Namespace(data=str(alone.data_folder), json=False)
    assert run(asked) == 0
    (alone.data_folder / "secret").chmod(0o644)
    assert run(asked) == 1
    said = capsys.readouterr().out
    assert f"→ Run: chmod 600 {alone.data_folder}/secret" in said
    assert "1 broken" in said
    assert "s" * 40 not in said
    assert run(Namespace(data=str(alone.data_folder), json=True)) == 1
    told: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    assert {frozenset(one) for one in told} == {frozenset({"check", "state", "said", "do"})}
    assert all(one["do"] for one in told if one["state"] != OK), "each says what to do"


def test_a_setting_that_stops_the_start_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    assert run(Namespace(data=str(tmp_path), json=False)) == 1
    assert "SECRET_KEY must have" in capsys.readouterr().out


def test_no_password_of_a_database_or_of_redis_is_printed(alone: Config) -> None:
    secret = "zcanaryzcanary"
    far: dict[str, Any] = {
        "database_url": f"postgresql+psycopg://u:{secret}@127.0.0.1:1/x",
        "redis_url": f"redis://u:{secret}@127.0.0.1:1/0",
    }
    found = list(examined(replace(alone, **far)))
    assert {one.check for one in found if one.state == BROKEN} == {"database", "redis"}
    assert secret not in repr(found)


def test_folders_that_others_can_open_are_broken(alone: Config) -> None:
    alone.key_folder.chmod(0o755)
    assert worst(alone, "key folder") == BROKEN
    assert worst(alone, "data folder") == OK
    alone.data_folder.chmod(0o750)
    assert worst(alone, "data folder") == BROKEN


def test_a_restore_that_was_cut_short_is_broken(alone: Config) -> None:
    alone.unfinished.touch(mode=0o600)
    assert worst(alone, "data folder") == BROKEN


@pytest.mark.parametrize(("kind", "state"), [("tmpfs", BROKEN), ("nfs4", LOOK), ("ext4", OK)])
def test_keys_belong_on_a_disk_of_this_machine(
    alone: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, state: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/one / ext4 rw 0 0\nhere {alone.key_folder} {kind} rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)
    assert worst(alone, "key folder") == state
    assert worst(alone, "data folder") == OK


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(("free", "state"), [(5, BROKEN), (15, LOOK), (50, OK)])
def test_a_disk_that_fills_up_is_told_in_time(
    alone: Config, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Disk(100, 100 - free, free))
    assert worst(alone, "disk") == state


@on_both
def test_an_older_database_is_looked_at_and_a_newer_one_is_broken(alone: Config) -> None:
    downgrade(alone.database_url, "-1")
    assert [one.state for one in of(alone, "database") if "older version" in one.said] == [LOOK]
    _say_newer(alone)
    assert [one.state for one in of(alone, "database") if "newer version" in one.said] == [BROKEN]


def _say_newer(config: Config) -> None:
    engine = create_engine(config.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()


def test_a_damaged_file_is_found(alone: Config) -> None:
    file = alone.data_folder / "facilitator.db"
    whole = bytearray(file.read_bytes())
    half = len(whole) // 2 // 4096 * 4096
    whole[half : half + 8192] = b"\xff" * 8192
    file.write_bytes(whole)
    assert worst(alone, "database") == BROKEN


def test_a_database_that_is_not_there_is_told_and_not_made(alone: Config) -> None:
    (alone.data_folder / "facilitator.db").unlink()
    assert worst(alone, "database") == BROKEN
    assert not (alone.data_folder / "facilitator.db").exists()


@pytest.mark.parametrize("config", ["postgresql"], indirect=True)
def test_a_postgresql_that_may_lose_what_it_acknowledged_or_takes_no_writes_is_broken(alone: Config) -> None:
    assert worst(alone, "clock") == OK
    url = make_url(alone.database_url)
    for setting, value in (("synchronous_commit", "off"), ("default_transaction_read_only", "on")):
        with psycopg.connect(url.set(drivername="postgresql").render_as_string(False), autocommit=True) as connection:
            name, one = sql.Identifier(url.database or ""), sql.Identifier(setting)
            connection.execute(sql.SQL("ALTER DATABASE {} SET {} = {}").format(name, one, sql.Literal(value)))
            assert worst(alone, "database") == BROKEN, setting
            connection.execute(sql.SQL("ALTER DATABASE {} RESET ALL").format(name))
    assert worst(alone, "database") in (OK, LOOK), "the control"


def test_a_redis_of_too_few_or_too_many_rights_is_told(alone: Config, tmp_path: Path, needs_redis: str) -> None:
    with own_redis(tmp_path) as its_own:
        assert [one.state for one in of(replace(alone, redis_url=its_own.url), "redis")] == [OK]
        everything = of(replace(alone, redis_url=its_own.all_powers), "redis")
        assert [one.state for one in everything] == [OK, LOOK]
        mighty: Any = redis.Redis.from_url(its_own.all_powers)
        mighty.execute_command("ACL SETUSER", "facilitator", "-sunion", "-evalsha")
        (few,) = of(replace(alone, redis_url=its_own.url), "redis")
        assert few.state == BROKEN
        assert "tell phones apart, slow down guessing, pace tools" in few.said
        its_own.stop()
        assert worst(replace(alone, redis_url=its_own.url), "redis") == BROKEN


def test_a_library_that_was_changed_is_named(alone: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    assert worst(alone, "versions") == OK
    monkeypatch.setitem(footing._VERSIONS, "wsproto", ("99", "100"))
    (found,) = of(alone, "versions")
    assert found.state == BROKEN
    assert "wsproto" in found.said


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"public_url": "http://groups.example.org"}, BROKEN),
        ({"public_url": "https://groups.invalid"}, LOOK),
        ({"public_url": "https://groups.invalid", "trusted_proxies": 1}, OK),
        ({"redis_url": "redis://127.0.0.1:1/0"}, LOOK),
    ],
)
def test_settings_that_do_not_fit_each_other_are_told(alone: Config, change: dict[str, Any], state: str) -> None:
    states = [one.state for one in settings(replace(alone, **change))]
    assert next(one for one in (BROKEN, LOOK, OK) if one in states) == state


def test_a_check_that_fails_itself_is_told_by_its_class(alone: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_folder: object) -> None:
        raise OSError("words that are not to be told")

    monkeypatch.setattr("shutil.disk_usage", fails)
    assert of(alone, "disk") == [Finding("disk", BROKEN, "This could not be looked at: OSError.")]
