"""The rules of this house that no tool brings: sizes, what a page may hold, old phones, claims."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from .floor import matches, too_new_in_script, too_new_in_style

LONGEST_FUNCTION = 39
LONGEST_FILE = 250
INNER_HTML_IN = "static/js/fragments.js"

PYTHON = ("facilitator/**/*.py", "wsgi.py")
SIDE_CODE = ("tests/**/*.py", "benchmarks/**/*.py", "migrations/**/*.py")
TEMPLATES = ("templates/**/*.html", "templates/**/*.jinja", "templates/**/*.svg", "templates/**/*.xml")
SCRIPTS = ("static/js/**/*.js", "static/*.js")
STYLES = ("static/css/**/*.css",)
COPY = (
    *TEMPLATES,
    *SCRIPTS,
    *(f"facilitator/**/*.{ending}" for ending in ("py", "json", "toml", "md", "po", "txt", "yaml")),
    "*.md",
    "docs/**/*.md",
    "deploy/**/*.md",
)

CLAIMS = (
    r"\b100\s?(%|per ?cent) (anonymous|confidential|secure|private|safe)"
    r"|\b(completely|fully|totally|absolutely) (anonymous|confidential|private|secure)"
    r"|\bHIPAA[- ](compliant|certified)"
    r"|\bguaranteed? (anonymity|confidentiality|privacy)"
)
IN_TEMPLATES = {
    r"\|\s*safe\b": "no |safe",
    r"\bautoescape\s+false\b": "no switching off of escaping",
    r"<style\b": "no inline style",
    r"<[a-z][^<>]*\sstyle\s*=": "no inline style",
    r"<[a-z][^<>]*\son[a-z]+\s*=": "no inline event handler",
    r"<script\b(?![^>]*\b(src\s*=|type=.application/json))": "no inline script",
    r"(href|action|src)\s*=\s*[\"']?\s*javascript:": "no javascript: address",
    r"type\s*=\s*[\"']?importmap": "no import map (iOS 16.4)",
}
IN_SCRIPTS = {
    r"\.(innerHTML|outerHTML)\s*\+?=(?!=)": f"innerHTML only in {INNER_HTML_IN}",
    r"\binsertAdjacentHTML\b|\bdocument\.write\b|\bsetHTMLUnsafe\b": f"innerHTML only in {INNER_HTML_IN}",
    r"\b(eval|new Function)\s*\(": "no eval",
}

Rule = Callable[[Path, str], Iterator[tuple[int, str]]]


def findings(root: Path) -> list[str]:
    """Give every breach under `root` as `path:line: what`, in the order of the rules."""
    rules: tuple[tuple[Rule, tuple[str, ...]], ...] = (
        (_long_file, PYTHON + SCRIPTS),
        (_long_functions, PYTHON),
        (_template_breaches, TEMPLATES),
        (_script_breaches, SCRIPTS),
        (lambda _path, text: too_new_in_script(text), SCRIPTS),
        (lambda _path, text: too_new_in_style(text), STYLES),
        (_claims, COPY),
    )
    return [finding for rule, patterns in rules for finding in _applied(rule, root, patterns)]


def notes(root: Path) -> list[str]:
    """Give the long files and functions where long is only worth a look: tests, benchmarks, migrations."""
    return [finding for rule in (_long_file, _long_functions) for finding in _applied(rule, root, SIDE_CODE)]


def _applied(rule: Rule, root: Path, patterns: tuple[str, ...]) -> Iterator[str]:
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        for line, what in rule(path, path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(root)}:{line}: {what}"


def _long_file(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield lines, f"{lines} lines; {LONGEST_FILE} at most"


def _long_functions(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {lines} lines; {LONGEST_FUNCTION} at most"


def _template_breaches(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    yield from matches(re.sub(r"\{#.*?#\}", _blank, text, flags=re.DOTALL), IN_TEMPLATES)


def _script_breaches(path: Path, text: str) -> Iterator[tuple[int, str]]:
    if not path.as_posix().endswith(INNER_HTML_IN):
        yield from matches(text, IN_SCRIPTS)


def _claims(_path: Path, text: str) -> Iterator[tuple[int, str]]:
    yield from matches(text, {CLAIMS: "a claim nobody can keep"})


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")
