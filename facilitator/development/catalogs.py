"""The catalogs of the interface's words: `python3 -m facilitator.development.catalogs` brings each up to date.

Words are found in templates and code: what is in `_()`, what a refusal says, and what `for_people()` marks because it
is written in one place and shown from another. Translations are kept; words that are gone go.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from facilitator import content
from facilitator.languages import CATALOG

ROOT = Path(__file__).resolve().parent.parent.parent
REFUSALS = ("Busy", "Ended", "Invalid", "NotFound", "Refused", "TooMany", "WrongPassword", "Reason", "__init__")
MARKERS = ("_", "gettext", "lazy_gettext", "for_people", "translated")
KEYWORDS = dict.fromkeys((*MARKERS, *REFUSALS)) | {"ngettext": (1, 2)}
PLACES = (("facilitator", [("**.py", "python")]), ("templates", [("**.html", "jinja2")]))
IN_A_BROWSER = ("answers", "wizard", "wizard_views")
ON_A_TERMINAL = tuple(
    f"setup/{path.stem}"
    for path in sorted((ROOT / "facilitator" / "setup").glob("*.py"))
    if path.stem not in IN_A_BROWSER
)
NOT_FOR_SCREENS = ("bootstrap", "cli", "development", *ON_A_TERMINAL, "config")


def messages() -> Catalog:
    """Every word of the interface, in English."""
    found = Catalog(project="Facilitator")
    for folder, methods in PLACES:
        for name, _line, words, _comments, _context in extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS):
            if not name.startswith(NOT_FOR_SCREENS):
                found.add(words)
    return found


def path_of(language: str) -> Path:
    return ROOT / "facilitator" / "content" / language / CATALOG


def brought_up_to_date(language: str) -> Catalog:
    """The language's catalog with all of today's words, and no others."""
    path = path_of(language)
    catalog = read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)
    catalog.update(messages(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def untranslated(language: str) -> list[str]:
    """Words that have no translation yet."""
    catalog = brought_up_to_date(language)
    return [str(message.id) for message in catalog if message.id and not _whole(message.string)]


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def main() -> int:
    for language in content.languages():
        if language == "en":
            continue
        catalog = brought_up_to_date(language)  # read before the file is opened, and so emptied, to be written
        with path_of(language).open("wb") as file:
            write_po(file, catalog, width=120, sort_output=True, no_location=True)
        left = untranslated(language)
        print(f"{language}: {len(left)} to translate" if left else f"{language}: all words are translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
