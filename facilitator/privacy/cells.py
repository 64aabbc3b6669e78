"""A cell of a table that may be opened in a spreadsheet, where some first marks make a formula of it."""

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")


def plain_cell(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would run (OWASP, CSV injection; ASVS 1.2.10)."""
    return f"'{text}" if text.startswith(FORMULA) else text
