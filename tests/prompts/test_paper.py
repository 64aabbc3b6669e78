"""Plans, agreements and blank slips on paper, also in large print."""

import pytest
from flask.testing import FlaskClient

from facilitator import content, prompts
from tests.cast import Cast

PAPER = ["/plans/B/print", "/print/agreements", "/print/slips"]


@pytest.mark.proves("R56")
def test_a_plan_is_printed_with_minutes_words_and_notes(ana: FlaskClient, cast: Cast) -> None:
    page = ana.get("/plans/B/print").text
    for step in prompts.plan_of("B", "en", cast.ana).steps:
        assert step.title in page
        if step.prompt:
            assert step.prompt.text in page
    assert "0–4" in page
    assert "58–60" in page
    assert "Look out:" in page


@pytest.mark.proves("R56")
def test_the_agreements_are_printed_whole(ana: FlaskClient) -> None:
    page = ana.get("/print/agreements").text
    assert page.count("<li>") == len(content.agreements("en"))


@pytest.mark.proves("R18")
@pytest.mark.parametrize(("large", "slips"), [("", 8), ("?large=1", 4)])
def test_blank_slips_say_what_to_leave_out_and_have_a_box_to_pass(ana: FlaskClient, large: str, slips: int) -> None:
    page = ana.get(f"/print/slips{large}").text
    assert page.count("Leave out names, places, dates, jobs, amounts.") == slips
    assert page.count('<span class="slip__box">Pass</span>') == slips


@pytest.mark.proves("R56")
@pytest.mark.parametrize("path", PAPER)
def test_each_has_a_large_print(ana: FlaskClient, path: str) -> None:
    small, large = ana.get(path).text, ana.get(f"{path}?large=1").text
    assert f"{path}?large=1" in small
    assert "paper--large" in large
    assert "paper--large" not in small


def test_they_are_printed_in_the_language_of_the_page(ana: FlaskClient) -> None:
    page = ana.get("/print/agreements", headers={"Accept-Language": "es"}).text
    assert content.agreements("es")[0] in page


@pytest.mark.parametrize("path", PAPER)
def test_they_are_for_who_is_signed_in(client: FlaskClient, cast: Cast, path: str) -> None:
    assert client.get(path).location.startswith("/sign-in?next=")


def test_they_are_linked_from_a_group_and_a_plan_and_lead_back(ana: FlaskClient, cast: Cast) -> None:
    group = ana.get(f"/groups/{cast.tuesday}").text
    for path in PAPER[1:]:
        assert f'href="{path}?group={cast.tuesday}"' in group
        assert f'href="/groups/{cast.tuesday}"' in ana.get(f"{path}?group={cast.tuesday}").text
    assert 'href="/plans/B/print"' in ana.get("/plans/B").text
