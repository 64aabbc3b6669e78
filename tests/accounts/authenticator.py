"""An authenticator app, and a person who pairs it."""

import re
import time
from dataclasses import dataclass

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from facilitator import db
from facilitator.accounts.models import Account
from tests.cast import PASSWORD


@dataclass
class Authenticator:
    """What the app on a phone knows; and the code that was used when it was paired."""

    secret: str
    used: str = ""

    def code(self, later: int = 0) -> str:
        """The code now, or `later` half minutes from now."""
        return str(pyotp.TOTP(self.secret).at(int(time.time()) + 30 * later))

    @property
    def wrong(self) -> str:
        near = {self.code(later) for later in range(-3, 4)}
        return next(code for code in map(str, range(444444, 444460)) if code not in near)


def paired(client: FlaskClient, password: str = PASSWORD) -> Authenticator:
    """Begin, and read the secret off the page."""
    answer = client.post("/account/second-step", data={"password": password})
    assert answer.status_code == 303, answer.text
    page = client.get("/account/second-step/app").text
    found = re.search(r'pairing__secret">([A-Z2-7 ]+)<', page)
    assert found
    return Authenticator(found[1].replace(" ", ""))


def switched_on(client: FlaskClient) -> tuple[Authenticator, list[str]]:
    """The second step on, its code of this half minute used up; and the backup codes."""
    app = paired(client)
    app.used = app.code()
    answer = client.post("/account/second-step/app", data={"code": app.used})
    assert answer.status_code == 200, answer.text
    return app, backup_codes(answer.text)


def backup_codes(page: str) -> list[str]:
    return re.findall(r"<li>([0-9A-Z]{4}(?: [0-9A-Z]{4}){3})</li>", page)


def give_password(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"name": name, "password": password} | more)


def give_code(client: FlaskClient, code: str, **more: str) -> TestResponse:
    return client.post("/sign-in/code", data={"code": code} | more)


def a_while_later() -> None:
    """As if the last code had been used long ago."""
    db.write(lambda tx: tx.execute(update(Account).values(totp_step=0)))
