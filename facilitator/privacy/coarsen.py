"""Times as blunt as they may be kept: a week inside the group, a year outside it (P6)."""

from datetime import date, timedelta


def week_of(day: date) -> str:
    """The ISO week, such as '2026-W48'."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def year_of(week: str) -> int:
    return int(week.split("-")[0])


def weeks_before(day: date, weeks: int) -> str:
    """The ISO week so many weeks before a day. Weeks written like this sort as they follow each other."""
    return week_of(day - timedelta(weeks=weeks))
