"""What iOS 15.0 and a five-year-old Android do not understand, looked for in the scripts and styles we ship.

tsc holds most of the floor for scripts (`target` and `lib` in tsconfig.json); here is what it lets through,
with the first version of Safari that has it, after caniuse.com and MDN. What is only called where it exists
(`dialog.showModal?.()`) passes.
"""

import re
from collections.abc import Iterator, Mapping

SCRIPT = {
    r"\(\?<[=!]": "lookbehind (Safari 16.4)",
    r"new RegExp\([^)]*,\s*[\"'][a-z]*v": "the v flag (Safari 17)",
    r"\bstatic\s*\{": "a static block (Safari 16.4)",
    r"\bstructuredClone\s*\(": "structuredClone (Safari 15.4)",
    r"\bcrypto\.randomUUID\b": "randomUUID (Safari 15.4)",
    r"\bAbortSignal\.(timeout|any)\b": "AbortSignal.timeout and any (Safari 16 and 17.4)",
    r"\bPromise\.(withResolvers|try)\b": "Promise.withResolvers (Safari 17.4)",
    r"\.(at|toSorted|toReversed|toSpliced|with|findLast|findLastIndex)\s*\(": "newer than ES2021",
    r"\bObject\.(hasOwn|groupBy)\b": "Object.hasOwn and groupBy (Safari 15.4 and 17.4)",
    r"\bnew (BroadcastChannel|CompressionStream|DecompressionStream)\b": "newer than Safari 15.0",
    r"\.(showModal|showPopover|requestSubmit)\s*\(": "dialogs and requestSubmit (Safari 15.4 and 16)",
    r"\b(import|export)\b[^;\n]*\bwith\s*\{": "import attributes (Safari 17.2)",
}
STYLE = {
    r"@(layer|container|scope|starting-style|property)\b": "newer than Safari 15.0",
    r"\b(color-mix|light-dark|oklch|oklab|lch|lab)\(": "newer colours than Safari 15.0",
    r":has\(": ":has (Safari 15.4)",
    r"\b(min|max)?-?(width|height)\s*[<>]=?\s*\d": "a range in @media (Safari 16.4)",
}

STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
COMMENT = r"/\*.*?\*/"
LINE_COMMENT = r"(?<![:\\])//[^\n]*"


def too_new_in_script(text: str) -> Iterator[tuple[int, str]]:
    """Give line and reason for each thing in a script that old phones lack."""
    yield from matches(_without(rf"{COMMENT}|{LINE_COMMENT}", text), SCRIPT)


def too_new_in_style(text: str) -> Iterator[tuple[int, str]]:
    """Give line and reason for each thing in a stylesheet that old phones lack, nested rules among them."""
    plain = re.sub(STRING, "", _without(COMMENT, text))
    yield from matches(plain, STYLE)
    yield from _nested_rules(plain)


def matches(text: str, patterns: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Give line and reason for each match of each pattern."""
    for pattern, what in patterns.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield text.count("\n", 0, match.start()) + 1, f"{what}: {match.group().strip()[-60:]!r}"


def _nested_rules(text: str) -> Iterator[tuple[int, str]]:
    """A block inside a rule is nesting; inside @media, @supports or @keyframes it is not."""
    inside_rule: list[bool] = []
    prelude = ""
    for position, letter in enumerate(text):
        if letter == "{":
            if any(inside_rule):
                yield (
                    text.count("\n", 0, position) + 1,
                    f"nested rule (Safari 16.5): {prelude.strip()[-60:]!r}",
                )
            inside_rule.append(not prelude.strip().startswith("@"))
        elif letter == "}" and inside_rule:
            inside_rule.pop()
        prelude = "" if letter in "{};" else prelude + letter


def _without(pattern: str, text: str) -> str:
    """Leave out what matches `pattern` and is not a string; every line stays where it was."""
    return re.sub(
        rf"({STRING})|{pattern}",
        lambda match: match[1] or "\n" * match[0].count("\n"),
        text,
        flags=re.DOTALL,
    )
