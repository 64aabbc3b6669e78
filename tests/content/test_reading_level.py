"""What members read is easy to read (R28)."""

import pyphen  # type: ignore[import-untyped]
import pytest

from facilitator import content
from tests.content.reading import ease, english_syllables, grade, spanish_syllables, words_of
from tests.content.wording import read_by_members

LABEL = 4  # texts of fewer words are labels, which the measures are not made for


def hard(texts: list[str], language: str) -> list[str]:
    measured = [text for text in texts if len(words_of(text)) >= LABEL]
    if language == "en":
        return [f"{grade(text):.1f} {text}" for text in measured if grade(text) > 6]
    return [f"{ease(text):.1f} {text}" for text in measured if ease(text) < 80]


@pytest.mark.proves("R28")
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_a_member_reads_is_hard(language: str) -> None:
    assert hard(list(read_by_members(language)), language) == []


def test_english_prompts_are_at_fifth_grade_or_lower() -> None:
    texts = [prompt.text for prompt in content.prompts("en").values()]
    assert [text for text in texts if grade(text) > 5] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Participants may anticipate challenging situations and subsequently identify alternatives."),
        ("es", "Los participantes identificarán anticipadamente situaciones particularmente problemáticas."),
    ],
)
def test_the_measures_catch_a_hard_sentence(language: str, text: str) -> None:
    assert hard([text], language)


def test_the_join_text_as_a_whole_is_at_about_fourth_grade() -> None:
    assert grade(" ".join(content.join_text("en"))) <= 4.5


@pytest.mark.parametrize(
    ("word", "count"),
    [("hope", 1), ("table", 2), ("wanted", 2), ("helped", 1), ("uses", 2), ("being", 2), ("medicine", 3)],
)
def test_english_syllables_are_counted(word: str, count: int) -> None:
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("quien", 1),
        ("aquí", 2),
        ("guía", 2),
        ("siguiente", 3),
        ("leer", 2),
        ("país", 2),
        ("muy", 1),
        ("suyo", 2),
        ("construye", 3),
        ("pingüino", 3),
        ("poesía", 4),
        ("recuperación", 5),
    ],
)
def test_spanish_syllables_are_counted(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


def test_spanish_words_have_at_least_the_syllables_where_a_printer_may_break_them() -> None:
    breaks = pyphen.Pyphen(lang="es")
    words = {word for text in read_by_members("es") for word in words_of(text)}
    assert len(words) > 400
    assert [word for word in words if spanish_syllables(word) <= len(breaks.positions(word))] == []
