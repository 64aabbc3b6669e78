"""`facilitator init`: a data folder, a program, and the first account."""

from argparse import Namespace

from .. import accounts, content, db_migrations
from ..config import Config
from ..errors import Refused
from . import folder
from .answers import Answers, asks_for_number, establish, known_pack, number, short, zone
from .asking import Questions


def run_init(arguments: Namespace) -> int:
    """Make the folder with its secret and database, the program, and its first account, which also facilitates.

    Takes data, program, pack, emergency, timezone, admin and yes; asks on a terminal for what is missing. Raises
    ConfigError with one sentence, and Refused where everything is set up already.
    """
    place = folder.folder_of(arguments)
    folder.make(place)
    config = folder.config_of(place)
    with folder.connected(config) as database:
        if folder.program_in(database):
            raise Refused(f"{place} is set up already. To start over: facilitator wipe --data {place}")
    answers = _answers(arguments)
    password = _fill(config, answers)
    print(
        f"\nFacilitator is set up in {place}\n\n"
        f"  Sign in as  {answers.admin}\n  Password    {password}\n\n"
        "The password is for the first sign-in and is not shown again. Write it down.\n"
        f"What a group was not shown is erased {config.review_hours} hours after the session, sessions and what was\n"
        f"shown after {config.kept_months} months. REVIEW_HOURS and KEPT_MONTHS in the environment make that less.\n"
        f"Next: facilitator serve --data {place}"
    )
    return 0


def _answers(arguments: Namespace) -> Answers:
    ask = Questions(silent=arguments.yes).answer
    pack = ask(arguments.pack, _packs(), known_pack, option="--pack")
    return Answers(
        program=ask(arguments.program, "What is the program called?", short, option="--program", default="Our program"),
        pack=pack,
        emergency=_emergency(arguments, pack),
        timezone=ask(
            arguments.timezone, "Which time zone, such as America/Denver?", zone, option="--timezone", default="UTC"
        ),
        admin=ask(arguments.admin, "Who signs in first? A name is enough.", short, option="--admin", default="admin"),
    )


def _emergency(arguments: Namespace, pack: str) -> str:
    """The number for danger to life, where the pack leaves it to the program."""
    if not asks_for_number(pack):
        return ""
    return Questions(silent=arguments.yes).answer(
        getattr(arguments, "emergency", None),
        "Which number do people call when a life is in danger?",
        number,
        option="--emergency",
    )


def _packs() -> str:
    """The question about the pack. There is no default: nobody's country is guessed (R39)."""
    choices = "\n".join(f"  {each}  {content.pack(each, 'en').name}" for each in content.packs())
    return f"Which help numbers does the program start from?\n{choices}"


def _fill(config: Config, answers: Answers) -> str:
    """Tables, program and account in the database; returns the account's password for one time."""
    db_migrations.upgrade(config.database_url)
    folder.keep_private(config)
    password = accounts.one_time_password(answers.admin)
    with folder.connected(config):
        establish(answers, password, must_change=True)
    return password
