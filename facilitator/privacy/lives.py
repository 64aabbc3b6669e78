"""How long things are kept: the settings, and nothing else. `retention` tells them, the features keep them."""

from dataclasses import dataclass

HOUR, DAY = 3600, 24 * 3600
WEEKS_A_YEAR = 52
WARNING_WEEKS = 4  # the library marks what expires so soon


@dataclass(frozen=True)
class Lives:
    """`review_hours`: what was not approved, after a session's end. `months`: sessions, and library items unless
    somebody approves them again. `config` keeps both within bounds: 72 hours (P21), 12 months (P30)."""

    review_hours: int = 24
    months: int = 12

    @property
    def weeks(self) -> int:
        """The months in whole weeks: no finer time is kept."""
        return self.months * WEEKS_A_YEAR // 12


_lives = Lives()


def use(chosen: Lives) -> None:
    """Make these this installation's."""
    global _lives
    _lives = chosen


def lives() -> Lives:
    return _lives
