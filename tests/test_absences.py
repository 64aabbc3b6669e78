"""What does not exist, and stays away: attention, comparison, and other people's servers."""

import re
from pathlib import Path

import pytest
from flask import Flask

from facilitator.assets import assets
from facilitator.models import Base

SHIPPED = [path for kind in ("templates", "static/js", "static/css") for path in (assets() / kind).rglob("*.*")]
GAMES = re.compile(
    r"\b(likes?_?count|leaderboard|ranking|streaks?|badges?|avatars?|days_?(clean|sober)|sobriety|chat)\b", re.I
)
ELSEWHERE = re.compile(r"""(src|href|action|url\(|import\(?|from|fetch\()\s*=?\s*["'(]*(https?:)?//(?!www\.w3\.org)""")
NEUTRAL_EXIT = "https://www.weather.gov"


@pytest.mark.proves("R21")
def test_there_is_no_chat_ranking_streak_counter_or_avatar() -> None:
    names = [
        *Base.metadata.tables,
        *(column.name for table in Base.metadata.tables.values() for column in table.columns),
    ]
    names += [path.stem for path in SHIPPED]
    assert [name for name in names if GAMES.search(name)] == []
    assert GAMES.search("streak"), "the control"


@pytest.mark.proves("R21")
def test_no_page_asks_to_send_notifications() -> None:
    asking = re.compile(r"Notification\.requestPermission|PushManager|pushManager")
    assert [path.name for path in SHIPPED if path.suffix == ".js" and asking.search(path.read_text())] == []


@pytest.mark.proves("R49", "P14")
def test_nothing_we_ship_asks_another_server_for_anything() -> None:
    found = {
        path.name: ELSEWHERE.search(path.read_text().replace(NEUTRAL_EXIT, "")) for path in SHIPPED if _is_text(path)
    }
    assert {name: match[0] for name, match in found.items() if match} == {}
    assert ELSEWHERE.search('<script src="https://cdn.example/x.js">'), "the control"


@pytest.mark.proves("R30")
def test_the_about_page_credits_the_source_and_claims_no_endorsement(app: Flask) -> None:
    page = app.test_client().get("/about").text
    assert "Decisions in Recovery" in page
    assert "SAMHSA" in page
    assert re.search(r"endorse", page)


@pytest.mark.proves("R50")
def test_the_queue_never_says_safe_and_shows_no_score() -> None:
    queue = "".join((Path(assets()) / "templates/live" / name).read_text() for name in ("_queue.html", "console.html"))
    assert not re.search(r"\b(safe|risk score|score)\b", queue, re.I)


def _is_text(path: Path) -> bool:
    return path.suffix in (".html", ".js", ".css") and "vendor" not in path.parts
