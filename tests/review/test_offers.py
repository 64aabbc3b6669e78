"""A facilitator offers texts to the program: with the writer's yes, read once more, and undone until they leave."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from facilitator import db
from facilitator.review import offers
from facilitator.review.models import Offer
from tests.cast import POINTS, Cast

from . import stage
from .stage import Stage

YES, NO, NUMBER = "I count to ten.", "I keep this here.", "I call 555 201 3344."


@pytest.fixture
def three(cast: Cast) -> Stage:
    return stage.set_up(cast)


@pytest.fixture
def shelf(three: Stage) -> dict[str, UUID]:
    session = three.sessions[three.cast.tuesday][0]
    made = {text: stage.approved(session, text) for text in (YES, "I breathe.", NUMBER)}
    return made | {NO: stage.approved(session, NO, beyond=False)}


def offered() -> set[UUID]:
    with db.reading() as tx:
        return set(tx.scalars(select(Offer.strategy_id)))


def post(client: FlaskClient, three: Stage, chosen: Sequence[UUID], points: Sequence[str] = POINTS) -> int:
    data = {"chosen": [str(one) for one in chosen], "points": points}
    return client.post(f"/groups/{three.cast.tuesday}/offers", data=data).status_code


@pytest.mark.proves("P22")
def test_only_what_its_writer_marked_can_be_offered(three: Stage, shelf: dict[str, UUID], ana: FlaskClient) -> None:
    page = ana.get(f"/groups/{three.cast.tuesday}/offers").text
    assert YES in page
    assert NO not in page
    assert "For the program" not in ana.get(f"/groups/{three.cast.tuesday}/library/{shelf[NO]}").text
    assert post(ana, three, [shelf[NO]]) == 422
    assert offered() == set()
    assert post(ana, three, [shelf[YES], shelf["I breathe."]]) == 303
    assert offered() == {shelf[YES], shelf["I breathe."]}


@pytest.mark.proves("P19", "P22")
def test_the_six_points_are_asked_again_one_by_one_and_the_form_comes_back_full(
    three: Stage, shelf: dict[str, UUID], ana: FlaskClient
) -> None:
    path = f"/groups/{three.cast.tuesday}/offers"
    page = ana.get(f"{path}/new", query_string={"chosen": [str(shelf[YES])]}).text
    assert page.count('name="points"') == 6
    assert page.count("checked") == 0
    answer = ana.post(path, data={"chosen": [str(shelf[YES])], "points": POINTS[:5]})
    assert answer.status_code == 422
    assert "(1 left)" in answer.text
    assert answer.text.count("checked") == 5
    assert YES in answer.text
    assert offered() == set()


def test_a_number_that_leads_to_somebody_cannot_leave(three: Stage, shelf: dict[str, UUID], ana: FlaskClient) -> None:
    assert post(ana, three, [shelf[NUMBER]]) == 422
    assert offered() == set()


def test_an_offer_is_undone_until_the_text_leaves(three: Stage, ana: FlaskClient) -> None:
    first, *_ = stage.offered(three, [f"I count to {number}." for number in range(5)])
    path = f"/groups/{three.cast.tuesday}/offers"
    assert "Offered, still here" in ana.get(path).text
    assert ana.post(f"{path}/{first}/undo").status_code == 303
    assert first not in offered()
    assert post(ana, three, [first]) == 303
    stage.next_day(three, 45)
    answer = ana.post(f"{path}/{first}/undo")
    assert answer.status_code == 409
    assert "Its writer can still take it back." in answer.text
    assert "texts have left for the program" in ana.get(path).text, "and it does not tell what became of them"


def test_another_group_s_offers_are_nobody_s(three: Stage, shelf: dict[str, UUID], ana: FlaskClient) -> None:
    """A facilitator never sees what another group offers."""
    session = three.sessions[three.cast.thursday][0]
    hers = stage.approved(session, "Bea's group wrote this.")
    offers.offer(three.cast.thursday, [hers], POINTS, three.cast.bea)
    assert ana.get(f"/groups/{three.cast.thursday}/offers").status_code == 404
    assert ana.post(f"/groups/{three.cast.thursday}/offers/{hers}/undo").status_code == 404
    assert ana.post(f"/groups/{three.cast.tuesday}/offers/{hers}/undo").status_code == 404
    assert post(ana, three, [hers]) == post(ana, three, [uuid4()]) == 404
    assert "Bea's group" not in ana.get(f"/groups/{three.cast.tuesday}/offers").text
