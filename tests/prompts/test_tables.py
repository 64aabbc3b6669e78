"""The tables of own prompts and plans come and go with their migration, and go with the program."""

from flask.testing import FlaskClient
from sqlalchemy import create_engine, inspect, text

from facilitator import db
from facilitator.accounts.models import Account, Program
from facilitator.config import Config
from facilitator.db_migrations import downgrade, upgrade
from facilitator.prompts.models import OwnPlan, OwnPrompt
from tests.cast import Cast
from tests.conftest import on_both
from tests.prompts.writing import ASKED, count, made_plan, made_prompt

pytestmark = on_both
BEFORE = "0001"


def names_of(url: str) -> set[str]:
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_they_go_back_with_rows_in_them_and_come_again_empty(config: Config, ana: FlaskClient, cast: Cast) -> None:
    made_plan(ana, ASKED | {"prompt": str(made_prompt(ana))})
    db.database().close()
    downgrade(config.database_url, BEFORE)
    assert not names_of(config.database_url) & {"own_plan", "own_prompt"}
    upgrade(config.database_url)
    db.connect(config.database_url)
    assert (count(OwnPlan), count(OwnPrompt)) == (0, 0)
    with db.reading() as tx:
        assert tx.get(Account, cast.ana) is not None, "what is not theirs stays"


def test_they_go_with_the_program(ana: FlaskClient, cast: Cast) -> None:
    made_plan(ana, ASKED | {"prompt": str(made_prompt(ana))})
    db.write(lambda tx: tx.execute(text("DELETE FROM program")))
    assert (count(OwnPlan), count(OwnPrompt)) == (0, 0)
    with db.reading() as tx:
        assert tx.get(Program, cast.program) is None
