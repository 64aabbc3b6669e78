"""Whoever has every sign-in sheet and looks at the program each day does not learn who wrote what: in short form.

In full, over fifty weeks: `python3 -m tests.attacks intersection --json`.
"""

import pytest

from .intersection import attack


@pytest.mark.timeout(600)
@pytest.mark.proves("P23")
def test_the_day_of_a_release_tells_nobody_who_wrote_it_and_without_hold_and_mixing_it_would() -> None:
    outcome = attack(seed=1, weeks=10)
    assert outcome.held(), outcome.as_json()
