"""What a phone is given to keep: one build, whole, the same for everybody, and nothing of a session."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content
from facilitator.assets import assets
from facilitator.plan import offline, starting
from tests.cast import Cast, Phone, Room

OF_A_SESSION = ("/", "/join", "/room", "/room/fragments", "/take-back", "/card", "/console", "/socket.io/", "/plans")


def filled_in(client: FlaskClient, name: str) -> str:
    found = re.search(rf'const {name} = "([^"]*)"', client.get("/worker.js").text)
    assert found, name
    return found[1]


def files_of(page: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="(/(?:app|static)/[^"]+)"', page))


def test_the_worker_names_its_pages_and_none_of_a_session(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    answer = client.get("/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-store", "a new build is seen the next time a page is opened"
    assert filled_in(client, "PAGES").split() == ["/plan", "/start", "/help"]
    assert filled_in(client, "LANGUAGES").split() == list(content.languages())
    assert not any(offline.is_kept(path) for path in OF_A_SESSION)
    assert "@" not in filled_in(client, "EDITION")


def test_the_edition_changes_with_every_file_and_with_what_the_program_says(
    app: Flask, cast: Cast, tmp_path: Path
) -> None:
    client = app.test_client()
    before = filled_in(client, "EDITION")
    assert filled_in(client, "EDITION") == before, "the control"
    starting.describe("Blue Book", "", "", cast.ada)
    assert filled_in(client, "EDITION") != before
    file = tmp_path / "a.js"
    file.write_text("one")
    first = offline.digest_of("1", [file])
    file.write_text("two")
    assert len({first, offline.digest_of("1", [file]), offline.digest_of("2", [file])}) == 3


def test_a_kept_page_asks_for_its_files_by_its_build_and_others_do_not(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    for path in ("/start", "/start/es", "/help"):
        files = files_of(client.get(path).text)
        assert files, path
        assert all(file.startswith(f"/app/{offline.build()}/") for file in files), path
    for path in ("/", "/about", "/card"):
        assert all(file.startswith("/static/") for file in files_of(client.get(path).text)), path


def test_a_file_is_kept_for_good_under_its_own_build_and_not_under_another(app: Flask) -> None:
    client = app.test_client()
    mine = client.get(f"/app/{offline.build()}/css/base.css")
    other = client.get("/app/another/css/base.css")
    assert mine.data == other.data == (assets() / "static/css/base.css").read_bytes()
    assert "immutable" in mine.headers["Cache-Control"]
    assert "no-store" in other.headers["Cache-Control"]
    assert client.get(f"/app/{offline.build()}/../../facilitator/config.py").status_code == 404


@pytest.mark.proves("P15", "P16")
@pytest.mark.parametrize("path", ["/plan", "/plan/es", "/start", "/help"])
def test_a_kept_page_is_the_same_for_a_stranger_and_for_somebody_in_a_session(
    app: Flask, cast: Cast, path: str
) -> None:
    """It holds no token and nothing of its reader, so it may be compressed and kept; and it sets no cookie."""
    (phone,) = Room.opened(cast).phones(app, 1)
    answers = [client.get(path, headers={"Accept-Language": "en"}) for client in (app.test_client(), phone.client)]
    bare = {re.sub(r'data-now="\d+"', "", answer.text) for answer in answers}
    assert len(bare) == 1
    assert "csrf" not in bare.pop()
    assert [answer.headers.getlist("Set-Cookie") for answer in answers] == [[], []]
    assert app.test_client().get(path, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert phone.client.get("/room", headers={"Accept-Encoding": "gzip"}).headers.get("Content-Encoding") is None


def test_the_policy_lets_the_worker_and_the_manifest_in_and_nothing_more(app: Flask, cast: Cast) -> None:
    policy = app.test_client().get("/plan").headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "connect-src": "'self' ws://localhost", "manifest-src": "'self'", "worker-src": "'self'",
        "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip


def test_on_a_home_screen_it_has_a_name_and_a_sign_that_say_nothing(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    manifest = client.get("/app.webmanifest", headers={"Accept-Language": "es"})
    assert manifest.mimetype == "application/manifest+json"
    told = manifest.json
    assert isinstance(told, dict)
    assert (told["name"], told["short_name"], told["start_url"], told["display"]) == (
        "Notas", "Notas", "/plan", "standalone",
    )  # fmt: skip
    assert not re.search(r"recover|relapse|group|facilitator|plan de|recaída|grupo", told["name"], re.I)
    assert [client.get(icon["src"]).status_code for icon in told["icons"]] == [200, 200, 200]
    starting.describe("Blue Book", "", "", cast.ada)
    renamed = client.get("/app.webmanifest").json
    assert isinstance(renamed, dict)
    assert renamed["name"] == "Blue Book"
    assert 'content="Blue Book"' in client.get("/start").text


def test_with_two_programs_help_is_not_kept_for_it_is_not_the_same_for_all() -> None:
    own = starting.OwnPages(known=True)
    assert "/help" in offline.pages(own)
    assert "/help" not in offline.pages(replace(own, known=False))


def test_the_floor_holds_the_worker_and_the_new_styles() -> None:
    from facilitator.development import house

    root = assets()
    linted = {path for pattern in (*house.SCRIPTS, *house.STYLES) for path in root.glob(pattern)}
    assert {root / "static/js/worker.js", root / "static/js/card.js", root / "static/css/starting.css"} <= linted


def test_a_phone_in_a_session_is_sent_no_worker_by_its_room(app: Flask, cast: Cast) -> None:
    phone = Phone(app)
    phone.join(Room.opened(cast).code)
    assert "offline_app.js" not in phone.client.get("/room").text
    assert "offline_app.js" in phone.client.get("/start").text, "the control"
