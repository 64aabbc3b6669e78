"""Tags on what is in the library."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from facilitator import library
from facilitator.errors import Invalid
from tests.cast import Cast
from tests.conftest import on_both
from tests.library.shelves import WALK, shelve, tags_of


def test_tags_can_be_changed(ana: FlaskClient, cast: Cast, shelf: dict[str, UUID]) -> None:
    path = f"/groups/{cast.tuesday}/library/{shelf[WALK]}"
    answer = ana.post(f"{path}/tags", data={"tags": ["craving", "wait"]}, follow_redirects=True)
    assert "Saved." in answer.text
    assert tags_of(cast, shelf[WALK]) == {"craving", "wait"}


@on_both
def test_all_tags_can_be_taken_off(cast: Cast, shelf: dict[str, UUID]) -> None:
    library.tag(shelf[WALK], [], cast.ana)
    assert tags_of(cast, shelf[WALK]) == set()


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        (["craving", "body", "feelings"], "two situations at most"),
        (["wait", "think", "plan"], "two approaches at most"),
        (["no_such_tag"], "not in use"),
        (["avoid_relapse"], "not in use"),
    ],
)
def test_tags_that_will_not_do_come_back_ticked_with_the_reason(
    ana: FlaskClient, cast: Cast, shelf: dict[str, UUID], tags: list[str], why: str
) -> None:
    answer = ana.post(f"/groups/{cast.tuesday}/library/{shelf[WALK]}/tags", data={"tags": tags})
    assert answer.status_code == 422
    assert why in answer.text
    assert answer.text.count(" checked") == len([tag for tag in tags if f'value="{tag}"' in answer.text])
    assert tags_of(cast, shelf[WALK]) == {"craving", "do_else", "stage2"}


@pytest.mark.proves("R31")
def test_an_old_tag_stays_readable_and_may_stay_on(ana: FlaskClient, cast: Cast) -> None:
    strategy = shelve(cast, WALK, ["from_long_ago"])
    assert "from_long_ago" in ana.get(f"/groups/{cast.tuesday}/library?seed=a").text
    library.tag(strategy, ["from_long_ago", "wait"], cast.ana)
    assert tags_of(cast, strategy) == {"from_long_ago", "wait"}
    library.tag(strategy, ["wait"], cast.ana)
    with pytest.raises(Invalid):
        library.tag(strategy, ["from_long_ago", "wait"], cast.ana)
