"""The program's page: strategies to search and read, and pictures, for those who review and once it is open."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast, sign_in

from .stage import Item, Stage, put_out, set_up

WALK, CALL = "I walk around the block", "I call somebody"


@pytest.fixture
def otto(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Otto")


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """Fourteen strategies of one kind, three of another, in two languages and years."""
    made = set_up(cast)
    walks = [Item(f"{WALK} ({n})", ("do_else", "stage2", "craving")) for n in range(14)]
    calls = [Item(f"{CALL} ({n})", language="es", year=2025) for n in range(3)]
    put_out(made, walks + calls)
    return made


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1].split(">", 1)[1]).split())


@pytest.mark.parametrize("path", ["/program", "/program/pictures"])
@pytest.mark.proves("P25")
def test_below_the_rule_it_says_that_it_is_not_enough_and_no_number(otto: FlaskClient, path: str) -> None:
    said = text_of(otto.get(path).text)
    assert "Not enough yet to share safely" in said
    assert not re.search(r"\d", said)


@pytest.mark.proves("R32", "R36", "P24")
def test_it_shows_texts_with_their_tags_and_year_and_is_narrowed_by_them(otto: FlaskClient, stage: Stage) -> None:
    page = otto.get("/program", follow_redirects=True)
    assert page.text.count("<article") == 17
    assert "17 strategies" in page.text
    assert "A walk, tidy" not in page.text
    few = otto.get("/program?seed=a&language=es")
    assert few.text.count("<article") == 3
    assert "A few strategies" in few.text
    assert "3 strategies" not in few.text
    assert "Tuesday Circle" not in page.text + few.text
    assert otto.get("/program?seed=a&words=WALKING+block").text.count("<article") == 0
    assert otto.get("/program?seed=a&words=wal+BLOCK").text.count("<article") == 14
    assert "Nothing fits" in otto.get("/program?seed=a&approach=no_such_tag&year=1999").text


@pytest.mark.parametrize("words", ["\"' OR ()*:^ NEAR/2 AND", "😀", "x" * 7000, "%00%1f", "a:*&|!<->", "-"])
def test_a_search_of_anything_gets_a_page(otto: FlaskClient, stage: Stage, words: str) -> None:
    page = otto.get("/program", query_string={"seed": "a", "words": words, "year": "soon", "after": "zz.1"})
    assert page.status_code == 200
    assert "Nothing fits" in page.text


@pytest.mark.proves("P25", "R36")
def test_pictures_hold_numbers_of_eleven_and_more_or_none(otto: FlaskClient, stage: Stage) -> None:
    page = otto.get("/program/pictures").text
    numbers = {int(said) for said in re.findall(r">(\d+)</(?:td|text)>", page)}
    assert 14 in numbers
    assert numbers - set(range(1, 6)) <= {14, 17, 2025, 2026}  # 1 to 5 name the stages
    assert "Few or none" in page
    assert "style=" not in page.split("<main")[1]


def test_whoever_does_not_review_finds_nothing(ana: FlaskClient, stage: Stage) -> None:
    assert [ana.get(path).status_code for path in ("/program", "/program/pictures")] == [404, 404]
