"""Questions on a terminal: asked again until the answer can be used."""

import sys
from collections.abc import Callable

from ..config import ConfigError
from ..errors import Invalid

Check = Callable[[str], str]


class Questions:
    """What to ask, or not: nothing is asked with `--yes`, or where nobody is at the terminal."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent or not sys.stdin.isatty()

    def answer(self, given: str | None, question: str, check: Check, *, option: str, default: str = "") -> str:
        """What was given, or what is typed, as `check` returns it; it raises Invalid for what cannot be used.

        Raises ConfigError, naming `option`, where there is nothing to take and nobody to ask.
        """
        if given is not None:
            return _checked(given, check, option)
        if not self._silent:
            return _asked(question, check, default)
        if not default:
            raise ConfigError(f"Say {option}. {question}")
        return _checked(default, check, option)


def _checked(given: str, check: Check, option: str) -> str:
    try:
        return check(given)
    except Invalid as reason:
        raise ConfigError(f"{option}: {reason}") from None


def _asked(question: str, check: Check, default: str) -> str:
    while True:
        typed = input(f"{question}{f' [{default}]' if default else ''}\n> ").strip() or default
        try:
            return check(typed)
        except Invalid as reason:
            print(reason)
