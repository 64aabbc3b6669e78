"""People who write prompts and plans, and some who may not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import accounts, db
from facilitator.accounts.models import Program
from tests.cast import PASSWORD, Cast, sign_in


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    """Ada's browser: the program's admin."""
    return sign_in(app.test_client(), "Ada")


@pytest.fixture
def otto(app: Flask, cast: Cast) -> FlaskClient:
    """Otto's browser: a reviewer, who reads and writes nothing here."""
    return sign_in(app.test_client(), "Otto")


@pytest.fixture
def sven(app: Flask, cast: Cast) -> FlaskClient:
    """Sven's browser: a facilitator and admin of another program on the same machine."""
    program = Program(id=db.new_id(), name="Elsewhere", resource_pack="us", timezone="UTC")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    accounts.create_account(program_id, "Sven", PASSWORD, ["facilitator", "admin"], must_change=False)
    return sign_in(app.test_client(), "Sven")
