"""No count that was withheld can be told from all that a program was ever shown: the attack in short form.

In full, on 100 groups: `python3 -m tests.attacks cells --json`.
"""

import random
from unittest.mock import patch

import pytest

from facilitator.review import readings

from .cells import Releases, attack, held, installed


@pytest.mark.timeout(600)
@pytest.mark.proves("P25")
def test_nobody_recovers_a_count_that_was_withheld_and_the_same_solver_breaks_a_rule_with_a_hole() -> None:
    outcomes = attack(seed=1, groups=20)
    assert held(outcomes), outcomes


def test_the_attacker_notices_an_export_or_an_answer_that_tells_a_small_number() -> None:
    with installed() as program_id, patch.object(readings, "hidden_of", lambda *_: set()):
        made = Releases(program_id, random.Random(1), "whole")
        assert [made.next(400) for _ in range(3)][-1].off > 0
