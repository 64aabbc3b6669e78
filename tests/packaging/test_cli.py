"""The command line: what is understood, and how a mistake is told."""

import pytest

from facilitator.cli import main, parse


def test_demo_starts_with_sensible_defaults() -> None:
    arguments = parse(["demo"])
    assert (arguments.host, arguments.port, arguments.phones) == ("0.0.0.0", 8000, 0)  # noqa: S104


def test_roles_of_an_account_add_up() -> None:
    arguments = parse(["account", "add", "--data", "d", "--name", "Ana", "--role", "facilitator", "--role", "admin"])
    assert arguments.role == ["facilitator", "admin"]


@pytest.mark.parametrize(
    "given",
    [
        ["-k", "writing and not late", "tests/sessions"],
        ["tests/sessions", "-x", "--lf"],
        ["-n", "0", "tests/a.py::test_b"],
        [],
    ],
)
def test_what_test_does_not_know_goes_to_pytest_in_order(given: list[str]) -> None:
    assert parse(["test", *given]).pytest == given


def test_no_check_is_kept_from_pytest() -> None:
    arguments = parse(["test", "-k", "a", "--no-check", "tests/b"])
    assert arguments.no_check
    assert arguments.pytest == ["-k", "a", "tests/b"]


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["dance"],
        ["account"],
        ["account", "add", "--data", "d", "--name", "Ana"],
        ["account", "add", "--data", "d", "--name", "Ana", "--role", "queen"],
        ["demo", "--port", "eight"],
        ["serve", "everything"],
        ["check", "--port", "1"],
        ["init", "--pack", "moon"],
        ["bench"],
    ],
)
def test_a_wrong_call_leaves_with_2_and_shows_the_usage(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(given)
    assert left.value.code == 2
    assert "usage: facilitator" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--help"], ["demo", "--help"], ["account", "add", "--help"], ["test", "-h"]])
def test_help_leaves_with_0(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(given)
    assert left.value.code == 0
    assert "usage: facilitator" in capsys.readouterr().out


def test_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "facilitator init --data" in capsys.readouterr().out
