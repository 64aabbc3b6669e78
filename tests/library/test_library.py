"""The library of a group: what is in it, for whom, and how it is found again."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content, library
from facilitator.errors import NotFound
from facilitator.library import Filters
from facilitator.sessions.models import ENDED, OPEN
from tests.cast import Cast, Room, sign_in
from tests.conftest import on_both
from tests.library.shelves import CALL, CLINIC, MAMA, WALK, shelve, texts

# What is in it


def test_what_a_room_approved_and_saw_is_in_the_library(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    [step] = room.steps("collect")
    room.open_writing(step)
    for phone, text in zip(room.phones(app, 4), (WALK, CALL, "I wait.", "I sing."), strict=True):
        phone.send(step, text=text)
    room.close_writing(step)
    room.approve(WALK)
    room.approve(CALL, edited="I call someone.")
    assert texts(cast) == []
    room.reveal(step)
    items = {item.text: item for item in library.strategies_of(cast.tuesday, cast.ana, Filters())}
    assert set(items) == {WALK, "I call someone."}
    assert items["I call someone."].edited
    assert not items[WALK].edited


def test_what_was_approved_and_never_shown_comes_when_the_session_has_ended(cast: Cast) -> None:
    shelve(cast, WALK, state=OPEN)
    shelve(cast, CALL, state=ENDED)
    assert texts(cast) == [CALL]


@on_both
def test_it_holds_the_groups_own_and_nothing_else(cast: Cast, shelf: dict[str, UUID]) -> None:
    assert set(texts(cast)) == set(shelf)


@pytest.mark.proves("R32")
def test_the_order_says_nothing_and_stays_within_one_visit(cast: Cast) -> None:
    for number in range(12):
        shelve(cast, f"Number {number}")
    orders = [
        tuple(item.text for item in library.strategies_of(cast.tuesday, cast.ana, Filters(), seed=seed))
        for seed in ("a", "a", "b", "c")
    ]
    assert orders[0] == orders[1]
    assert len(set(orders)) == 3


# Finding


@pytest.mark.proves("R32")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"stage": "stage2"}, {WALK}),
        ({"situation": "alone_bored"}, {CALL}),
        ({"approach": "do_else"}, {WALK}),
        ({"life_area": "family_friends"}, {CALL}),
        ({"language": "es"}, {MAMA}),
        ({"words": "BLOCK  walk"}, {WALK}),
        ({"words": "mama"}, {MAMA}),
        ({"words": "walk sister"}, set()),
        ({"approach": "do_else", "situation": "alone_bored"}, set()),
    ],
)
def test_filters_narrow_the_library(
    cast: Cast, shelf: dict[str, UUID], filters: dict[str, str], found: set[str]
) -> None:
    assert set(texts(cast, **filters)) == found


def test_a_page_shows_what_was_looked_for_and_keeps_the_filters(ana: FlaskClient, cast: Cast, shelf: object) -> None:
    page = ana.get(f"/groups/{cast.tuesday}/library?seed=a&approach=do_else&words=walk").text
    assert WALK in page
    assert CALL not in page
    assert 'value="walk"' in page
    assert '<option value="do_else" selected>' in page


def test_a_visit_gets_its_own_order_in_the_address(ana: FlaskClient, cast: Cast) -> None:
    first = ana.get(f"/groups/{cast.tuesday}/library?approach=care").location
    second = ana.get(f"/groups/{cast.tuesday}/library?approach=care").location
    assert "seed=" in first
    assert "approach=care" in first
    assert first != second


def test_a_long_library_comes_in_parts_without_losing_any(ana: FlaskClient, cast: Cast) -> None:
    for number in range(45):
        shelve(cast, f"Number {number}.")
    path = f"/groups/{cast.tuesday}/library?seed=a"
    assert ana.get(path).text.count('class="strategy"') == 40
    assert ana.get(f"{path}&most=80").text.count('class="strategy"') == 45


def test_an_empty_library_says_what_fills_it(ana: FlaskClient, cast: Cast) -> None:
    page = ana.get(f"/groups/{cast.tuesday}/library?seed=a").text
    assert "What you approve there comes here" in page


def test_a_search_that_finds_nothing_leads_back_to_all(ana: FlaskClient, cast: Cast, shelf: object) -> None:
    assert "Nothing fits" in ana.get(f"/groups/{cast.tuesday}/library?seed=a&words=zebra").text


# What a reader is told


@pytest.mark.proves("R33")
def test_each_shows_its_tags_and_its_year(ana: FlaskClient, cast: Cast) -> None:
    shelve(cast, WALK, ["craving"])
    page = ana.get(f"/groups/{cast.tuesday}/library?seed=a").text
    assert "Sudden cravings" in page
    assert "2026" in page
    assert "W40" not in page


def test_an_edited_one_says_so(ana: FlaskClient, cast: Cast) -> None:
    shelve(cast, WALK, edited=True)
    assert "edited for privacy" in ana.get(f"/groups/{cast.tuesday}/library?seed=a").text


@pytest.mark.proves("R47")
@pytest.mark.parametrize(
    ("text", "tags", "told"),
    [
        (CLINIC, ["care"], True),
        ("I take my methadone before work.", [], True),
        ("Tomo mi MEDICINA con el desayuno.", [], True),
        ("I set an alarm for my meds.", [], True),
        ("I roll out the yoga mat.", [], False),
        (WALK, ["do_else"], False),
    ],
)
def test_whatever_speaks_of_medicine_sends_to_the_prescriber(
    ana: FlaskClient, cast: Cast, text: str, tags: list[str], told: bool
) -> None:
    strategy = shelve(cast, text, tags)
    for path in (f"/groups/{cast.tuesday}/library?seed=a", f"/groups/{cast.tuesday}/library/{strategy}"):
        assert ("Talk with your prescriber before any change." in ana.get(path).text) is told


@pytest.mark.proves("R48")
def test_what_answers_the_prompt_about_slips_comes_with_its_reminder(ana: FlaskClient, cast: Cast) -> None:
    room = Room.opened(cast, prompt="AR-6")
    [step] = room.steps("collect")
    strategy = shelve(cast, "I text: come back.", step_id=step)
    for path in (f"/groups/{cast.tuesday}/library?seed=a", f"/groups/{cast.tuesday}/library/{strategy}"):
        assert content.prompts("en")["AR-6"].reminder in ana.get(path).text


def test_words_of_members_are_never_markup(ana: FlaskClient, cast: Cast) -> None:
    shelve(cast, "<b>100%</b> %(name)s {{ 7 * 7 }}")
    assert "&lt;b&gt;100%&lt;/b&gt; %(name)s {{ 7 * 7 }}" in ana.get(f"/groups/{cast.tuesday}/library?seed=a").text


# Taking out, putting back, using


def test_what_is_taken_out_waits_aside_and_can_be_put_back(
    ana: FlaskClient, cast: Cast, shelf: dict[str, UUID]
) -> None:
    path = f"/groups/{cast.tuesday}/library/{shelf[WALK]}/publication"
    ana.post(path, data={"published": "0"})
    assert WALK not in texts(cast)
    assert WALK in ana.get(f"/groups/{cast.tuesday}/library?seed=a&aside=1").text
    ana.post(path, data={"published": "1"})
    assert WALK in texts(cast)


def test_an_example_leaves_the_room_when_it_is_taken_out(app: Flask, ana: FlaskClient, cast: Cast) -> None:
    strategy, room = shelve(cast, WALK), Room.opened(cast)
    [phone] = room.phones(app, 1)
    room.push(room.steps("collect")[0])
    assert ana.post(f"/sessions/{room.session_id}/examples", data={"strategy": str(strategy)}).status_code == 303
    assert WALK in phone.client.get("/room/fragments").text
    library.unpublish(strategy, cast.ana)
    assert WALK not in phone.client.get("/room/fragments").text


@pytest.mark.proves("R34")
def test_examples_are_offered_while_a_session_is_on(ana: FlaskClient, cast: Cast) -> None:
    shelve(cast, WALK)
    page = f"/groups/{cast.tuesday}/library?seed=a"
    assert "Use as an example" not in ana.get(page).text
    room = Room.opened(cast)
    assert f'action="/sessions/{room.session_id}/examples"' in ana.get(page).text


# Who may not


def test_another_facilitator_finds_nothing(bea: FlaskClient, cast: Cast, shelf: dict[str, UUID]) -> None:
    for group in (cast.tuesday, cast.thursday):
        path = f"/groups/{group}/library/{shelf[WALK]}"
        assert bea.get(path).status_code == 404
        assert bea.post(f"{path}/tags", data={"tags": ["wait"]}).status_code == 404
        assert bea.post(f"{path}/publication", data={"published": "0"}).status_code == 404
    assert bea.get(f"/groups/{cast.tuesday}/library?seed=a").status_code == 404
    assert WALK in texts(cast)


@pytest.mark.parametrize("act", [library.publish, library.unpublish, lambda id, by: library.tag(id, [], by)])
def test_the_service_itself_finds_only_through_the_owner(cast: Cast, shelf: dict[str, UUID], act: object) -> None:
    assert callable(act)
    with pytest.raises(NotFound):
        act(shelf[WALK], cast.bea)


@pytest.mark.parametrize("name", ["Otto", "Ada"])
def test_reviewers_and_admins_have_no_library(app: Flask, cast: Cast, name: str) -> None:
    assert sign_in(app.test_client(), name).get(f"/groups/{cast.tuesday}/library?seed=a").status_code == 404


def test_a_stranger_is_led_to_the_sign_in_page(client: FlaskClient, cast: Cast) -> None:
    assert client.get(f"/groups/{cast.tuesday}/library").location.startswith("/sign-in")


@pytest.mark.parametrize("change", ["tags", "publication"])
def test_changes_are_never_made_by_a_link(ana: FlaskClient, cast: Cast, shelf: dict[str, UUID], change: str) -> None:
    assert ana.get(f"/groups/{cast.tuesday}/library/{shelf[WALK]}/{change}").status_code == 405
