"""What the documents say of the code: `python3 -m tests.documents` writes what is stored into docs/privacy.md."""

import ast
import re
import tomllib
from pathlib import Path

from facilitator.models import Base

ROOT = Path(__file__).parent.parent
PRIVACY = ROOT / "docs" / "privacy.md"
STORED = ROOT / "tests" / "stored.toml"
SECTION = re.compile(r"## What is stored\n.*?(?=\n## )", re.DOTALL)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)")
HEAD = """## What is stored

Every table and every column, made by `python3 -m tests.documents`. There is no other place where data is kept, but
for files beside the database: the keys of sealed writing; the secret; `erased.jsonl`, which counts what was erased by
kind and day for a year; and `taken_back`, a digest of each take-back with its week, for six weeks at most (see
Backups).

| Table | Holds | Columns | Until |
|---|---|---|---|
"""


def stored() -> dict[str, dict[str, str]]:
    """The words of each table: holds, lives."""
    return tomllib.loads(STORED.read_text())


def section() -> str:
    """The list of what is stored, with columns as the code has them."""
    words, tables = stored(), Base.metadata.tables
    columns = {name: ", ".join(column.name for column in tables[name].columns) for name in words}
    rows = (f"| `{name}` | {told['holds']} | {columns[name]} | {told['lives']} |\n" for name, told in words.items())
    return HEAD + "".join(rows)


def written() -> str:
    """docs/privacy.md with the present list in it."""
    return SECTION.sub(lambda _: section(), PRIVACY.read_text())


def named_tests(page: str) -> set[tuple[str, str]]:
    """The tests a page names, as file and function."""
    return set(NAMED.findall(page))


def missing(page: str) -> list[str]:
    """Tests that a page names and that are not there."""
    return sorted(f"{path}::{name}" for path, name in named_tests(page) if name not in _functions(ROOT / path))


def _functions(path: Path) -> set[str]:
    if not path.exists():
        return set()
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


if __name__ == "__main__":
    PRIVACY.write_text(written())
