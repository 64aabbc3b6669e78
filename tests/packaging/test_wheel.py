"""The wheel runs anywhere: it carries templates, static files and migrations, and finds them."""

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from facilitator.bootstrap import BROWSER_FILE, ROOT, VENDOR

LOOK = """
import json
from pathlib import Path
from facilitator.assets import assets
folder = assets()
print(json.dumps({"folder": str(folder), "files": [str(p.relative_to(folder)) for p in folder.rglob("*.*")]}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert (VENDOR / BROWSER_FILE).exists(), "run `python3 -m facilitator check` once, to set up"
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("facilitator-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the wheel in it, away from the checkout; what it needs is in this environment."""
    folder = tmp_path_factory.mktemp("installed")
    with ZipFile(wheel) as files:
        files.extractall(folder)
    return folder


def run_installed(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=installed, capture_output=True, text=True, check=False)


def test_templates_static_files_and_migrations_are_found_from_elsewhere(installed: Path) -> None:
    found = json.loads(run_installed(installed, "-c", LOOK).stdout)
    assert Path(found["folder"]) == installed / "facilitator" / "_assets"
    for folder in ("templates", "static", "migrations"):
        theirs = {path for path in found["files"] if path.startswith(f"{folder}/")}
        ours = {
            str(path.relative_to(ROOT))
            for path in (ROOT / folder).rglob("*.*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert theirs >= ours
    assert f"static/vendor/{BROWSER_FILE}" in found["files"]


def test_the_content_is_in_the_wheel(installed: Path) -> None:
    ours = {path.relative_to(ROOT) for path in (ROOT / "facilitator" / "content").rglob("*.json")}
    assert [path for path in ours if not (installed / path).is_file()] == []


def test_nothing_that_only_a_checkout_needs_is_in_the_wheel(installed: Path) -> None:
    assert not (installed / "facilitator" / "development").exists()
    assert not (installed / "tests").exists()
    assert not list(installed.rglob("__pycache__"))


def test_the_installed_command_answers_without_setting_up(installed: Path) -> None:
    done = run_installed(installed, "-m", "facilitator", "--version")
    assert done.returncode == 0
    assert done.stdout.startswith("facilitator ")
    assert not (installed / ".venv").exists()


@pytest.mark.parametrize("command", ["check", "test", "build"])
def test_a_command_for_developers_says_that_it_needs_the_source(installed: Path, command: str) -> None:
    done = run_installed(installed, "-m", "facilitator", command)
    assert done.returncode == 1
    assert done.stderr == "This command works on the source: run it in a clone of the repository.\n"
