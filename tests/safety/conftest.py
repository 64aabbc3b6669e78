"""A session in which people write."""

import pytest
from flask import Flask

from tests.cast import Cast

from .rooms import Writing


@pytest.fixture
def writing(app: Flask, cast: Cast) -> Writing:
    return Writing.opened(app, cast)
