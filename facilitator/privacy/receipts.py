"""What a phone keeps of one submission, and the two unlinkable marks the server keeps of it.

A receipt is 128 random bits, made on the phone when Send is tapped. `seen` makes a resend harmless. The
take-back words are a short code derived from the receipt; their digest travels inside the sealed text and
becomes a column only when the text is approved. Neither mark can be computed from the other.
"""

import hashlib
from functools import cache
from importlib import resources

from ..errors import Invalid

RECEIPT_BYTES = 16
WORDS = 5  # of more than 7,132 words: 64 bits or more (P27)
# Words that do not belong in this room, by the way they begin.
AVOIDED = tuple(
    """
    abus addic alcoh anger angr beer bleed blood bong booz bottl brew buzz capsul casket cigar cocain coffin comma
    corps crack crave crime crimin cursor deadbeat death deceas destr dope dose drink drool drug drunk dying
    fatal fiend flask gin grave gun hang harm hell hurt jail jugul junk kill knife liquor loser murder needl
    opium overdo pain pill pipe poison prison punish rehab relaps sad scar shoot slap slip smok smug stab
    stoned suffoc suicid syring tobacc trigger vein victim vodka weapon whisk wine wound
    """.split()  # noqa: SIM905 - a list of words is easier to read and to mend as words
)


def receipt(text: str) -> bytes:
    """The 16 bytes of a receipt written as 32 hex digits. Raises Invalid."""
    try:
        made = bytes.fromhex(text)
    except ValueError:
        made = b""
    if len(made) != RECEIPT_BYTES or len(text) != 2 * RECEIPT_BYTES:
        raise Invalid("That did not arrive whole. Please try again.")
    return made


def seen_mark(made: bytes) -> bytes:
    return hashlib.sha256(b"seen" + made).digest()


def words_of(made: bytes) -> str:
    """The receipt's take-back words, for a person to write down."""
    words = word_list()
    number = int.from_bytes(hashlib.sha256(b"words" + made).digest())
    return " ".join(words[number // len(words) ** place % len(words)] for place in range(WORDS))


def take_back_mark(words: str) -> bytes:
    """The digest that finds an approved text by its take-back words, however they were typed."""
    return hashlib.sha256(b"take-back" + " ".join(words.casefold().replace(",", " ").split()).encode()).digest()


@cache
def word_list() -> tuple[str, ...]:
    """Plain English words from the Electronic Frontier Foundation's long list, without the avoided ones."""
    listed = resources.files("xkcdpass").joinpath("static/eff-long").read_text().split()
    return tuple(word for word in sorted(set(listed)) if word.isalpha() and not word.startswith(AVOIDED))
