"""A test that needs a browser or a service is skipped without it, and fails where it is required."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.bootstrap import ROOT

TESTS = {
    "browser": "def test_browser(needs_chromium): assert needs_chromium",
    "postgresql": "def test_postgresql(needs_postgresql): assert needs_postgresql",
    "redis": "def test_redis(needs_redis): assert needs_redis",
    "nginx": "def test_nginx(needs_nginx): assert needs_nginx",
}


def run_pytest(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a test for each on a machine that has nothing: an empty PATH, and services said to be where none are."""
    (folder / "test_it.py").write_text("\n".join(TESTS.values()))
    bare = {
        "PATH": "/nonexistent",
        "PYTHONPATH": str(ROOT),
        "TEST_DATABASE_URL": "postgresql://127.0.0.1:9/test",
        "TEST_REDIS_URL": "redis://127.0.0.1:9/0",
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.needs",
        "-p",
        "no:cacheprovider",
        "-rs",
        "test_it.py",
    ]
    return subprocess.run(command, cwd=folder, env=bare | environment, capture_output=True, text=True, check=False)


def test_each_is_skipped_and_says_what_would_help(tmp_path: Path) -> None:
    done = run_pytest(tmp_path)
    assert done.returncode == 0
    assert "4 skipped" in done.stdout
    assert [need for need in TESTS if f"no {need} here." not in done.stdout] == []


@pytest.mark.parametrize("need", TESTS)
def test_it_fails_where_the_need_is_required(tmp_path: Path, need: str) -> None:
    done = run_pytest(tmp_path, FACILITATOR_REQUIRE=f"other,{need}", CI="true")
    assert done.returncode == 1
    assert "1 error, 3 skipped" in done.stdout or "3 skipped, 1 error" in done.stdout, (
        "a continuous run may require less"
    )
    assert f"no {need} here." in done.stdout


def test_a_continuous_run_requires_everything(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, CI="true")
    assert done.returncode == 1
    assert "4 errors" in done.stdout


def test_a_database_of_its_own_is_empty_and_gone_afterwards(needs_postgresql: str) -> None:
    from sqlalchemy import create_engine, inspect

    engine = create_engine(needs_postgresql)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_browser_found_is_one_that_can_be_run(needs_chromium: str) -> None:
    assert os.access(needs_chromium, os.X_OK)
