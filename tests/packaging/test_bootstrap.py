"""A fresh clone on a bare machine: what works at once, and what is said when setting up cannot."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator.bootstrap import LOCK, ROOT

BARE = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
NOWHERE = "http://127.0.0.1:9"  # the discard port: refused at once
# What Debian's Python looks like before python3-venv is installed.
WITHOUT_ENSUREPIP = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name: None if name == "ensurepip" else find(name)
from facilitator.cli import main
sys.exit(main(["demo"]))
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give what setting up reads of a clone, with no .venv."""
    folder = tmp_path_factory.mktemp("clone")
    skipped = shutil.ignore_patterns("__pycache__", "_assets")
    shutil.copytree(ROOT / "facilitator", folder / "facilitator", ignore=skipped)
    shutil.copytree(LOCK, folder / "lock")
    for name in ("pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    return folder


def run_bare(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a Python that has no packages, and of our environment only PATH and HOME."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [str(BARE), "-S", "-m", "facilitator", *arguments]
    return subprocess.run(
        command, cwd=clone, env=kept | environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_help_and_version_need_python_alone(clone: Path) -> None:
    for arguments in (["--help"], ["demo", "--help"], ["--version"]):
        done = run_bare(clone, *arguments)
        assert done.returncode == 0, done.stderr
        assert "facilitator" in done.stdout
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_what_tells_it_so(name: str) -> None:
    source = (ROOT / "facilitator" / name).read_text()
    assert ast.parse(source, feature_version=(3, 7)).body


def test_it_says_plainly_that_packages_cannot_be_fetched(clone: Path) -> None:
    done = run_bare(clone, "demo", PIP_INDEX_URL=NOWHERE, PIP_CONFIG_FILE=os.devnull, UV_DEFAULT_INDEX=NOWHERE)
    assert done.returncode == 1
    assert "Setting up once" in done.stderr
    assert "is this machine online?" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_plainly_that_venv_is_missing(clone: Path, tmp_path: Path) -> None:
    shutil.copytree(clone, tmp_path / "clone", ignore=shutil.ignore_patterns(".venv"))
    done = subprocess.run(
        [str(BARE), "-S", "-c", WITHOUT_ENSUREPIP],
        cwd=tmp_path / "clone",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"
    )
    assert not (tmp_path / "clone" / ".venv").exists()
