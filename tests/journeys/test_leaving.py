"""Leave: one tap, another page in this one's place, and no way back to the room by the Back button."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.cast import Cast, Room
from tests.journeys.people import PhoneWindow
from tests.servers import Server

ELSEWHERE = "https://www.weather.gov/"


def weather(route: Route) -> None:
    """The other page, without a network."""
    route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html")


@pytest.mark.proves("P17", "P16")
def test_leaving_puts_another_page_in_this_ones_place(browser: Browser, server: Server, cast: Cast) -> None:
    room = Room.opened(cast)
    phone = PhoneWindow(browser, server.address)
    phone.context.route("https://www.weather.gov/**", weather)
    phone.join(room.code)
    phone.sees("You are in.")
    phone.page.wait_for_load_state("load")  # before its scripts are here, Leave is a plain link
    phone.page.get_by_role("link", name="Leave").first.click()
    expect(phone.page).to_have_url(ELSEWHERE)
    phone.page.go_back()
    assert "/room" not in phone.page.url, "back leads before the room, and not into it"
    phone.page.goto(server.address)
    assert phone.page.evaluate("JSON.stringify({...sessionStorage})") == "{}"
    phone.page.goto(f"{server.address}/room")
    expect(phone.page.get_by_label("Code")).to_be_visible()


@pytest.mark.proves("P17")
def test_leaving_says_that_it_does_not_erase_the_history(browser: Browser, server: Server) -> None:
    phone = PhoneWindow(browser, server.address)
    phone.page.goto(f"{server.address}/about")
    expect(phone.page.get_by_text("history", exact=False).first).to_be_visible()
    expect(phone.page.get_by_role("link", name="Leave")).to_be_visible()
