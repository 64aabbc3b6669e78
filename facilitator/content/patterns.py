"""The small language of the word lists, made into regular expressions that Python and every phone read alike.

A sign is a phrase of words as they are said, without accents or capitals:

    want|wanna    one of these words         kill*    any ending
    my_self       two words for one          [so]     may be missing
    #   ##        a number; of two digits    ..       up to three words between, in one sentence
    @drug         one of the set `drug`      @        the sign itself
    /             the end of a sentence

Before it is searched, a text is folded: no case, no accents, no apostrophes, doubled letters once, one space between
words and between a number and its unit, and " / " where a sentence ends. So a sign needs none of these.
"""

import unicodedata
from collections.abc import Iterable, Mapping

import regex

Sets = Mapping[str, str]

MARK = regex.compile(r"\p{M}|['’`´ʼ]")
DOUBLED = regex.compile(r"(\p{L})\1+")
STUCK = regex.compile(r"([0-9])(?=\p{L})|(\p{L})(?=[0-9])")
ENDED = regex.compile(r"[.!?;\n]+(?=\s|$)")
NO_WORD = regex.compile(r"[^\p{L}0-9/@]+")
SLASH = regex.compile(r"/+")
AT = regex.compile("@")
ITEM = regex.compile(r"\[(?P<maybe>[^\]]+)\]|(?P<gap>\.\.)|(?P<word>[^\s\[\]]+)")
WORD = regex.compile(r"/|#+|@[a-z]*|[\p{L}0-9_]+\*?")


def folded(text: str) -> str:
    """`text` as it is searched, between two ends of a sentence, with a space at each end."""
    return f" / {_bare(text)} / "


def any_of(signs: Iterable[str], sets: Sets) -> str:
    """A regular expression for any of the signs; empty for none. Raises ValueError, which names the sign."""
    made = [_phrase(sign, sets) for sign in signs]
    return f" (?:{'|'.join(made)})" if made else ""


def _bare(text: str) -> str:
    plain = AT.sub(" @ ", SLASH.sub(" ", MARK.sub("", unicodedata.normalize("NFKD", text).lower())))
    parted = ENDED.sub(" / ", STUCK.sub(r"\1\2 ", DOUBLED.sub(r"\1", plain)))
    return NO_WORD.sub(" ", parted).strip()


def _phrase(sign: str, sets: Sets) -> str:
    return "".join(_item(item, sign, sets) for item in ITEM.finditer(sign))


def _item(item: "regex.Match[str]", sign: str, sets: Sets) -> str:
    if item["gap"]:
        return "(?:[^ /]+ ){0,3}"
    if item["maybe"]:
        return f"{_choice(item['maybe'], sign, sets)}?"
    return _choice(item["word"], sign, sets)


def _choice(words: str, sign: str, sets: Sets) -> str:
    return f"(?:{'|'.join(_word(word, sign, sets) for word in words.split('|'))})"


def _word(word: str, sign: str, sets: Sets) -> str:
    if not WORD.fullmatch(word):
        raise ValueError(f"{sign!r}: {word!r} is not a word")
    if word in "@/":
        return f"{word} "
    if word.startswith("@"):
        if word[1:] not in sets:
            raise ValueError(f"{sign!r}: there is no set {word[1:]!r}")
        return "|".join(_word(each, sign, {}) for each in sets[word[1:]].split())
    if word.startswith("#"):
        return "[0-9]+ " if word == "#" else f"[0-9]{{{len(word)}}} "
    stem = _bare(word.replace("_", " ").removesuffix("*"))
    return f"{stem}[^ /]* " if word.endswith("*") else f"{stem} "
