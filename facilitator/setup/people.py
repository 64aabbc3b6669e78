"""`facilitator account`: a person who signs in is added, or let in again who lost phone and backup codes."""

from argparse import Namespace

from .. import accounts
from ..accounts import second_factor
from ..errors import Refused
from . import folder


def run_account_add(arguments: Namespace) -> int:
    """Add the account `name` with its roles (a list in `role`) and print its password for the first sign-in.

    Raises Invalid for a name that is taken, ConfigError or Refused where nothing is set up.
    """
    place = folder.folder_of(arguments)
    config = folder.config_of(place)
    password = accounts.one_time_password(arguments.name)
    with folder.connected(config) as database:
        program = folder.program_in(database)
        if program is None:
            raise Refused(f"Nothing is set up in {place} yet. Run: facilitator init --data {place}")
        accounts.create_account(program.id, arguments.name, password, arguments.role)
    print(
        f"{arguments.name} can sign in now, at {config.public_url}/sign-in\n\n  Password  {password}\n\n"
        "It is for the first sign-in and is not shown again."
    )
    return 0


def run_second_factor_off(arguments: Namespace) -> int:
    """Take the second factor off the account `name`. Raises Refused where there is no such account."""
    place = folder.folder_of(arguments)
    with folder.connected(folder.config_of(place)) as database:
        if folder.program_in(database) is None:
            raise Refused(f"Nothing is set up in {place} yet. Run: facilitator init --data {place}")
        was_on = second_factor.take_off_by_name(arguments.name)
    print(
        f"The second step is off for {arguments.name}, who is signed out everywhere.\n"
        "A password opens the account now; a reviewer or an admin sets the second step up again at once."
        if was_on
        else f"The second step was not on for {arguments.name}. Nothing was changed."
    )
    return 0
