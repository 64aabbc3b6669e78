"""Whether a text speaks of medicine: a short word list for all languages, which only adds a line (R47)."""

import re
import unicodedata

SPOKEN_OF = re.compile(
    r"""\b(?:
        (?: medicin | medicat | medicament | prescri | methadon | metadon | bupren | subox | subut | subloc
          | zubsolv | brixadi | vivitrol | naltrex | dosis | dosage | tapering | pastill | pildor ) \w*
      | meds? | doses? | dosed | dosing | pills? | taper | recetas? | bupe | moud | detox
    )\b""",
    re.VERBOSE,
)


def speaks_of_medicine(text: str) -> bool:
    """Whether a word about medicine is in `text`, with or without its accents."""
    return SPOKEN_OF.search(folded(text)) is not None


def folded(text: str) -> str:
    """`text` as it is searched: without case and accents."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in taken_apart if not unicodedata.combining(mark))
