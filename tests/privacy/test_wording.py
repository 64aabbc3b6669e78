"""How hard a text is, and which of its words label a person: hints for whoever writes a prompt."""

import pytest

from facilitator import content
from facilitator.privacy.wording import ease, grade, hints, reading_of
from tests.content import reading
from tests.content.wording import read_by_members

MEASURES = {"en": (grade, reading.grade), "es": (ease, reading.ease)}


@pytest.mark.proves("R27")
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_measures_what_the_check_of_our_own_copy_measures(language: str) -> None:
    """The other measure counts sentences with textstat, which is not here when the product runs."""
    ours, theirs = MEASURES[language]
    texts = [text for text in read_by_members(language) if len(reading.words_of(text)) >= 4]
    assert len(texts) > 200
    assert [text for text in texts if abs(ours(text) - theirs(text)) > 1.1] == []


@pytest.mark.parametrize(
    ("language", "text", "easy"),
    [
        ("en", "A craving shows up. What do you do first?", True),
        ("en", "Participants subsequently anticipate situations.", False),
        ("es", "Llega el deseo. ¿Qué hace usted primero?", True),
        ("es", "Los participantes identificarán anticipadamente situaciones.", False),
    ],
)
def test_easy_and_hard_are_told_apart(language: str, text: str, easy: bool) -> None:
    found = reading_of(text, language)
    assert found is not None
    assert found.easy == easy


@pytest.mark.parametrize(("text", "language"), [("Your turn", "en"), ("", "en"), ("   …!?", "es"), ("A b c d e", "qq")])
def test_labels_and_languages_without_a_measure_are_not_measured(text: str, language: str) -> None:
    assert reading_of(text, language) is None


def test_a_point_inside_a_number_ends_no_sentence() -> None:
    assert grade("We met at 7.30 in the hall today.") == grade("We met at 7 30 in the hall today.")


@pytest.mark.proves("R27")
@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Addicts and users", ["Addicts", "users"]),
        ("en", "A clean, clean house. Clean!", ["clean"]),
        ("en", "After the relapse", ["relapse"]),
        ("en", "Relapse  prevention group", []),
        ("en", "MAT is medicine; a mat is for yoga", ["MAT"]),
        ("en", "Cleaning, abusive, failed", ["abusive", "failed"]),
        ("en", "Nothing here", []),
        ("en", "", []),
        ("es", "Estar limpia, una recaída", ["limpia", "recaída"]),
        ("es", "Prevención de recaídas", []),
    ],
)
def test_words_that_label_a_person_are_found(language: str, text: str, found: list[str]) -> None:
    assert [hint.found for hint in hints(text, content.words_to_avoid(language))] == found


def test_every_hint_says_what_to_say_instead_in_words_that_pass_themselves() -> None:
    for language in content.languages():
        avoided = content.words_to_avoid(language)
        assert avoided
        for instead in avoided.values():
            assert hints(instead, avoided) == []


def test_an_empty_list_finds_nothing() -> None:
    assert hints("addict", {}) == []
