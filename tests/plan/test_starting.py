"""Getting started: what somebody who is ready finds, in plain words; an admin is told where it names nobody near."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content, db
from facilitator.accounts.models import Program
from facilitator.plan import starting
from tests.cast import Cast, sign_in
from tests.content.test_reading_level import hard
from tests.content.test_wording import avoided

each_language = pytest.mark.parametrize("language", content.languages())
CLINIC, PEER = "Made-up Clinic, 555 0101, mornings", "Sam, a peer worker, 555 0102"
RANKED = re.compile(r"\b(best|better|safest|stronger|first choice|recommended|most people take)\b", re.I)
CHOICES = {"en": ["Buprenorphine", "Methadone", "Naltrexone"], "es": ["Buprenorfina", "Metadona", "Naltrexona"]}


def words_of(language: str) -> Iterator[str]:
    guide = starting.guide(language)
    yield from (guide.title, guide.line)
    for part in guide.parts.values():
        yield from filter(None, (part.title, part.line, *part.lines, *part.after))


def page(client: FlaskClient, language: str = "en") -> str:
    answer = client.get(f"/start/{language}")
    assert answer.status_code == 200
    return answer.text.replace("&#39;", "'")


@pytest.mark.proves("R26")
def test_the_page_has_the_places_the_words_for_a_call_and_the_questions(app: Flask, cast: Cast) -> None:
    starting.describe("", CLINIC, PEER, cast.ada)
    shown = page(app.test_client())
    pack = content.pack("us", "en")
    for wanted in (CLINIC, PEER, pack.resource("helpline").call, "https://findtreatment.gov", "naloxone"):
        assert wanted in shown, wanted
    assert [f'href="tel:555010{number}"' in shown for number in (1, 2, 3)] == [True, True, False]
    prompts = [prompt for prompt in content.prompts("en").values() if prompt.topic == "start"]
    assert len(prompts) == 6
    assert [prompt.id for prompt in prompts if prompt.text.replace("'", "’") not in shown.replace("'", "’")] == []
    assert [line for line in pack.overdose if line not in shown] == []
    assert "When can someone see me?" in shown


def test_its_numbers_are_the_packs_and_its_own_words_hold_none(app: Flask, cast: Cast) -> None:
    for language in content.languages():
        assert [words for words in words_of(language) if re.search(r"[0-9]", words)] == []
    db.write(lambda tx: setattr(tx.get_one(Program, cast.program), "resource_pack", "blank"))
    shown = page(app.test_client())
    assert "findtreatment.gov" not in shown
    assert "988" not in shown, "no number of another country"
    assert "Ask the person who leads the group where care is near you." in shown


@each_language
def test_choices_of_medicine_stand_by_the_alphabet_and_none_is_set_above_another(language: str) -> None:
    medicine = starting.guide(language).parts["medicine"]
    assert list(medicine.lines) == CHOICES[language] == sorted(medicine.lines)
    said = " ".join((medicine.line, *medicine.after)).replace("No one of them is best for all", "")
    assert not RANKED.search(said)
    assert RANKED.search("It is the best."), "the control"


@pytest.mark.proves("R47")
def test_beside_medicine_it_says_to_talk_with_a_prescriber(app: Flask, cast: Cast) -> None:
    assert "Talk with your prescriber before any change." in page(app.test_client())


@pytest.mark.proves("R28")
@each_language
def test_it_is_easy_to_read_and_puts_the_person_first(language: str) -> None:
    words = list(words_of(language))
    assert hard(words, language) == []
    assert avoided(words) == []
    assert [one for one in words if re.search("[!¡]", one)] == []


def test_both_languages_have_the_same_parts_of_the_same_length() -> None:
    guides = [starting.guide(language) for language in content.languages()]
    shapes = [[(part.id, len(part.lines), len(part.after)) for part in guide.parts.values()] for guide in guides]
    assert all(shape == shapes[0] for shape in shapes)
    assert starting.guide("xx") == starting.guide("en")


@pytest.mark.proves("P15")
def test_its_title_is_neutral_and_it_takes_nothing_in(app: Flask, cast: Cast) -> None:
    answer = app.test_client().get("/start")
    assert "<title>Start</title>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<(form|input|textarea|select)\b", answer.text)
    assert "Set-Cookie" not in answer.headers


def test_with_two_programs_on_one_machine_it_names_neither(app: Flask, cast: Cast) -> None:
    starting.describe("Tuesdays", CLINIC, PEER, cast.ada)
    other = Program(id=db.new_id(), name="Hillside (made up)", resource_pack="us", timezone="UTC")
    db.write(lambda tx: tx.add(other))
    shown = page(app.test_client())
    assert CLINIC not in shown
    assert "Tuesdays" not in shown


@pytest.mark.proves("R26")
def test_an_admin_is_warned_while_nobody_near_is_named(app: Flask, cast: Cast) -> None:
    ada = sign_in(app.test_client(), "Ada")
    warning = "names nobody near"
    assert warning in ada.get("/settings/own-pages").text
    assert warning in ada.get("/groups").text, "where she arrives"
    form = {"app_name": "Blue Book", "local_clinic": CLINIC, "local_peer": ""}
    assert ada.post("/settings/own-pages", data=form).status_code == 303
    assert warning in ada.get("/settings/own-pages").text, "one of the two is not enough"
    ada.post("/settings/own-pages", data=form | {"local_peer": PEER})
    shown = ada.get("/settings/own-pages?saved=1").text
    assert warning not in shown
    assert warning not in ada.get("/groups").text
    assert CLINIC in shown
    assert "Blue Book" in shown


def test_what_is_too_long_is_refused_and_stays_in_its_field(app: Flask, cast: Cast) -> None:
    ada = sign_in(app.test_client(), "Ada")
    for field, longest in (("app_name", 40), ("local_clinic", 300), ("local_peer", 300)):
        answer = ada.post("/settings/own-pages", data={field: "x" * (longest + 1)})
        assert answer.status_code == 422
        assert "x" * (longest + 1) in answer.text
    assert starting.own_pages_of(cast.ada).app_name == ""


def test_a_facilitator_is_not_warned_and_can_not_change_it(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    assert "names nobody near" not in ana.get("/groups").text
    assert ana.get("/settings/own-pages").status_code == 404


@pytest.mark.proves("R30")
def test_it_is_found_from_the_door_and_from_the_about_page(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    for path in ("/", "/about"):
        assert 'href="/start/en"' in client.get(path).text, path
    about = client.get("/about").text
    assert "It is in the public domain." in about
    assert "SAMHSA does not endorse this tool." in about


@pytest.mark.proves("P17", "R37")
@pytest.mark.parametrize("path", ["/start", "/plan", "/card"])
def test_help_and_leave_are_on_it_and_help_is_in_the_page(app: Flask, cast: Cast, path: str) -> None:
    page = app.test_client().get(path).text
    assert "data-leave" in page
    assert "data-open-help" in page
    assert 'href="tel:988"' in page, "the card is in the page, and opens without a network"
    assert "It does not clear the history of your browser." in page
