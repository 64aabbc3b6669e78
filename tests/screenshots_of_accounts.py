"""The pages of people who sign in, and of what is held."""

from typing import Any

from tests.journeys.people import DESK, PHONE, ConsoleWindow


def account_pages(album: Any, console: ConsoleWindow, address: str) -> None:
    """Ends where it began, on the groups."""
    page = console.page
    for name, path in (
        ("sign-ins", "/account/sign-ins"),
        ("second-step", "/account/second-step"),
        ("people", "/people"),
        ("people-new", "/people/new"),
        ("account-log", "/log"),
        ("held", "/privacy/held"),
        ("link", "/link"),
    ):
        page.goto(f"{address}{path}")
        album.take(name, page, PHONE, DESK, full=True)
    page.goto(f"{address}/groups")
