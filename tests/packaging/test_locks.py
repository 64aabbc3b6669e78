"""The lock files: complete, exact, and free of addresses."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from facilitator.bootstrap import ROOT

LOCKS = sorted((ROOT / "lock").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked_in(name: str) -> dict[str, str]:
    text = (ROOT / "lock" / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found[0].lower()


def test_there_is_a_lock_for_each_set() -> None:
    assert [lock.name for lock in LOCKS] == ["development.txt", "node.txt", "run.txt", "uv.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_hash(lock: Path) -> None:
    packages = re.split(r"^(?=[a-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]
    assert packages
    assert [package for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_holds_an_address(lock: Path) -> None:
    without_thanks = re.sub(r'"funding": \{[^}]*\}', "", lock.read_text())
    assert re.findall(r"\w+://\S+", without_thanks) == []


def test_every_dependency_is_locked() -> None:
    needed = {name_of(requirement) for requirement in PROJECT["project"]["dependencies"]}
    groups = PROJECT["dependency-groups"]
    assert needed <= set(locked_in("run.txt"))
    assert {name_of(requirement) for requirement in groups["development"]} <= set(locked_in("development.txt"))


def test_tests_run_with_the_very_packages_that_are_served() -> None:
    assert locked_in("run.txt").items() <= locked_in("development.txt").items()


def test_every_browser_package_is_locked_with_its_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    named = json.loads((ROOT / "package.json").read_text())
    wanted = {f"node_modules/{name}" for name in {**named["dependencies"], **named["devDependencies"]}}
    assert wanted <= set(packages)
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
