"""People of two languages in one room: each phone has its own words, and what members wrote is never translated."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from facilitator import content, db, sessions
from facilitator.config import Config
from facilitator.live.translating import _shipped_words
from facilitator.rehearsal import PretendPhone
from facilitator.sessions.models import Step
from facilitator.strategies import Strategy
from tests.cast import Cast, Phone, Room, answered
from tests.servers import Console, running

SPANISH = "es-MX,es;q=0.9,en;q=0.5"
ENGLISH_PROMPT, SPANISH_PROMPT = (content.prompts(language)["S2-1"].text for language in ("en", "es"))
WROTE = ["I call the friend who always picks up.", "Camino hasta que se me pasa.", "I wait ten minutes.", "Agua fría."]


def at_the_door(app: Flask, code: str, accepted: str) -> Phone:
    """A phone whose browser asks for these languages, with a seat."""
    phone = Phone(app)
    phone.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = accepted
    assert phone.join(code).status_code == 303
    return phone


def shown(client: FlaskClient, path: str = "/room/fragments") -> str:
    return "".join(frame["html"] for frame in answered(client.get(path))["frames"])


def change(step: Any, **values: Any) -> None:
    db.write(lambda tx: tx.execute(update(Step).where(Step.id == step).values(**values)))


@pytest.fixture
def room(cast: Cast) -> Room:
    return Room.opened(cast)


@pytest.fixture
def both(app: Flask, room: Room) -> tuple[Phone, Phone]:
    """An English and a Spanish phone."""
    return at_the_door(app, room.code, "en-US"), at_the_door(app, room.code, SPANISH)


@pytest.mark.proves("R54")
def test_a_push_reaches_each_phone_in_its_own_language(app: Flask, cast: Cast, config: Config) -> None:
    with running(config) as server:
        room = Room.prepared(cast)
        console = Console(server.address)
        console.sign_in("Ana")
        path = f"/sessions/{room.session_id}"
        console.command(f"{path}/room", turn=room.turn, agreed="yes")
        phones = {language: PretendPhone(server.address) for language in ("en-US", SPANISH)}
        for language, phone in phones.items():
            phone._opener.addheaders = [("Accept-Language", language)]
            phone.join(room.code)
            phone.connect()
        step = room.steps("collect")[0]
        for command in ("showing", "writing"):
            console.command(f"{path}/steps/{step}/{command}", turn=room.turn)
        heard = {language: everything(phone) for language, phone in phones.items()}
    assert "Your turn to write." in heard["en-US"]
    assert ENGLISH_PROMPT in heard["en-US"]
    assert "Le toca escribir." in heard[SPANISH]
    assert SPANISH_PROMPT in heard[SPANISH]
    assert "Your turn" not in heard[SPANISH]
    assert "Le toca" not in heard["en-US"]


def everything(phone: PretendPhone) -> str:
    """All that the socket has said so far, its escapes undone."""
    said = []
    while (heard := phone.listen(1)) is not None:
        said.append(heard)
    return "".join(said).encode().decode("unicode_escape") if said else ""


def test_each_phone_sees_the_shipped_question_in_its_own_language(room: Room, both: tuple[Phone, Phone]) -> None:
    english, spanish = both
    room.push(room.steps("poll")[0])
    asked = {language: content.prompts(language)["AR-3"] for language in ("en", "es")}
    for phone, language in ((english, "en"), (spanish, "es")):
        for words in (asked[language].text, *asked[language].options):
            assert words in shown(phone.client), language
    assert asked["en"].text not in shown(spanish.client)


def test_a_plan_in_spanish_is_in_english_on_an_english_phone(app: Flask, cast: Cast) -> None:
    spanish_plan = Room(cast, sessions.prepare(cast.tuesday, cast.ana, language="es", floor=4, plan="B"))
    sessions.open_room(spanish_plan.session_id, spanish_plan.turn, cast.ana, agreed=True)
    phones = [at_the_door(app, spanish_plan.code, accepted) for accepted in ("en-US", SPANISH)]
    spanish_plan.open_writing(spanish_plan.steps("collect")[0])
    assert ENGLISH_PROMPT in shown(phones[0].client)
    assert SPANISH_PROMPT in shown(phones[1].client)


def test_a_stage_and_a_reminder_around_a_question_go_with_it(room: Room, both: tuple[Phone, Phone]) -> None:
    slip = {language: content.prompts(language)["AR-6"] for language in ("en", "es")}
    stage = {language: content.taxonomy(language).stages[0].label for language in ("en", "es")}
    step = room.steps("collect")[0]
    change(step, text="\n\n".join((stage["en"], slip["en"].text, slip["en"].reminder)))
    room.open_writing(step)
    for words in (stage["es"], slip["es"].text, slip["es"].reminder):
        assert words in shown(both[1].client)


@pytest.mark.parametrize("changed", [ENGLISH_PROMPT + " Be kind.", "What do you do on a Sunday?"])
def test_a_question_that_somebody_changed_stays_as_it_was_written(
    room: Room, both: tuple[Phone, Phone], changed: str
) -> None:
    step = room.steps("collect")[0]
    change(step, text=changed)
    room.open_writing(step)
    assert all(changed in shown(phone.client) for phone in both)
    assert SPANISH_PROMPT not in shown(both[1].client)


def test_what_members_wrote_is_never_translated_and_says_its_own_language(
    app: Flask, room: Room, both: tuple[Phone, Phone], ana: FlaskClient
) -> None:
    phones = [*both, *room.phones(app, 2)]
    step = room.steps("collect")[0]
    room.open_writing(step)
    for phone, text in zip(phones, WROTE, strict=True):
        phone.send(step, text=text)
    room.close_writing(step)
    for text in WROTE:
        room.approve(text)
    room.reveal(step)
    link = ana.get(f"/sessions/{room.session_id}/screen").headers["Location"]
    screens = [shown(phone.client) for phone in both] + [shown(ana, f"{link}/fragments")]
    for screen in screens:
        found = {text: language for language, text in re.findall(r'class="strategy" lang="([^"]*)">([^<]*)<', screen)}
        assert found == {WROTE[0]: "en", WROTE[1]: "es", WROTE[2]: "en", WROTE[3]: "es"}


def test_the_language_of_a_text_is_told_by_its_words_and_not_by_the_phone(app: Flask, room: Room) -> None:
    """One Spanish phone in the room, with English words: nothing that is kept or shown may say which phone it was."""
    phones = [at_the_door(app, room.code, SPANISH), *room.phones(app, 3)]
    step = room.steps("collect")[0]
    room.open_writing(step)
    for number, phone in enumerate(phones):
        phone.send(step, text=f"I call my sister and we talk for {number} minutes.")
    room.close_writing(step)
    for item in room.queue():
        room.approve(item.text)
    room.reveal(step)
    assert set(re.findall(r'class="strategy" lang="([^"]*)"', shown(phones[1].client))) == {"en"}
    with db.reading() as tx:
        assert set(tx.scalars(select(Strategy.language))) == {"en"}


def test_every_shipped_word_of_a_step_has_its_like_in_every_language() -> None:
    english = _shipped_words("en")
    for language in content.languages():
        assert _shipped_words(language).keys() == english.keys(), language
        assert all(bool(words) == bool(english[place]) for place, words in _shipped_words(language).items())
