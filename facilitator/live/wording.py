"""A prompt's words, taken apart: its sentences, and what the two ends of a scale mean."""

import re

SENTENCE = re.compile(r"(?<=[.?!…])\s+|\n+")
END = re.compile(r"(0|10)\b\D")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, one by one."""
    return tuple(sentence for sentence in SENTENCE.split(text.strip()) if sentence)


def ends(text: str) -> tuple[str, str]:
    """What a scale's text says of 0 and of 10, such as "0 means none."; the bare number where it says nothing."""
    said = {sentence.split()[0]: sentence for sentence in sentences(text) if END.match(sentence)}
    return said.get("0", "0"), said.get("10", "10")


def question(text: str) -> str:
    """A scale's text without what it says of the ends, which stands at the ends."""
    kept = (" ".join(one for one in sentences(part) if not END.match(one)) for part in text.split("\n\n"))
    return "\n\n".join(filter(None, kept))
