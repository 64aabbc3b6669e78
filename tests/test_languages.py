"""Every language of the content has the whole interface; another one is a folder, not code (R54)."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content, languages, sessions
from facilitator.development import catalogs
from tests.cast import Cast, Phone, Room, answered

OTHERS = [language for language in content.languages() if language != "en"]
PLACES = re.compile(r"%\(\w+\)s|%%|%s|%d|\{\w+\}")


@pytest.mark.proves("R54")
@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_the_interface_is_translated(language: str) -> None:
    assert catalogs.untranslated(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_the_places_for_values(language: str) -> None:
    for message in read_po(catalogs.path_of(language).open("rb"), locale=language):
        if isinstance(message.id, str) and message.id:
            assert places(str(message.string)) == places(message.id), message.id
        elif message.id:
            one, many = (set(places(form)) for form in message.id)
            first, *others = (set(places(str(form))) for form in message.string or ())
            assert one <= first <= one | many, message.id
            assert all(form == one | many for form in others), message.id


def places(words: str) -> list[str]:
    return sorted(PLACES.findall(words))


def test_one_and_many_are_told_apart() -> None:
    forms = "Review %(num)s card", "Review %(num)s cards"
    for language, said in (("en", forms), ("es", ("Revisar %(num)s tarjeta", "Revisar %(num)s tarjetas"))):
        assert [languages.catalog(language).ngettext(*forms, number) for number in (1, 0, 2)] == [
            said[0],
            said[1],
            said[1],
        ]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("es-419", "es"), ("es-ES", "es"), ("fr,es;q=0.5", "es"), ("pt-BR,pt;q=0.9", "en"), ("", "en"), ("*", "en")],
)
def test_a_browser_gets_the_first_of_its_languages_that_there_is(
    app: Flask, cast: object, accepted: str, language: str
) -> None:
    page = app.test_client().get("/", headers={"Accept-Language": accepted}).text
    assert language_of_page(page) == language


def test_a_browser_that_prefers_spanish_gets_spanish(app: Flask, cast: object) -> None:
    page = app.test_client().get("/", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}).text
    assert '<html lang="es"' in page
    assert "Antes de entrar" in page
    assert "Código" in page
    assert "Before you join" not in page


@pytest.mark.proves("R54")
def test_another_language_is_a_folder_and_no_code(
    app: Flask, cast: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pseudo-language, each word in brackets, made from the English."""
    whole = Catalog(locale="eo")
    for message in catalogs.messages():
        if message.id:
            one = isinstance(message.id, str)
            whole.add(message.id, f"[{message.id}]" if one else [f"[{part}]" for part in message.id])
    file = tmp_path / languages.CATALOG
    with file.open("wb") as opened:
        write_po(opened, whole)
    monkeypatch.setattr(languages, "catalog", lambda language: languages.read_catalog(file))
    page = app.test_client().get("/help").text
    assert "[Help]" in page
    assert "[[" not in page


# The door: a phone's language is chosen, or it is the browser's. It is never guessed from an address.

MEXICO = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


def language_of_page(page: str) -> str:
    found = re.search(r'<html lang="([a-z]+)" dir="ltr"', page)
    assert found
    return found[1]


def stage_on(phone: Phone) -> str:
    return str(answered(phone.client.get("/room/fragments"))["frames"][0]["html"])


def test_the_door_names_each_language_in_itself(app: Flask, cast: object) -> None:
    page = app.test_client().get("/").text
    for code, name in (("en", "English"), ("es", "Español")):
        assert re.search(rf'<button[^>]* value="{code}" lang="{code}"[^>]*>{name}</button>', page)
    assert re.findall(r'value="(\w+)" lang="\w+" aria-current="true"', page) == ["en"]


@pytest.mark.proves("R54")
def test_a_phone_keeps_the_language_that_was_chosen_at_its_door(app: Flask, cast: Cast) -> None:
    phone = Phone(app)
    phone.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = MEXICO["Accept-Language"]
    room = Room.opened(cast)
    assert language_of_page(phone.client.get("/").text) == "es"
    assert phone.client.post("/room/language", data={"language": "en"}).headers["Location"] == "/"
    for path in ("/", "/help", "/about", "/take-back"):
        assert language_of_page(phone.client.get(path).text) == "en", path
    phone.join(room.code)
    assert language_of_page(phone.client.get("/room").text) == "en"
    assert "You are in." in stage_on(phone)
    phone.client.post("/room/language", data={"language": "es"})
    assert language_of_page(phone.client.get("/room").text) == "es"
    assert "Ya entró." in stage_on(phone)


def test_a_refusal_comes_in_the_language_of_the_phone(app: Flask, cast: Cast) -> None:
    phone = Phone(app)
    phone.client.post("/room/language", data={"language": "es"})
    assert "Ese código no abre una sala." in phone.join("WRONG11").text
    phone.join(Room.opened(cast).code)
    told = phone.client.post("/room/envelopes", data=b"{}", content_type="application/json")
    assert told.json == {"message": "Eso no llegó entero. Pruebe otra vez, por favor."}


def test_a_void_seat_leaves_the_language(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    phone = Phone(app)
    phone.client.post("/room/language", data={"language": "es"})
    phone.join(room.code)
    sessions.replace_code(room.session_id, cast.ana)
    page = phone.client.get("/room", follow_redirects=True).text
    assert language_of_page(page) == "es"
    assert "Vuelva a entrar" in page


@pytest.mark.parametrize("wrong", ["", "xx", "../es", "ES"])
def test_a_language_that_is_not_there_cannot_be_chosen(app: Flask, cast: object, wrong: str) -> None:
    client = app.test_client()
    assert client.post("/room/language", data={"language": wrong}).status_code == 303
    assert language_of_page(client.get("/").text) == "en"


def test_the_address_of_a_phone_says_nothing_about_its_language(app: Flask, cast: object) -> None:
    for address in ("189.203.1.1", "81.2.69.160", "2806:2f0::1"):  # Mexico, Britain, Mexico
        page = app.test_client().get("/", environ_base={"REMOTE_ADDR": address}).text
        assert language_of_page(page) == "en"


def test_the_choice_of_a_phone_is_not_that_of_an_account(app: Flask, ana: FlaskClient) -> None:
    ana.post("/room/language", data={"language": "es"})
    assert language_of_page(ana.get("/").text) == "es"
    assert language_of_page(ana.get("/groups").text) == "en"
    assert language_of_page(ana.get("/groups", headers=MEXICO).text) == "es"


def test_a_language_that_runs_the_other_way_turns_the_page() -> None:
    assert [languages.direction_of(code) for code in ("en", "es", "ar", "he", "qq")] == ["ltr"] * 2 + ["rtl"] * 2 + [
        "ltr"
    ]
    assert [languages.name_of(code) for code in ("en", "es", "qq")] == ["English", "Español", "qq"]
