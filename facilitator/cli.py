"""The `facilitator` command: says what can be done, prepares the ground, hands over to who does it.

Standard library alone up to the hand-over, so that `--help` answers at once in a fresh clone.
"""

from __future__ import annotations

import importlib
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import Any, NamedTuple

from . import bootstrap
from .assets import in_checkout
from .errors import DomainError
from .version import __version__

EXAMPLES = """\
try it on this machine:
  facilitator demo

run it for real:
  facilitator init --data /srv/facilitator
  facilitator account add --data /srv/facilitator --name Ana --role facilitator
  facilitator serve --data /srv/facilitator

work on it, in a checkout, with "python3 -m facilitator" for "facilitator":
  python3 -m facilitator check
  python3 -m facilitator test tests/sessions -k writing
"""

DATA_HELP = "the folder with the database, the secret and the keys (default: FACILITATOR_DATA, else ./data)"


class Task(NamedTuple):
    """What a command runs: a `function(arguments) -> exit code or None`, and what must be ready before."""

    target: str
    packages: bootstrap.PackageSet = "run"
    cooperative: bool = False  # gevent's versions of sockets, threads and locks
    needs_checkout: bool = False


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Gives 0, or 1 with a plain sentence on stderr; leaves with 2 when called wrongly."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    try:
        _prepare(arguments.task)
        return _run(arguments)
    except DomainError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parse(argv: Sequence[str]) -> Namespace:
    """Read the command line; `task` says what to run. What `test` does not know itself goes to pytest."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    if rest and arguments.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.pytest = rest
    return arguments


def _prepare(task: Task) -> None:
    if task.needs_checkout and not in_checkout():
        raise bootstrap.SetupFailed("This command works on the source: run it in a clone of the repository.")
    bootstrap.ensure(task.packages)
    if task.cooperative:
        from gevent import monkey

        monkey.patch_all()


def _run(arguments: Namespace) -> int:
    module, _, name = arguments.task.target.partition(":")
    function = getattr(importlib.import_module(module), name)
    return int(function(arguments) or 0)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="facilitator",
        description="Runs relapse-prevention groups: console, phones, screen.",
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"facilitator {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in (_demo, _serve, _doctor, _init, _account, _backup, _purge, _wipe, _lockdown):
        add(commands)
    for add in (_test, _check, _bench, _build):
        add(commands)
    return parser


def _command(commands: Any, name: str, summary: str, task: Task) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", allow_abbrev=False
    )
    parser.set_defaults(task=task)
    return parser


def _demo(commands: Any) -> None:
    task = Task("facilitator.demo:run", cooperative=True)
    parser = _command(commands, "demo", "show a made-up group at work, with pretend phones", task)
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    parser.add_argument("--host", default="0.0.0.0", help="127.0.0.1 keeps real phones out")  # noqa: S104
    parser.add_argument("--phones", type=int, default=0, metavar="N", help="pretend phones, to rehearse alone")
    parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same group")


def _serve(commands: Any) -> None:
    task = Task("facilitator.serve:run", cooperative=True)
    parser = _command(commands, "serve", "serve groups from a data folder", task)
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    parser.add_argument("--host", help="default: 127.0.0.1")
    parser.add_argument(
        "--workers", type=_one_or_more, default=1, metavar="N", help="processes; several need PostgreSQL and Redis"
    )
    _data(parser)


def _doctor(commands: Any) -> None:
    summary = "look at everything an installation stands on, and say what to do"
    parser = _command(commands, "doctor", summary, Task("facilitator.doctor:run"))
    parser.add_argument("--json", action="store_true", help="print what was found for a program to read")
    _data(parser)


def _init(commands: Any) -> None:
    task = Task("facilitator.setup:run_init")
    parser = _command(commands, "init", "make a data folder, a program and its first admin", task)
    _data(parser)
    parser.add_argument("--program", metavar="NAME", help="the organisation that runs the groups")
    parser.add_argument("--pack", choices=("us", "blank"), help="the help numbers to start from")
    parser.add_argument("--timezone", metavar="Z", help="such as America/Denver")
    parser.add_argument("--emergency", metavar="NUMBER", help="for the blank pack: whom to call when life is in danger")
    parser.add_argument("--admin", metavar="NAME", help="the first person who signs in")
    parser.add_argument("--yes", action="store_true", help="ask nothing, take the defaults")


def _account(commands: Any) -> None:
    actions = commands.add_parser(
        "account", help="add people who sign in, or let one in again", description="The people who sign in."
    ).add_subparsers(dest="action", metavar="ACTION", required=True)
    parser = _command(actions, "add", "add a person who signs in", Task("facilitator.setup:run_account_add"))
    _data(parser, required=True)
    parser.add_argument("--name", required=True, help="the name to sign in with")
    parser.add_argument(
        "--role",
        action="append",
        required=True,
        choices=("admin", "facilitator", "reviewer"),
        help="may be given more than once",
    )
    summary = "turn the second step of signing in off for somebody who lost phone and backup codes"
    parser = _command(actions, "second-step-off", summary, Task("facilitator.setup:run_second_factor_off"))
    _data(parser, required=True)
    parser.add_argument("--name", required=True, help="the name they sign in with")


def _backup(commands: Any) -> None:
    summary = "save the database to a file, without its keys; the server may be running"
    parser = _command(commands, "backup", summary, Task("facilitator.setup:run_backup"))
    parser.add_argument("to", metavar="FILE", help="a new file, or a folder for one file a day")
    parser.add_argument("--days", type=int, default=14, help="in a folder: how long they live (default: %(default)s)")
    _data(parser)
    summary = "make a backup the database; the server must be stopped"
    parser = _command(commands, "restore", summary, Task("facilitator.setup:run_restore"))
    parser.add_argument("file", metavar="FILE", help="what 'facilitator backup' made")
    parser.add_argument("--replace", action="store_true", help="also where there is a database, which is lost then")
    _data(parser)


def _purge(commands: Any) -> None:
    summary = "erase what has lived its time; the server does it by itself every day"
    parser = _command(commands, "purge", summary, Task("facilitator.setup:run_purge"))
    _data(parser)
    parser.add_argument("--dry-run", action="store_true", help="only say how much is due")


def _wipe(commands: Any) -> None:
    summary = "erase a data folder: every group, strategy and account in it"
    _data(_command(commands, "wipe", summary, Task("facilitator.setup:run_wipe")))


def _lockdown(commands: Any) -> None:
    summary = "end every sign-in and replace the secret, when something may have been lost"
    _data(_command(commands, "lockdown", summary, Task("facilitator.setup:run_lockdown")))
    _data(_command(commands, "held", "count what is held, and show none of it", Task("facilitator.setup:run_held")))
    _command(
        commands,
        "drill",
        "practise the breach runbook on a throw-away installation",
        Task("facilitator.setup:run_drill"),
    )


def _test(commands: Any) -> None:
    task = Task("facilitator.development:run_test", "development", needs_checkout=True)
    parser = _command(commands, "test", "check the code, then run every test", task)
    parser.usage = "facilitator test [-h] [--no-check] [PYTEST ARGUMENTS ...]"
    parser.add_argument("--no-check", action="store_true", help="go straight to the tests")


def _check(commands: Any) -> None:
    task = Task("facilitator.development:run_check", "development", needs_checkout=True)
    _command(commands, "check", "run every check of the code that is not a test", task)


def _bench(commands: Any) -> None:
    task = Task("benchmarks.__main__:run", "development", cooperative=True, needs_checkout=True)
    parser = _command(commands, "bench", "measure, beside a bare server doing the same", task)
    parser.add_argument("what", help="fanout, weight or search")
    parser.add_argument("--json", action="store_true", help="print figures for a program to read")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s; the median is told")


def _build(commands: Any) -> None:
    task = Task("facilitator.development:run_build", "development", needs_checkout=True)
    _command(commands, "build", "make a wheel in dist/ that runs anywhere", task)


def _one_or_more(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise ArgumentTypeError("1 or more")
    return int(typed)


def _data(parser: ArgumentParser, *, required: bool = False) -> None:
    parser.add_argument("--data", metavar="DIR", required=required, help=DATA_HELP)
