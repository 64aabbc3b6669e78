"""What a hint does to a card: it sorts, it holds, it asks for a second look. A person decides (R42, R46, R49, R50)."""

import re

import pytest
from flask.testing import FlaskClient

from facilitator import content, strategies
from facilitator.strategies import HELD, WAITING
from tests.cast import POINTS, answered

from .rooms import DARK, DOSE, PLAIN, SLIP, Writing

NAMES = "my sponsor mike says breathe"


def card_of(writing: Writing, text: str) -> strategies.QueueItem:
    return next(item for item in writing.room.queue() if item.text == text)


def show(writing: Writing, client: FlaskClient, which: str, **fields: object) -> int:
    item = card_of(writing, which)
    answer = writing.command(client, f"items/{item.id}/approval", points=POINTS, **fields)
    return int(answer.status_code)


def is_shown(writing: Writing, text: str) -> bool:
    return text not in writing.room.texts()


@pytest.mark.proves("R46")
def test_danger_amounts_and_medicine_are_held_and_other_hints_wait(writing: Writing) -> None:
    writing.closed_with(DARK, DOSE, "just stop taking the subs, you dont need them", SLIP)
    status = {item.text: item.status for item in writing.room.queue()}
    assert [status[text] for text in (DARK, DOSE)] == [HELD, HELD]
    assert status["just stop taking the subs, you dont need them"] == HELD
    assert status[SLIP] == WAITING
    assert status[PLAIN[0]] == WAITING


@pytest.mark.proves("R15")
def test_flagged_cards_come_first_the_most_urgent_at_the_top(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(NAMES, SLIP)
    queue = writing.frames(ana)["queue"]
    places = [queue.index(words) for words in (SLIP, NAMES, *PLAIN)]
    assert places[0] < places[1] < min(places[2:])
    assert "A slip" in queue
    assert "Names or places" in queue


@pytest.mark.proves("R46")
def test_a_held_text_stands_open_with_its_chip_and_what_to_say(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(DOSE)
    queue = writing.frames(ana)["queue"]
    signal = content.signals("en")["method_dose"]
    assert '<details class="pile" id="pile-held" open' in queue
    assert signal.label in queue
    assert signal.script in queue


@pytest.mark.proves("R42", "P8")
def test_a_text_with_words_of_danger_can_never_be_shown_as_it_stands(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(DARK)
    every = [signal.point for signal in content.signals("en").values()]
    assert show(writing, ana, DARK, confirmed=" ".join(every)) == 409
    strategies.put_back(writing.room.session_id, card_of(writing, DARK).id, writing.room.cast.ana)
    assert show(writing, ana, DARK, confirmed=" ".join(every)) == 409
    assert show(writing, ana, DARK, confirmed=" ".join(every), text="I DONT want to be here any more!!") == 409
    assert not is_shown(writing, DARK)
    assert show(writing, ana, PLAIN[0]) == 200, "the control"


@pytest.mark.proves("R42", "P20")
def test_it_can_be_edited_to_the_part_that_helped(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(DARK)
    assert show(writing, ana, DARK, text="On dark days I call my sister.") == 200
    assert is_shown(writing, DARK)


@pytest.mark.proves("P19")
@pytest.mark.parametrize(("text", "point"), [(DOSE, "no_amounts"), (SLIP, "is_strategy"), (NAMES, "no_people")])
def test_a_point_that_a_hint_marks_is_confirmed_a_second_time(
    writing: Writing, ana: FlaskClient, text: str, point: str
) -> None:
    writing.closed_with(text)
    assert show(writing, ana, text) == 422, "six points are not enough"
    assert show(writing, ana, text, confirmed="no_shaming") == 422, "another point is not this one"
    assert show(writing, ana, text, confirmed=point) == 200
    assert is_shown(writing, text)


@pytest.mark.proves("P19")
def test_the_first_press_on_a_flagged_card_only_asks_and_the_card_of_danger_opens_the_editor(
    writing: Writing, ana: FlaskClient
) -> None:
    writing.closed_with(DARK, SLIP)
    button = re.search(r'<button[^>]*id="card-show"[^>]*>', writing.frames(ana)["queue"])
    assert button
    assert 'data-confirm="' in button[0]
    assert 'value="is_strategy"' in button[0]
    for item in writing.room.queue():
        strategies.hold(writing.room.session_id, item.id, writing.room.cast.ana)
    strategies.put_back(writing.room.session_id, card_of(writing, DARK).id, writing.room.cast.ana)
    button = re.search(r'<button[^>]*id="card-show"[^>]*>', writing.frames(ana)["queue"])
    assert button
    assert "data-edit=" in button[0]
    assert "formaction" not in button[0]


@pytest.mark.proves("R46")
def test_an_edited_text_is_held_against_its_own_words(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(DOSE)
    assert show(writing, ana, DOSE, text="i take 16 mg now, then i walk") == 422
    assert show(writing, ana, DOSE, text="I take my medicine, then I walk.") == 200


@pytest.mark.proves("R18")
def test_a_paper_slip_is_looked_at_like_any_other_text(writing: Writing) -> None:
    room = writing.room
    writing.send(*PLAIN)
    strategies.enter_slip(room.session_id, writing.step, DOSE, room.cast.ana)
    room.close_writing(writing.step)
    assert card_of(writing, DOSE).status == HELD
    strategies.enter_slip(room.session_id, writing.step, DARK, room.cast.ana)
    assert card_of(writing, DARK).status == HELD
    assert writing.alert == "", "whoever typed it in knows"


@pytest.mark.proves("R42")
def test_nothing_held_or_flagged_reaches_a_phone_or_the_wall(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(DARK, DOSE, SLIP)
    assert show(writing, ana, PLAIN[0]) == 200
    writing.room.reveal(writing.step)
    for screen in (writing.stage(), writing.wall(ana)):
        assert PLAIN[0] in screen, "the control"
        assert not any(text in screen for text in (DARK, DOSE, SLIP))


@pytest.mark.proves("R50")
def test_the_queue_never_says_safe_and_never_counts_hints(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(DARK, SLIP)
    for name in ("queue", "signals"):
        said = re.sub(r"<[^>]+>|staying safe tonight", " ", writing.frames(ana)[name])
        assert not re.search(r"\b(safe|unsafe|risk|score|severity|hints?: \d)\b", said, re.IGNORECASE)
    writing.room.end()
    assert "safe" not in writing.frames(ana)["queue"].replace("staying safe tonight", "")


@pytest.mark.proves("R49", "P8")
def test_without_any_list_a_person_still_reads_every_text_first(
    writing: Writing, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("strategies.sharing", "strategies.flags"):
        monkeypatch.setattr(f"facilitator.{module}.screened", lambda text: frozenset())
    writing.closed_with(DARK, DOSE)
    assert {item.status for item in writing.room.queue()} == {WAITING}
    assert answered(writing.command(ana, f"steps/{writing.step}/reveal", turn=writing.room.turn))["message"]
    assert DARK not in writing.stage()


REACHES = "call me at five five five oh one four two anytime"


@pytest.mark.proves("P18")
@pytest.mark.parametrize(
    "text", ["text me 555-0142", REACHES, "write ana@b.org", "see www.example.org", "case 20194471"]
)
def test_what_leads_straight_to_somebody_is_never_shown_as_it_stands(
    writing: Writing, ana: FlaskClient, text: str
) -> None:
    writing.closed_with(text)
    every = " ".join(signal.point for signal in content.signals("en").values())
    assert show(writing, ana, text, confirmed=every) == 409
    assert show(writing, ana, text, confirmed=every, text=f"edited, and still: {text}") == 409
    assert not is_shown(writing, text)
    assert show(writing, ana, text, confirmed=every, text="I call somebody who answers.") == 200
    assert show(writing, ana, PLAIN[0]) == 200, "the control"


@pytest.mark.proves("P18", "P20")
def test_the_card_marks_what_may_say_who_someone_is_and_offers_other_words(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with("my wife danielle hides the card in Tulsa")
    queue = writing.frames(ana)["queue"]
    assert '<mark data-instead="a friend">danielle</mark>' in queue
    assert '<mark data-instead="[place]">Tulsa</mark>' in queue
    assert "data-replace" in queue
    assert "cannot be shown as it stands" not in queue, "a name is a hint alone"


@pytest.mark.proves("P19")
def test_no_console_approves_with_a_point_left_out(writing: Writing, ana: FlaskClient) -> None:
    writing.closed_with(*PLAIN)
    path = f"items/{card_of(writing, PLAIN[0]).id}/approval"
    for missing in POINTS:
        ticked = [point for point in POINTS if point != missing]
        assert writing.command(ana, path, points=ticked).status_code == 422, missing
    assert writing.command(ana, path).status_code == 422
    assert not is_shown(writing, PLAIN[0])
    assert writing.command(ana, path, points=POINTS).status_code == 200, "the control"
