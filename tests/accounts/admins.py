"""Ada's pages, as a browser uses them: people, their links, and the log."""

import html
import re
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from facilitator import accounts, db
from facilitator.accounts.audit_models import AccountAction
from facilitator.accounts.models import Account, Program
from tests.cast import PASSWORD

NEW = "copper kettle window drift"


def key_in(page: str) -> str:
    """The key behind # in the link that a page shows."""
    [address] = re.findall(r'value="([^"]+/link#[^"]+)"', page)
    return html.unescape(address).split("#")[1]


def invite(admin: FlaskClient, name: str, *roles: str) -> str:
    answer = admin.post("/people", data={"name": name, "role": list(roles or ("facilitator",))})
    assert answer.status_code == 200, answer.text
    return key_in(answer.text)


def reset(admin: FlaskClient, account_id: UUID) -> str:
    answer = admin.post(f"/people/{account_id}/link")
    assert answer.status_code == 200, answer.text
    return key_in(answer.text)


def use(client: FlaskClient, key: str, new: str = NEW, again: str | None = None) -> TestResponse:
    return client.post("/link/password", data={"key": key, "new": new, "again": new if again is None else again})


def lets_in(client: FlaskClient, name: str, password: str) -> bool:
    return client.post("/sign-in", data={"name": name, "password": password}).status_code == 303


def id_of(name: str) -> UUID:
    with db.reading() as tx:
        return tx.scalars(select(Account.id).where(Account.name == name)).one()


def logged() -> list[tuple[str, str]]:
    """What the log says, as action and whose account it was about."""
    with db.reading() as tx:
        rows = tx.execute(
            select(AccountAction.action, Account.name).outerjoin(Account, Account.id == AccountAction.about_id)
        )
        return sorted((action, name or "") for action, name in rows)


def elsewhere() -> UUID:
    """Zoe, an admin and facilitator of another program; returns her id."""
    other = Program(id=db.new_id(), name="Hillside (made up)", resource_pack="us", timezone="UTC")
    program_id = other.id
    db.write(lambda tx: tx.add(other))
    return accounts.create_account(program_id, "Zoe", PASSWORD, ["admin", "facilitator"], must_change=False)
