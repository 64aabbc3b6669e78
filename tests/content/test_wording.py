"""Our words: our own, person-first, honest, calm, and good for any country (R29, R38, R55)."""

import re
from pathlib import Path

import pytest

from tests.content.wording import FILES, SOURCE, repeats, shingles, strings_in

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")

# NIDA, Words Matter: what our copy does not call people, their use or their medicine.
AVOIDED = {
    "en": r"addict|\busers?\b|junkie|\bclean|\bdirt|abus|\bhabit|relaps|fell off|replacement|crutch|\bmat\b"
    r"|\bfail|non-?compliant|commit\w* suicide",
    "es": r"adict|toxic[óo]man|drogadict|yonqui|limpi[oa]|\bsuci[oa]|abus|vicio|recaíd|reca[íe]|\bmuleta"
    r"|sustitut|frac?as|incumpl|comet\w* suicidio|se suicid",
}
ALLOWED = re.compile(r"relapse prevention|prevención de recaídas|^avoid_relapse$", re.IGNORECASE)
PROMISES = r"100 ?%|anonym|anónim|confiden[ct]ial|hipaa"
US_NUMBER = re.compile(r"\b(?:911|988)\b|\b\d{3}[-. ]\d{3}[-. ]\d{4}\b|\b\d{5,6}\b|1-8\d\d", re.IGNORECASE)
ENDED_LINE = re.compile(r"(?:press|oprima|marque)\D{0,6}3\b", re.IGNORECASE)


def avoided(texts: list[str]) -> list[str]:
    words = re.compile(f"{AVOIDED['en']}|{AVOIDED['es']}|{PROMISES}", re.IGNORECASE)
    return [text for text in texts if words.search(ALLOWED.sub("", text))]


@pytest.mark.proves("R29")
@each_file
def test_no_text_repeats_eight_words_in_a_row_of_the_source_document(file: Path) -> None:
    source = set(SOURCE.read_text(encoding="utf-8").split())
    assert len(source) > 400
    assert [text for text in strings_in(file) if repeats(text, source)] == []


def test_a_repeated_run_of_eight_words_is_found_whatever_its_case_and_punctuation() -> None:
    planted = shingles("Seven green boats row home before the evening rain")
    assert repeats("We saw: seven green boats (row home) before the EVENING rain.", planted)
    assert not repeats("Seven green boats row home before the storm", planted)


@pytest.mark.proves("R55", "P34")
@each_file
def test_our_words_put_the_person_first_and_promise_nothing_we_cannot_keep(file: Path) -> None:
    assert avoided(strings_in(file)) == []


@pytest.mark.parametrize(
    "text",
    ["A clean week", "Share one good habit", "He relapsed", "Former users", "Una semana limpia", "Fully anonymous"],
)
def test_words_we_avoid_are_found(text: str) -> None:
    assert avoided([text, "Relapse prevention"]) == [text]


@each_file
def test_our_words_are_calm(file: Path) -> None:
    loud = re.compile(r"[!¡\U0001F000-\U0001FAFF\u2600-\u27BF]")
    assert [text for text in strings_in(file) if loud.search(text)] == []


@each_file
def test_no_number_of_one_country_stands_outside_its_pack(file: Path) -> None:
    found = [text for text in strings_in(file) if US_NUMBER.search(text)]
    assert bool(found) == (file.name == "us.toml")


@each_file
def test_a_line_that_has_ended_is_not_offered(file: Path) -> None:
    assert not ENDED_LINE.search(file.read_text(encoding="utf-8"))
    assert ENDED_LINE.search("Call 988, then press 3.")
