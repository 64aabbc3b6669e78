"""Why something written cannot be saved, in plain words."""

from collections.abc import Mapping

from ..errors import for_people


class Reason:
    """A sentence that says what to change: `words`, to be translated, with `values` where they say `%(name)s`."""

    def __init__(self, words: str, **values: object) -> None:
        self.words = words
        self.values = values

    def __str__(self) -> str:
        return self.words % self.values if self.values else self.words


def reason_of(error: str, limits: Mapping[str, object], place: object) -> Reason:
    """The sentence for one of pydantic's types of error, at a field, with the limits it names."""
    if error in ("literal_error", "string_pattern_mismatch") and place in BY_PLACE:
        return Reason(BY_PLACE[place])
    return Reason(BY_ERROR.get(error, OTHERWISE), **limits)


WHOLE_NUMBER = for_people("Write a whole number from 1 to 240.")
TRUE_OR_FALSE = for_people("Write true or false.")
NOT_TEXT = for_people("Write text, in quotes.")
NOT_A_LIST = for_people("Write a list, in square brackets.")
NOT_A_TABLE = for_people("This has to be a table with fields of its own.")
OTHERWISE = for_people("This cannot be used here.")

BY_ERROR = {
    "missing": for_people("This is missing."),
    "string_too_short": for_people("Write something here."),
    "string_too_long": for_people("Make it %(max_length)s characters or shorter."),
    "too_long": for_people("These are too many. There may be %(max_length)s."),
    "unexpected_keyword_argument": for_people("There is no field with this name."),
    **dict.fromkeys(("int_type", "greater_than_equal", "less_than_equal", "int_parsing_size"), WHOLE_NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), TRUE_OR_FALSE),
    **dict.fromkeys(("string_type", "string_unicode", "string_sub_type"), NOT_TEXT),
    **dict.fromkeys(("tuple_type", "list_type"), NOT_A_LIST),
    **dict.fromkeys(("dict_type", "dataclass_type", "dataclass_exact_type"), NOT_A_TABLE),
}
BY_PLACE: Mapping[object, str] = {
    "kind": for_people("There is no such kind."),
    "phones": for_people("Write up or down."),
    "hard_end": for_people("Write low or high."),
    "review_by": for_people("Write a month, such as 2027-06."),
    "version": for_people("These files are of version 1, and this is another."),
    "[key]": for_people("Use small letters, digits and dashes for a prompt's name, 40 at most."),
}
