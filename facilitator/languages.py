"""The words of the interface in every language: one readable `interface.po` in the language's content folder.

A catalog is read and compiled in memory when it is first asked for, so that adding a language is adding a folder
(R54, docs/languages.md). What a language is called, and which way it runs, is Unicode's (CLDR, through Babel).
"""

from functools import cache
from importlib.resources.abc import Traversable
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

from . import content

CATALOG = "interface.po"


class Catalogs(Domain):  # type: ignore[misc]
    """Flask-Babel's domain, reading our catalogs."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return catalog(locale.language if locale else "en")


@cache
def catalog(language: str) -> NullTranslations:
    """The interface in `language`; as written in the code where there is no catalog."""
    return read_catalog(content.file(language, CATALOG))


def name_of(language: str) -> str:
    """What its speakers call a language: "English", "Español". Its code, where it is not known."""
    locale = _locale(language)
    return (locale.get_display_name(locale) or language).capitalize() if locale else language


def direction_of(language: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    locale = _locale(language)
    return str(locale.text_direction) if locale else "ltr"


def read_catalog(file: Traversable) -> NullTranslations:
    if not file.is_file():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(file.read_bytes())))
    compiled.seek(0)
    return Translations(compiled)


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
