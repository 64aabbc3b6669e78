"""How hard a text is to read, in English and in Spanish.

textstat counts the words and sentences (it leaves out sentences of one or two words, which makes both
measures a little stricter). Syllables are counted here by rule: textstat's English ones come from a
dictionary that nltk fetches from the network at first use, and pyphen, meant for line ends, finds too few.
"""

import re
from collections.abc import Callable

import textstat

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# English: silent endings go, vowels that do not merge are parted, groups of vowels are counted. What
# the rule gets wrong among the words we use is listed, after the CMU Pronouncing Dictionary.
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

# Spanish: u is silent in que, qui, gue, gui; a strong vowel takes weak neighbours with it; an accent
# on i or u parts them.
SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéií])")
NUCLEUS = re.compile(
    r"(?:y|[iuü]{1,2})?[aeoáéó](?:[iu](?![aeoáéó])|y(?![aeoáéóiuíú]))?"
    r"|[iuü]?[íú]"
    r"|[iuü]+(?:y(?![aeoáéó]))?"
    r"|y$"
)


def grade(text: str) -> float:
    """Flesch-Kincaid grade of an English text: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    return 0.39 * _words_a_sentence(text) + 11.8 * _syllables_a_word(text, english_syllables) - 15.59


def ease(text: str) -> float:
    """Fernández-Huerta reading ease of a Spanish text: 206.84 - 60 syllables a word - 1.02 words a sentence.

    The formula as corrected by G. Law (2011): the published one takes sentences for words a sentence.
    """
    return 206.84 - 60 * _syllables_a_word(text, spanish_syllables) - 1.02 * _words_a_sentence(text)


def words_of(text: str) -> list[str]:
    """The words, in lower case, without punctuation."""
    return WORD.findall(text.lower())


def english_syllables(word: str) -> int:
    """Syllables of one word in lower case; a number counts as one, as in textstat."""
    if word.isdigit():
        return 1
    parted = PARTED.sub(r"\g<0> ", SILENT.sub("", word))
    return EXCEPTIONS.get(word) or max(1, len(GROUP.findall(parted)))


def spanish_syllables(word: str) -> int:
    """Syllables of one word in lower case; a number counts as two."""
    if word.isdigit():
        return 2
    return max(1, len(NUCLEUS.findall(SILENT_U.sub("", word))))


def _words_a_sentence(text: str) -> float:
    return float(textstat.words_per_sentence(text))


def _syllables_a_word(text: str, syllables: Callable[[str], int]) -> float:
    words = words_of(text)
    return sum(map(syllables, words)) / len(words)
