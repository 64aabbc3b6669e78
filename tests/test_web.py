"""The manners of every page: headers, CSRF, cookies, errors in plain words."""

import re
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facilitator import create_app, db
from facilitator.config import Config, ConfigError
from facilitator.live import door_views
from facilitator.privacy.throttle import Failures
from tests.cast import Cast, Phone, Room, answered

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.proves("P14", "P15")
@pytest.mark.parametrize("path", ["/", "/sign-in", "/help", "/take-back", "/about", "/nowhere", "/room/fragments"])
def test_every_page_has_the_headers(client: FlaskClient, cast: Cast, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self' ws://localhost;" in policy


ALWAYS = {name: value for name, value in HEADERS.items() if name != "Cache-Control"} | {
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.proves("P14", "P15")
def test_every_answer_has_the_headers_errors_and_files_too(app: Flask, cast: Cast) -> None:
    client, bare = app.test_client(), []
    with app.test_request_context():
        rules = [rule.build(dict.fromkeys(rule.arguments, UUID(int=0))) for rule in app.url_map.iter_rules()]
    paths = [built[1] for built in rules if built is not None]
    paths += ["/static/css/base.css", "/static/none.css", "/nowhere"]
    answers = [(path, ask(path)) for path in paths for ask in (client.get, client.post, client.delete)]
    answers.append(("another host", client.get("/", base_url="http://evil.example")))
    for path, answer in answers:
        policy = answer.headers.get("Content-Security-Policy", "")
        found = {name: answer.headers.get(name) for name in ALWAYS}
        if found != ALWAYS or "default-src 'none'" not in policy or "unsafe" in policy:
            bare.append(path)
        if answer.content_type.startswith("text/html") and answer.headers.get("Cache-Control") != "no-store":
            bare.append(f"{path} may be kept")
    assert bare == []
    assert {answer.status_code for _, answer in answers} >= {200, 303, 400, 404, 405}
    app.after_request_funcs[None].clear()
    assert "X-Frame-Options" not in client.get("/").headers, "the control"


@pytest.mark.parametrize(("front", "last"), [(0, 429), (1, 422)])
def test_an_address_that_a_browser_claims_counts_only_behind_a_front(config: Config, front: int, last: int) -> None:
    app = create_app(replace(config, trusted_proxies=front))
    app.config.update(WTF_CSRF_ENABLED=False)
    before, door_views.wrong_codes = door_views.wrong_codes, Failures("30 per 10 minutes")
    try:
        for number in range(31):
            claimed = {"X-Forwarded-For": f"10.0.{number}.1", "X-Forwarded-Host": "evil.example"}
            answer = app.test_client().post("/join", data={"code": "2222222"}, headers=claimed)
        assert answer.status_code == last
        assert "evil.example" not in answer.text
    finally:
        door_views.wrong_codes = before
        db.database().close()


def test_over_https_cookies_are_secure_and_the_socket_is_wss(config: Config, empty_database: object) -> None:
    app = create_app(replace(config, public_url="https://groups.example.org"))
    answer = app.test_client().get("/", base_url="https://groups.example.org")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "wss://groups.example.org" in answer.headers["Content-Security-Policy"]
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    db.database().close()


def test_the_seat_is_strict_and_closed_to_scripts(app: Flask, cast: Cast) -> None:
    answer = Phone(app).join(Room.opened(cast).code)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("seat=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_a_page_of_another_host_name_is_not_served(app: Flask) -> None:
    assert app.test_client().get("/", base_url="http://evil.example").status_code == 400


def test_wrong_method_and_unknown_page_are_plain(client: FlaskClient) -> None:
    for path, status in (("/nowhere", 404), ("/join", 405)):
        answer = client.get(path)
        assert answer.status_code == status
        assert "Traceback" not in answer.text
        assert "<title>" in answer.text


READS = {"plan.read_card"}  # by a token of their own, without any cookie: tests/plan/test_cards.py


def test_every_change_of_state_needs_the_token(app: Flask, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    changes = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    changes = [rule for rule in changes if rule.endpoint not in READS]
    assert len(changes) > 25
    with app.test_request_context():
        nobody = UUID(int=0)
        paths = [rule.build(dict.fromkeys(rule.arguments, nobody)) for rule in changes]
    for built in paths:
        assert built is not None
        assert client.post(built[1]).status_code == 400, built


def test_a_phone_with_an_old_token_is_told_to_get_a_fresh_one(app: Flask, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    phone = Phone(app)
    code = Room.opened(cast).code
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', phone.client.get("/").text)
    assert token
    assert phone.client.post("/join", data={"code": code, "csrf_token": token[1]}).status_code == 303
    refused = phone.client.post("/room/envelopes", json={}, headers={"X-CSRFToken": token[1]})
    assert (refused.status_code, answered(refused)["csrf"]) == (400, True)
    fresh = answered(phone.client.get("/room/csrf"))["token"]
    assert phone.client.post("/room/envelopes", json={}, headers={"X-CSRFToken": fresh}).status_code == 422


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff" * 4096, b"{" * 4096, b"null".ljust(4096)])
def test_malformed_json_is_refused_without_a_traceback(app: Flask, cast: Cast, body: bytes) -> None:
    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    answer = phone.client.post("/room/envelopes", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_it_refuses_to_start_with_a_clear_sentence(tmp_path: object) -> None:
    for environ, said in (
        ({"FACILITATOR_DATA": str(tmp_path)}, "facilitator init"),
        ({"FACILITATOR_DATA": str(tmp_path), "SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "s" * 40, "FLOOR": "2"}, "FLOOR"),
        ({"SECRET_KEY": "s" * 40, "FLOOR": "many"}, "FLOOR"),
        ({"SECRET_KEY": "s" * 40, "PUBLIC_URL": "example.org"}, "PUBLIC_URL"),
    ):
        with pytest.raises(ConfigError, match=said):
            Config.from_env(environ)
