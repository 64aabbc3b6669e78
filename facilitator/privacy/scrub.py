"""What a person typed, made safe to store: no control marks, one form of each letter, a length as people count."""

import unicodedata

import regex

from ..errors import Invalid

LONGEST = 280  # characters as a person counts them (R33)
MOST_BYTES = 2400  # what an envelope can hold, whatever the script
ONE_CHARACTER = regex.compile(r"\X")
# Controls but the line end; and the marks that turn the reading direction of the text around them.
CONTROLS = regex.compile(r"[[\p{Cc}\p{Cs}\p{Co}]--[\n]]", regex.V1)
TURNS = regex.compile(r"[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]")


def scrubbed(text: str) -> str:
    """`text` in NFC, without control marks, with single spaces and at most one empty line in a row."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = CONTROLS.sub(" ", TURNS.sub("", whole))
    lines = [" ".join(line.split()) for line in kept.split("\n")]
    return regex.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def length_of(text: str) -> int:
    """Characters as a person counts them: an emoji or an accented letter is one."""
    return len(ONE_CHARACTER.findall(text))


def strategy_text(text: str) -> str:
    """The text of a strategy, scrubbed. Raises Invalid in plain words; the message never repeats the text."""
    words = scrubbed(text)
    if not words:
        raise Invalid("Write a few words first, or choose Pass.")
    if (length := length_of(words)) > LONGEST:
        raise Invalid("That is %(length)s characters. Make it %(most)s or fewer.", length=length, most=LONGEST)
    if len(words.encode()) > MOST_BYTES:
        raise Invalid("That is too long to send. Make it a little shorter.")
    return words
