"""People around a group who do not run it."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import accounts, db
from tests.cast import PASSWORD, Cast, sign_in


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    """Ada's browser: the program's admin, who runs no group."""
    return sign_in(app.test_client(), "Ada")


@pytest.fixture
def otto(app: Flask, cast: Cast) -> FlaskClient:
    """Otto's browser: a reviewer."""
    return sign_in(app.test_client(), "Otto")


@pytest.fixture
def stranger(app: Flask, cast: Cast) -> UUID:
    """A facilitator of another program on the same machine."""
    program = accounts.Program(id=db.new_id(), name="Elsewhere", resource_pack="us", timezone="UTC")
    program_id = program.id
    db.write(lambda tx: tx.add(program))
    return accounts.create_account(program_id, "Sven", PASSWORD, ["facilitator"], must_change=False)
