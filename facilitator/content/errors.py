"""What can be wrong with content."""


class ContentError(ValueError):
    """A data file is wrong. The message names the file, the entry and the field."""


class UnknownId(KeyError):
    """No entry has this id. The message says where it was looked for."""

    def __str__(self) -> str:
        return str(self.args[0])
