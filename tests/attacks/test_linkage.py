"""Nobody who has every file and every screen can tell which texts one person wrote: the attack in short form.

In full, on 60 sessions to learn from and 60 fresh ones: `python3 -m tests.attacks linkage --json`, and the same with
`--database postgresql`.
"""

import numpy as np
import pytest

from .clusters import programs
from .guessing import judge
from .linkage import POSTGRESQL, SHORT_CONTROL, SQLITE, attack_in_short
from .traces import Batch, places_in


@pytest.mark.timeout(600)
@pytest.mark.proves("P5", "P7", "P8", "P9")
def test_files_and_screens_do_not_tell_which_texts_one_person_wrote() -> None:
    outcome = attack_in_short(SQLITE, 5, seed=1)
    assert outcome.control_auc > SHORT_CONTROL, f"the attack is blind: {outcome.as_json()}"
    assert outcome.unsealed_auc > outcome.null_995, f"shuffling alone would look safe: {outcome.as_json()}"
    assert outcome.auc < outcome.null_995, outcome.as_json()


@pytest.mark.timeout(600)
@pytest.mark.proves("P5", "P7", "P8", "P9")
def test_nor_do_the_tables_and_the_log_of_postgresql(postgresql_server: str) -> None:
    if programs() is None:
        pytest.skip("no initdb here: the attack starts a PostgreSQL of its own, to read its files")
    outcome = attack_in_short(POSTGRESQL, 3, seed=2)
    assert outcome.control_auc > SHORT_CONTROL, f"the attack is blind: {outcome.as_json()}"
    assert outcome.unsealed_auc > outcome.null_995, f"shuffling alone would look safe: {outcome.as_json()}"
    assert outcome.auc < outcome.null_995, outcome.as_json()


def test_the_classifier_sees_one_telling_trace_among_noise_and_nothing_in_noise_alone() -> None:
    chance = np.random.default_rng(5)

    def batch(*, telling: bool) -> Batch:
        authors = [int(author) for author in chance.integers(0, 8, size=20)]
        noise = [{f"noise_{n}": float(chance.random()) for n in range(10)} for _ in authors]
        hint = [{"place": author * 100.0 if telling else float(chance.random())} for author in authors]
        return Batch(authors, [{**one, **other} for one, other in zip(noise, hint, strict=True)])

    for telling in (True, False):
        verdict = judge([batch(telling=telling) for _ in range(6)], [batch(telling=telling) for _ in range(6)], seed=1)
        assert (verdict.auc > verdict.null) is telling, verdict


def test_values_are_found_where_they_stand_first() -> None:
    values = [bytes([n]) * 16 for n in (1, 2)]
    content = b"x" * 10 + values[0] + b"y" * 5 + values[1] + values[0]
    assert places_in(content, set(values)) == {values[0]: 10.0, values[1]: 31.0}
