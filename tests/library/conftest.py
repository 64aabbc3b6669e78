"""A library with something in it."""

from uuid import UUID

import pytest

from tests.cast import Cast
from tests.library.shelves import CALL, CLINIC, MAMA, WALK, shelve


@pytest.fixture
def shelf(cast: Cast) -> dict[str, UUID]:
    """Four strategies of Tuesday Circle, and one of Bea's group."""
    shelve(cast, "Bea's group wrote this.", group=cast.thursday)
    return {
        WALK: shelve(cast, WALK, ["craving", "do_else", "stage2"]),
        CALL: shelve(cast, CALL, ["alone_bored", "reach_out", "family_friends"], edited=True),
        CLINIC: shelve(cast, CLINIC, ["care"]),
        MAMA: shelve(cast, MAMA, ["money_stress"], language="es"),
    }
