"""The page of a member's own plan: the same for everybody, asking for nothing, and saying what it must."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from facilitator import content
from facilitator.content.errors import ContentError
from facilitator.content.shelf import Shelf
from tests.cast import Cast, Phone, Room

SLIP, MEDICINE = "After a break, the body can handle less.", "Talk with your prescriber before any change."


@pytest.mark.proves("P11", "P14", "P15")
def test_the_page_is_the_same_for_everybody_and_takes_nothing_in(app: Flask, cast: Cast) -> None:
    phone = Phone(app)
    phone.join(Room.opened(cast).code)
    seated, stranger = phone.client.get("/plan/en"), app.test_client().get("/plan/en")
    pages = [re.sub(r'data-now="\d+"', "", answer.text) for answer in (seated, stranger)]
    assert pages[0] == pages[1]
    assert [answer.headers.getlist("Set-Cookie") for answer in (seated, stranger)] == [[], []]
    assert "<title>Notes</title>" in pages[0]
    assert not re.search(r"<form|csrf", pages[0])
    assert not re.search(r"<(textarea|input)\b[^>]*\bname=(?!\"stage\")", pages[0]), "what has no name cannot be sent"
    assert set(re.findall(r'<(?:textarea|input)\b[^>]*\bautocomplete="(\w+)"', pages[0])) == {"off"}
    fields = len(re.findall(r"<(?:textarea|input)\b", pages[0]))
    assert len(re.findall(r'<(?:textarea|input)\b[^>]*\bautocomplete="off"', pages[0])) == fields
    assert phone.client.post("/plan/en").status_code == 405
    assert phone.client.get("/plan/xx").status_code == 404


def test_a_page_has_its_language_from_its_address_or_else_from_the_browser(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    spanish = {"Accept-Language": "es-MX,es"}
    assert '<html lang="es"' in client.get("/plan", headers=spanish).text
    assert '<html lang="en"' in client.get("/plan/en", headers=spanish).text
    assert "Mi plan" in client.get("/plan/es").text


@pytest.mark.proves("R47", "R48")
def test_the_lines_on_medicine_and_on_tolerance_stand_where_they_must(app: Flask, cast: Cast) -> None:
    parts = content.my_plan("en")
    assert all(parts[stage].note == "medicine" for stage in ("stage1", "stage2", "stage3", "stage4"))
    asked = {one.key: one for part in parts.values() for one in part.questions}
    assert {key for key, one in asked.items() if one.note == "slip"} == {"success.led_back", "triggers.learned"}
    page = app.test_client().get("/plan/en").text
    card = page[page.index('data-view="ten"') : page.index('data-view="ten-write"')]
    assert SLIP in card
    assert MEDICINE in page


def test_a_translation_that_asks_something_else_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("shelf") / "content"
    shutil.copytree(Path(content.__file__).parent, root, ignore=shutil.ignore_patterns("__pycache__"))
    file = root / "es" / "my_plan.toml"
    file.write_text(file.read_text().replace('note = "slip"', "", 1))
    with pytest.raises(ContentError, match=r"my_plan.toml.*differs from English"):
        Shelf(root).check()


def test_pairs_name_both_their_halves_and_examples_fit_their_kind() -> None:
    cards = next(one for one in content.my_plan("en")["triggers"].questions if one.kind == "pairs")
    for wrong in ({"second": ""}, {"examples": ("one half",)}, {"kind": "text"}):
        with pytest.raises(ValueError, match=r"pairs|examples"):
            replace(cards, **wrong)
