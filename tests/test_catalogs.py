"""No word that people see escapes the catalogs: those in the code, in templates and in scripts are looked for (R54)."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from facilitator.development import catalogs

SENTENCE = re.compile(r"[A-Z][\w’']*,? .*[.?]", re.DOTALL)
SHOWN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Code whose sentences only people who run the server read: logs, start-up, data files that are wrong.
FOR_OTHERS = (
    "__main__",
    *catalogs.NOT_FOR_SCREENS,
    "content",
    "demo",
    "demo_phones",
    "rehearsal",
    "serve",
    "workers",
    "db",
    "doctor",
    "engines",
    "health",
    "live/wire",
    "review/api_document",
    "review/api_shapes",
)
OTHERS_ERRORS = {"ConnectionRefusedError", "RuntimeError", "TypeError", "ValueError"}
NAMES = {"abc", "defg", "esc", "qr"}  # on screens, and the same in every language
READ = {"alt", "aria-label", "placeholder", "title", "data-announce", "data-ask", "data-done", "data-empty"}
CLASSES = r"{% block (?:\w+_class|body_attributes|here) %}.*?{% endblock %}"
JINJA = re.compile(rf"{CLASSES}|{{#.*?#}}|{{%.*?%}}|{{{{.*?}}}}", re.DOTALL)
ATTRIBUTE = re.compile(r"""[\w-]+="[^"]*\"""")
NOT_IN_SCRIPT = re.compile(r"""/\*.*?\*/|(?<![:"'`])//[^\n]*|\bError\([^)]*\)""", re.DOTALL)
LITERAL = re.compile(r"""\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")


def sentences(code: str) -> Iterator[str]:
    """Sentences in Python code, other than docstrings and what an error of Python's own says."""
    tree = ast.parse(code)
    left_out = {id(one) for node in ast.walk(tree) for one in _not_shown(node)}
    for node in ast.walk(tree):
        words = node.value if isinstance(node, ast.Constant) and id(node) not in left_out else None
        if isinstance(words, str) and SENTENCE.fullmatch(words):
            yield words


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in OTHERS_ERRORS:
        yield from ast.walk(node)


class Bare(HTMLParser):
    """The words of a template that stand outside of `_()`. What names its own language is no one's to translate."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._foreign = False

    def handle_endtag(self, tag: str) -> None:
        self._foreign = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._foreign = tag != "html" and "lang" in dict(attrs)
        for name, value in attrs:
            if name in READ:
                self.handle_data(value or "")

    def handle_data(self, data: str) -> None:
        if not self._foreign:
            self.found += [word for word in SHOWN.findall(ATTRIBUTE.sub("", data)) if word.lower() not in NAMES]


def bare_words(template: str) -> list[str]:
    parser = Bare()
    parser.feed(JINJA.sub("", template))
    return parser.found


def words_in_script(script: str) -> list[str]:
    said = LITERAL.findall(NOT_IN_SCRIPT.sub("", script))
    return [text for text in said if re.search(r"[A-Z][a-z]+ [a-z]+ ", text[1:-1] + " ")]


def test_every_sentence_in_the_code_is_in_the_catalogs() -> None:
    known = {
        one for message in catalogs.messages() for one in ([message.id] if isinstance(message.id, str) else message.id)
    }
    package = catalogs.ROOT / "facilitator"
    for file in sorted(package.rglob("*.py")):
        if not str(file.relative_to(package).with_suffix("")).startswith(FOR_OTHERS):
            missed = [words for words in sentences(file.read_text(encoding="utf-8")) if words not in known]
            assert missed == [], file.name


def test_a_sentence_that_the_catalogs_miss_would_be_found() -> None:
    code = '''"""About this file."""\nSAID = "Please come back."\nraise ValueError("A wrong number.")\n'''
    assert list(sentences(code)) == ["Please come back."]


@pytest.mark.parametrize("file", sorted(catalogs.ROOT.glob("templates/**/*.html")), ids=lambda file: file.name)
def test_no_words_of_a_template_stand_outside_the_catalogs(file: Path) -> None:
    assert bare_words(file.read_text(encoding="utf-8")) == []


def test_bare_words_in_a_template_would_be_found() -> None:
    template = '<p title="{{ _("Fine") }}">{# note #}{{ _("Fine") }} <b aria-label="Spoken">Shown</b></p>'
    assert bare_words(template) == ["Spoken", "Shown"]


@pytest.mark.parametrize("file", sorted(catalogs.ROOT.glob("static/js/*.js")), ids=lambda file: file.name)
def test_no_script_has_words_of_its_own(file: Path) -> None:
    assert words_in_script(file.read_text(encoding="utf-8")) == []


def test_words_in_a_script_would_be_found() -> None:
    assert words_in_script('// Not this one here.\nsay("Please wait here");\nfind("[data-one] Two");') == [
        '"Please wait here"'
    ]
