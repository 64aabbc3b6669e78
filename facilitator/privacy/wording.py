"""How a text reads: how hard it is, and which of its words put a label on a person.

Both only hint, to whoever writes a prompt; nothing is blocked, and members' words are never measured. Pure
functions of the text: nothing is fetched and nothing is kept.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

HARDEST_GRADE = 6.0  # Flesch-Kincaid, English (R28)
LOWEST_EASE = 80.0  # Fernández-Huerta, Spanish
LABEL = 4  # a text of fewer words is a label, which the measures are not made for
SHORT_SENTENCE = 2  # as in textstat: a sentence of so few words is not counted as one, which is a little stricter

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"”’»)]|$)|\n+")

# English: silent endings go, vowels that do not merge are parted, groups of vowels are counted. What the rule
# gets wrong among the words of such prompts is listed, after the CMU Pronouncing Dictionary.
SILENT = re.compile(
    r"(?<=[^aeiouy])(?<![^aeiouy]l)e$"
    r"|(?<=[^aeiouytd])ed$"
    r"|(?<=[^aeiouycsxzg])(?<!sh)(?<!ch)(?<![^aeiouy]l)es$"
    r"|['’].*$"
)
PARTED = re.compile(r"(?<![tcs])i(?=[ao])|[aeiouy](?=ing)|u(?=al)")
GROUP = re.compile(r"[aeiouy]+")
EXCEPTIONS = {
    **dict.fromkeys(("boredom", "evening", "lately", "lifeline", "likely", "lonely", "safety"), 2),
    **dict.fromkeys(("hour", "hours", "quiet", "something", "somewhere", "tired", "useful"), 2),
    **dict.fromkeys(("anyone", "barriers", "employer", "everything", "gambling", "hopelessness"), 3),
    **dict.fromkeys(("idea", "ideas", "privately", "quietly", "recovery", "riskiest", "suicide"), 3),
    "situation": 4,
}

# Spanish: u is silent in que, qui, gue, gui; a strong vowel takes weak neighbours with it; an accent on i or u
# parts them.
SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéií])")
NUCLEUS = re.compile(
    r"(?:y|[iuü]{1,2})?[aeoáéó](?:[iu](?![aeoáéó])|y(?![aeoáéóiuíú]))?"
    r"|[iuü]?[íú]"
    r"|[iuü]+(?:y(?![aeoáéó]))?"
    r"|y$"
)


@dataclass(frozen=True)
class Reading:
    """How hard a text is. `measure` is "grade" (years of school, lower is easier) or "ease" (higher is easier)."""

    measure: str
    score: float
    easy: bool


@dataclass(frozen=True)
class Hint:
    """Words that were `found` in a text, and what to say `instead`."""

    found: str
    instead: str


def reading_of(text: str, language: str) -> Reading | None:
    """How hard `text` is in English or Spanish; None for a label, and for a language without a measure."""
    if len(words_of(text)) < LABEL:
        return None
    if language == "en":
        score = grade(text)
        return Reading("grade", round(score, 1), score <= HARDEST_GRADE)
    if language == "es":
        score = ease(text)
        return Reading("ease", round(score, 1), score >= LOWEST_EASE)
    return None


def grade(text: str) -> float:
    """Flesch-Kincaid grade of an English text: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    return 0.39 * _words_a_sentence(text) + 11.8 * _syllables_a_word(text, english_syllables) - 15.59


def ease(text: str) -> float:
    """Fernández-Huerta reading ease of a Spanish text: 206.84 - 60 syllables a word - 1.02 words a sentence.

    The formula as corrected by G. Law (2011): the published one takes sentences for words a sentence.
    """
    return 206.84 - 60 * _syllables_a_word(text, spanish_syllables) - 1.02 * _words_a_sentence(text)


def hints(text: str, avoided: Mapping[str, str]) -> list[Hint]:
    """What in `text` stands on the list `avoided`, each once, in the order of the text.

    `avoided` gives for words, or for a beginning that ends in `*`, what to say instead. An empty string lets
    words stand, so that a longer phrase can be an exception to a shorter one. Words in capitals are found in
    capitals only.
    """
    if not avoided:
        return []
    longest_first = sorted(avoided, key=len, reverse=True)
    found = re.compile("|".join(f"({_pattern(words)})" for words in longest_first), re.IGNORECASE)
    told: dict[str, Hint] = {}
    for match in found.finditer(text):
        if instead := avoided[longest_first[(match.lastindex or 1) - 1]]:
            told.setdefault(match.group().casefold(), Hint(match.group(), instead))
    return list(told.values())


def words_of(text: str) -> list[str]:
    """The words, in lower case, without punctuation."""
    return WORD.findall(text.lower())


def english_syllables(word: str) -> int:
    """Syllables of one word in lower case; a number counts as one."""
    if word.isdigit():
        return 1
    parted = PARTED.sub(r"\g<0> ", SILENT.sub("", word))
    return EXCEPTIONS.get(word) or max(1, len(GROUP.findall(parted)))


def spanish_syllables(word: str) -> int:
    """Syllables of one word in lower case; a number counts as two."""
    if word.isdigit():
        return 2
    return max(1, len(NUCLEUS.findall(SILENT_U.sub("", word))))


def _pattern(words: str) -> str:
    bare = re.escape(words.removesuffix("*")).replace(r"\ ", r"\s+")
    bare = f"(?-i:{bare})" if words.isupper() else bare
    return rf"(?<!\w){bare}" + (r"\w*" if words.endswith("*") else r"(?!\w)")


def _words_a_sentence(text: str) -> float:
    lengths = [len(words_of(sentence)) for sentence in SENTENCE_END.split(text)]
    return sum(lengths) / max(1, sum(length > SHORT_SENTENCE for length in lengths))


def _syllables_a_word(text: str, syllables: Callable[[str], int]) -> float:
    words = words_of(text)
    return sum(map(syllables, words)) / max(1, len(words))
