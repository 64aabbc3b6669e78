"""What can go wrong, in words a person may read. Only `web` knows about status codes."""


def for_people(words: str) -> str:
    """`words` as they are: marks words that are written in one place and shown from another, for the catalogs."""
    return words


class DomainError(Exception):
    """A refusal whose message may be shown to a person. It never carries what somebody wrote.

    `words` are as written in the code, to be translated; `values` go where it says `%(name)s`.
    """

    def __init__(self, words: str, **values: object) -> None:
        self.words = words
        self.values = values
        self.message = words % values if values else words
        super().__init__(self.message)


class Refused(DomainError):
    """The wish is understood and cannot be done now (409)."""


class Stale(Refused):
    """The screen that asked was behind the group session; nothing was done (409)."""

    def __init__(self) -> None:
        super().__init__("This screen was behind. Here is where the group is now.")


class Invalid(DomainError):
    """What was sent cannot be used; the message says what to change (422)."""


class Ended(Refused):
    """The group session is over for this phone (410)."""

    def __init__(self, words: str = for_people("This session has ended.")) -> None:
        super().__init__(words)


class NotFound(DomainError):
    """Not there, or not yours: the two look the same (404)."""

    def __init__(self, words: str = for_people("There is nothing here.")) -> None:
        super().__init__(words)


class Busy(DomainError):
    """Too much at once; the sender keeps what it has and tries again (503)."""

    def __init__(self, words: str = for_people("Too busy just now. Try again in a moment.")) -> None:
        super().__init__(words)


class TooMany(DomainError):
    """Too many tries from one place (429)."""

    def __init__(self, words: str = for_people("Too many tries. Wait a little, then try again.")) -> None:
        super().__init__(words)
