"""Details that may say who somebody is: how a phone names them, and a card marked where they stand (P18, P20)."""

from dataclasses import dataclass

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from .. import content
from ..privacy.identifying import identifying, instead_of

NAMES = {
    "email": lazy_gettext("an e-mail address"),
    "phone": lazy_gettext("a phone number"),
    "link": lazy_gettext("a link"),
    "long_number": lazy_gettext("a long number"),
    "date": lazy_gettext("a date"),
    "age": lazy_gettext("an age"),
    "address": lazy_gettext("an address"),
    "handle": lazy_gettext("an account"),
    "name": lazy_gettext("a name"),
    "place": lazy_gettext("a place"),
    "amount": lazy_gettext("an amount of money"),
}


@dataclass(frozen=True)
class DetailKind:
    """A kind of detail, and what the phone calls it."""

    id: str
    name: LazyString


@dataclass(frozen=True)
class Part:
    """A piece of a card's text. `instead`: what may stand in its place; empty where nothing was found."""

    text: str
    instead: str = ""


def detail_kinds() -> list[DetailKind]:
    return [DetailKind(kind, name) for kind, name in NAMES.items()]


def parts_of(text: str) -> tuple[Part, ...]:
    """The text in pieces, those marked that may say who somebody is."""
    language = content.language_of(text) or "en"
    parts, here = [], 0
    for one in identifying(text):
        parts += [Part(text[here : one.start]), Part(text[one.start : one.end], instead_of(one.kind, language))]
        here = one.end
    return tuple(part for part in (*parts, Part(text[here:])) if part.text)
