"""Which test proves which requirement: `python3 -m tests.requirements` writes docs/requirements.md."""

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "requirements.md"
HEAD = """# Requirements

What the product promises, and the tests that prove it. Made by `python3 -m tests.requirements` from
`tests/requirements.toml` and the markers in the tests; do not edit by hand.

"""


def listed() -> dict[str, dict[str, str]]:
    """The requirements by number, in order: `text`, and `unmet` where there is a reason."""
    return tomllib.loads((TESTS / "requirements.toml").read_text())


def proofs() -> dict[str, list[str]]:
    """The tests that prove each requirement, as `path::name`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for test, numbers in _marked(ast.parse(path.read_text())):
            for number in numbers:
                found[number].append(f"{path.relative_to(TESTS.parent)}::{test}")
    return found


def page() -> str:
    proved = proofs()
    rows = [_row(number, told, sorted(set(proved.get(number, [])))) for number, told in listed().items()]
    return HEAD + "| | Promise | Proved by |\n|---|---|---|\n" + "".join(rows)


def _row(number: str, told: dict[str, str], tests: list[str]) -> str:
    proof = "<br>".join(f"`{test}`" for test in tests)
    if "unmet" in told:
        proof = f"**Not met.** {told['unmet']}" + (f"<br>In part: {proof}" if proof else "")
    return f"| {number} | {told['text']} | {proof or '**No test.**'} |\n"


def _marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            numbers = [number for decorator in node.decorator_list for number in _numbers(decorator)]
            if numbers:
                yield node.name, numbers


def _numbers(decorator: ast.expr) -> list[str]:
    if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
        return []
    if decorator.func.attr != "proves":
        return []
    return [str(argument.value) for argument in decorator.args if isinstance(argument, ast.Constant)]


if __name__ == "__main__":
    PAGE.write_text(page())
    proved = proofs()
    bare = [number for number, told in listed().items() if not proved.get(number) and "unmet" not in told]
    print(f"{len(listed())} requirements, {len(bare)} without a test and without a reason: {' '.join(bare)}")
    sys.exit(bool(bare))
