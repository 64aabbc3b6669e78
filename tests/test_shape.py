"""Anonymity by shape: the allowed columns, cookies, log fields and keys of frames, and nothing beside them.

A test fails when somebody adds a place that could name a member (P1, P4, P5, P7, P8, P12). Whoever adds one on
purpose adds it here too, and is asked why. Each check has a control that it must catch.
"""

import json
import logging
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Column, MetaData, String
from werkzeug.test import TestResponse

from facilitator import logs
from facilitator.cookies import TwoCookies
from facilitator.models import Base
from tests.cast import Cast, Phone, Room, answered

COLUMNS = {
    "program": (
        "id name resource_pack emergency_number timezone app_name local_clinic local_peer k_live k_export "
        "memberships_apart view_open edition edge_day redisclosure_note"
    ),
    "account": (
        "id program_id name sign_in_name password_hash must_change_password active is_admin facilitates reviews "
        "totp_sealed totp_on totp_step"
    ),
    "sign_in": "id account_id until_minute used_minute awaits_code",
    "backup_code": "mark account_id",
    "account_link": "digest account_id kind until_hour",
    "account_action": "id program_id moment by_id action about_id",
    "own_prompt": (
        "id account_id version shared language topic kind minutes text options hard_end note safety reminder tags"
    ),
    "own_plan": "id account_id version shared language title line steps",
    "peer_group": "id program_id name archived supervisor_contact supervisor_waived remote program_declined_for",
    "facilitation": "group_id account_id",
    "group_session": (
        "id group_id title week state code seating locked floor revision turn current_step_id holding_key review_key "
        "review_until_hour head_count k_est leader_id declined_for alert"
    ),
    "step": (
        "id group_session_id position kind title text options note safety_note tags examples prompt_id minutes "
        "phones_up cross_talk state window_key too_few ends_at_ms paused_ms hard_end result"
    ),
    "envelope": "id key_name sealed",
    "seen": "group_session_id mark",
    "review_item": "id group_session_id step_id status sealed",
    "strategy": (
        "id group_id group_session_id step_id text week language edited shown published share_beyond heavy uncovered "
        "take_back"
    ),
    "strategy_tag": "strategy_id tag",
    "take_back": "mark due_at",
    "card_link": "group_id mark",
    "offer": "strategy_id program_id due_day gone",
    "desk_item": (
        "id program_id group_id group_session_id text language year tags edited reworded take_back state second reason "
        "decided_by decided_day"
    ),
    "released_strategy": "id program_id text language year edited reworded take_back edition resting leaving",
    "released_tag": "strategy_id tag withheld",
    "released_place": "strategy_id place",
    "release_source": "group_session_id program_id group_id k_est",
    "collection": "id program_id title purpose licence review_by owner_id revision",
    "collection_item": "collection_id strategy_id position note",
    "collection_version": "id collection_id number title purpose licence review_by owner_name year",
    "version_item": "id version_id strategy_id position text language year tags note reworded pulled",
    "imported_strategy": "strategy_id released_id",
    "export": "id program_id version_id by_id kind filters edition rows withheld checksum day superseded",
    "api_token": "id program_id made_by mark name scopes until_day",
}
SEAT_COOKIE = {
    "seat", "seat.session", "seat.seating", "seat.token", "seat.language", "language", "csrf_token", "storage_key",
}  # fmt: skip
LOG_FIELDS = {"level", "event", "fact", "failure", "at", "error_id", "route", "port", "count", "address", "worker"}
FRAME = {"name", "revision", "html", "now"}
SHARED = {
    "class",
    "id",
    "hidden",
    "aria-live",
    "aria-label",
    "aria-hidden",
    "aria-labelledby",
    "role",
    "lang",
    "dir",
    "tabindex",
}
MARKUP = {
    "member": SHARED
    | {
        "data-state",
        "data-step",
        "data-kind",
        "data-announce",
        "data-mood",
        "data-recall",
        "data-missed",
        "data-catch-up",
        "data-timer-text",
        "data-format",
        "data-over",
        "data-writing",
        "data-timer",
        "data-ends-at",
        "data-paused",
        "data-minutes",
        "data-hard",
        "data-low",
        "data-high",
        "data-run",
        "data-pace",
        "data-note",
    },
}


def columns(metadata: MetaData) -> set[tuple[str, str]]:
    return {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}


def beyond(found: Iterable[Any], allowed: Iterable[Any]) -> set[Any]:
    """What is there and is not on the list."""
    return set(found) - set(allowed)


ALLOWED_COLUMNS = {(table, column) for table, named in COLUMNS.items() for column in named.split()}


@pytest.mark.proves("P1", "P3", "P6")
def test_the_database_has_the_listed_columns_and_no_other() -> None:
    assert beyond(columns(Base.metadata), ALLOWED_COLUMNS) == set()
    assert beyond(ALLOWED_COLUMNS, columns(Base.metadata)) == set(), "listed here and gone from the schema"


def test_a_new_column_would_be_noticed() -> None:
    metadata = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(metadata)
    metadata.tables["strategy"].append_column(Column("author", String(40)))
    assert beyond(columns(metadata), ALLOWED_COLUMNS) == {("strategy", "author")}


@pytest.mark.proves("P5", "P7")
def test_no_column_counts_up_or_keeps_a_time_of_arrival() -> None:
    for table in Base.metadata.tables.values():
        for column in table.columns:
            assert not re.search(r"created|updated|inserted|_at$|address|agent|device|email|phone$", column.name) or (
                (table.name, column.name) == ("take_back", "due_at")
            ), f"{table.name}.{column.name}"
            assert column.primary_key is False or column.autoincrement in (False, "auto"), column
            assert not (column.primary_key and str(column.type).startswith("INTEGER")), column


def test_sealed_rows_and_strategies_point_at_no_other_row_of_a_person() -> None:
    assert not Base.metadata.tables["envelope"].foreign_keys
    seen = {key.column.table.name for key in Base.metadata.tables["seen"].foreign_keys}
    strategy = {key.column.table.name for key in Base.metadata.tables["strategy"].foreign_keys}
    assert seen == {"group_session"}
    assert strategy == {"peer_group", "group_session", "step"}


def cookies_of(app: Flask, client: FlaskClient) -> dict[str, Any]:
    """The signed cookies a browser holds, opened."""
    interface = app.session_interface
    assert isinstance(interface, TwoCookies)
    opened = {}
    for name in ("seat", "account"):
        if (kept := client.get_cookie(name)) is not None:
            serializer = interface._interfaces[name].get_signing_serializer(app)
            assert serializer is not None
            opened[name] = serializer.loads(kept.value)
    return opened


def keys_in(value: Any, path: str = "") -> set[str]:
    """Every key of nested JSON, such as `seat.token`."""
    if not isinstance(value, dict):
        return set()
    inner = {f"{path}{key}" for key in value}
    return inner.union(*(keys_in(part, f"{path}{key}.") for key, part in value.items())) if value else inner


def names_set(answer: TestResponse) -> set[str]:
    return {line.split("=", 1)[0] for line in answer.headers.getlist("Set-Cookie")}


@pytest.mark.proves("P2", "P3")
def test_a_phone_holds_one_cookie_with_the_listed_keys(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    phone = Phone(app)
    answers = [phone.client.get("/"), phone.join(room.code), phone.client.get("/room"), phone.client.get("/help")]
    assert set().union(*map(names_set, answers)) == {"seat"}
    held = cookies_of(app, phone.client)
    assert set(held) == {"seat"}
    assert beyond(keys_in(held["seat"]), SEAT_COOKIE) == set()
    assert beyond(keys_in(held["seat"] | {"device": "x"}), SEAT_COOKIE) == {"device"}, "the control"


def values_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(values_in(part) for part in value.values()))
    return {str(value)}


def test_two_sessions_of_one_phone_have_no_value_in_common(app: Flask, cast: Cast) -> None:
    phone = Phone(app)
    held = []
    for _ in range(2):
        phone.join(Room.opened(cast).code)
        phone.client.get("/room")
        held.append(values_in(cookies_of(app, phone.client)["seat"]))
    shared = {value for value in held[0] & held[1] if len(value) > 4}
    assert shared == set()


def test_a_facilitator_looking_at_a_phone_mixes_nothing(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    assert ana.post("/join", data={"code": room.code}).status_code == 303
    held = cookies_of(app, ana)
    assert set(held) == {"seat", "account"}
    assert "seat" not in held["account"]
    assert beyond(keys_in(held["seat"]), SEAT_COOKIE) == set()
    assert ana.get(f"/sessions/{room.session_id}/fragments").status_code == 200


class Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {name for name, _ in attrs}


def attributes_of(html: str) -> set[str]:
    parser = Attributes()
    parser.feed(html)
    return parser.found


def every_frame(app: Flask, cast: Cast, ana: FlaskClient) -> dict[str, list[dict[str, Any]]]:
    """All frames that each audience gets while a session runs from the lobby to the end."""
    room = Room.opened(cast)
    step = room.steps("collect")[0]
    phones = room.phones(app, 5)
    link = ana.get(f"/sessions/{room.session_id}/screen").headers["Location"]
    paths = {
        "member": (phones[0].client, "/room/fragments"),
        "screen": (app.test_client(), f"{link}/fragments"),
        "console": (ana, f"/sessions/{room.session_id}/fragments"),
    }
    frames: dict[str, list[dict[str, Any]]] = {audience: [] for audience in paths}

    def look() -> None:
        for audience, (client, path) in paths.items():
            answer = answered(client.get(path))
            assert set(answer) == {"now", "frames"}
            frames[audience] += answer["frames"]

    look()
    room.open_writing(step)
    look()
    for number, phone in enumerate(phones):
        phone.send(step, text=f"words {number}")
    look()
    room.close_writing(step)
    look()
    for number in range(5):
        room.approve(f"words {number}")
    room.reveal(step)
    look()
    for kind in ("read_out", "poll", "ground", "private", "close"):
        room.push(room.steps(kind)[0])
        look()
    room.end()
    look()
    return frames


@pytest.fixture
def frames(app: Flask, cast: Cast, ana: FlaskClient) -> dict[str, list[dict[str, Any]]]:
    return every_frame(app, cast, ana)


@pytest.mark.proves("P4", "P8")
def test_every_frame_has_the_listed_keys(frames: dict[str, list[dict[str, Any]]]) -> None:
    for audience, sent in frames.items():
        assert sent, audience
        assert set().union(*(frame.keys() for frame in sent)) == FRAME
    assert beyond({**frames["member"][0], "phone": 1}, FRAME) == {"phone"}, "the control"


def test_a_phone_gets_only_the_listed_markup(frames: dict[str, list[dict[str, Any]]]) -> None:
    for frame in frames["member"]:
        assert beyond(attributes_of(frame["html"]), MARKUP["member"]) == set()
    assert beyond(attributes_of('<p data-author="7">'), MARKUP["member"]) == {"data-author"}, "the control"


@pytest.mark.proves("P8", "P9")
def test_no_screen_is_told_anything_while_people_write(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    room = Room.opened(cast)
    step = room.steps("collect")[0]
    phones = room.phones(app, 5)
    room.open_writing(step)

    def shown() -> list[Any]:
        answer = answered(ana.get(f"/sessions/{room.session_id}/fragments"))
        member = answered(phones[0].client.get("/room/fragments"))
        return [(frame["name"], frame["revision"], frame["html"]) for frame in answer["frames"] + member["frames"]]

    before = shown()
    for number, phone in enumerate(phones):
        phone.send(step, text=f"words {number}")
    assert shown() == before


@pytest.mark.proves("P7")
def test_the_order_of_what_is_shown_tells_nothing_of_when_it_came(app: Flask, cast: Cast) -> None:
    room = Room.opened(cast)
    step = room.steps("collect")[0]
    phones = room.phones(app, 5)
    room.open_writing(step)
    for number in range(50):
        phones[number % 5].send(step, text=f"{number:02}")
    room.close_writing(step)
    order = [int(item.text) for item in room.queue()]
    moved = sum(abs(place - number) for place, number in enumerate(order)) / 50
    assert 8 < moved < 25, "a random order moves an item by a third of the length on average"


@pytest.mark.proves("P12")
def test_the_log_has_the_listed_fields_and_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(logs.ALLOWED) | {"level", "event", "at", "failure"} == LOG_FIELDS
    record = logging.LogRecord("somebody.elses", logging.ERROR, "f.py", 1, "text %s", ("secret words",), None)
    record.member = "secret words"
    told = json.loads(logs.Plain().format(record))
    assert beyond(told, LOG_FIELDS) == set()
    assert "secret words" not in json.dumps(told)
    assert "secret words" in logging.Formatter().format(record), "the control: logging as it comes"


@pytest.mark.proves("P12")
def test_an_error_puts_no_words_of_a_member_into_the_log_or_the_page(
    app: Flask, cast: Cast, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from facilitator.strategies import sharing

    def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    room = Room.opened(cast)
    step = room.steps("collect")[0]
    (phone,) = room.phones(app, 1)
    room.open_writing(step)
    logs.settle_logs()
    monkeypatch.setattr(sharing, "_put_away", broken)
    answer = phone.send(step, text="secret words")
    logged = capfd.readouterr().err
    assert answer.status_code == 500
    assert "request_failed" in logged
    assert "RuntimeError" in logged
    assert "secret words" not in logged + answer.text
