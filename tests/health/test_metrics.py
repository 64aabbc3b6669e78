"""Numbers for whoever runs the server, in Prometheus' format: of the machine, and of no member."""

import json
import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families as read

from facilitator import create_app, db, health
from facilitator.config import Config, ConfigError
from facilitator.health import asked
from facilitator.health.metrics import NUMBERS
from tests.cast import Cast, Room
from tests.own_redis import own_redis
from tests.servers import Console, running, until

TOKEN = "t" * 32
LABELS = {"process", "status", "why", "event", "version"}


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Each value by its name and labels."""
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value for family in read(text) for one in family.samples
    }


def scraped(client: FlaskClient, **headers: str) -> tuple[int, str]:
    answer = client.get("/metrics", headers={name.replace("_", "-"): value for name, value in headers.items()})
    return answer.status_code, answer.text


def tick(app: Flask) -> None:
    standing: health.Standing = app.extensions["standing"]
    standing.tick()


def test_what_is_told_is_on_a_list_and_no_label_names_anybody(app: Flask, cast: Cast, client: FlaskClient) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    for phone in room.phones(app, 5):
        phone.send(step, text="I call a friend.")
    tick(app)
    status, text = scraped(client)
    assert status == 200
    told = samples(text)
    names = {name.removeprefix("facilitator_").removesuffix("_total") for name, _ in told}
    assert names <= set(NUMBERS) | {"build_info"}
    assert names >= {"ready", "resident_bytes", "build_info", "screens", "disk_free_ratio"}
    assert {label for _, labels in told for label, _ in labels} <= LABELS
    for kept in (room.session_id, cast.tuesday, cast.ana, step):
        assert str(kept) not in text
        assert kept.hex not in text
    assert "/room" not in text


@pytest.mark.proves("P9")
def test_nothing_a_member_does_moves_a_number_between_ticks_or_by_one(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    room.open_writing(step)
    phones = room.phones(app, 5)
    tick(app)
    before = scraped(client)[1]
    counted = dict(app.extensions["underway"].answers)
    for phone in phones[:3]:
        phone.send(step, text="I call a friend.")
    assert scraped(client)[1] == before
    assert app.extensions["underway"].answers["2"] > counted.get("2", 0), "the control: what is counted did move"
    tick(app)
    of_people = ("facilitator_answers_total", "facilitator_screens")
    now, was = samples(scraped(client)[1]), samples(before)
    assert {key: value for key, value in now.items() if key[0] in of_people} == {
        key: value for key, value in was.items() if key[0] in of_people
    }
    assert all(value % 100 == 0 for (name, _), value in now.items() if name == of_people[0])


def test_only_this_machine_may_look_and_no_front_on_it_for_others(app: Flask, client: FlaskClient) -> None:
    assert scraped(client)[0] == 200
    for header in ("X_Forwarded_For", "X_Real_IP", "Forwarded", "Via", "X_Forwarded_Proto"):
        assert scraped(client, **{header: "198.51.100.7"})[0] == 404, header
    assert client.get("/metrics", base_url="http://groups.example.org").status_code == 404
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": "198.51.100.7"}).status_code == 404
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": ""}).status_code == 404
    assert scraped(client, Authorization="Bearer ")[0] == 200, "near as it is"
    assert scraped(client, Via="x", Authorization="Bearer ")[0] == 404, "no token is no token"


def test_a_token_opens_them_from_afar(config: Config, empty_database: Path) -> None:
    client = create_app(replace(config, metrics_token=TOKEN)).test_client()
    afar = {"X_Forwarded_For": "198.51.100.7"}
    assert scraped(client, **afar, Authorization=f"Bearer {TOKEN}")[0] == 200
    for wrong in ("", TOKEN, f"Bearer {TOKEN}x", "Bearer é", f"Basic {TOKEN}"):
        assert scraped(client, **afar, Authorization=wrong)[0] == 404, wrong
    with pytest.raises(ConfigError, match="METRICS_TOKEN"):
        replace(config, metrics_token="short")
    db.database().close()


def test_what_goes_wrong_is_counted_by_its_name_in_the_code_alone(app: Flask, client: FlaskClient) -> None:
    standing: health.Standing = app.extensions["standing"]
    logging.root.addHandler(standing._errors)
    try:
        logging.getLogger("facilitator.test").error("listener_failed", extra={"failure": "KeyError"})
        logging.getLogger("facilitator.test").error("Ana wrote %s", "words")
        logging.getLogger("somebody.elses").error("words of Ana")
    finally:
        logging.root.removeHandler(standing._errors)
    tick(app)
    numbers = samples(scraped(client)[1]).items()
    told = {dict(labels)["event"]: value for (name, labels), value in numbers if "error" in name}
    assert told == {"listener_failed": 1, "of_a_library": 2}


def test_whichever_process_is_asked_tells_of_all(config: Config, needs_redis: str, tmp_path: Path) -> None:
    with own_redis(tmp_path) as its_own, running(config, its_own.url) as one, running(config, its_own.url) as other:
        def processes(address: str) -> set[str]:
            told = samples(Console(address).ask("/metrics")[1])
            return {dict(labels)["process"] for name, labels in told if name == "facilitator_ready"}

        for server in (one, other):
            until(lambda: processes(server.address) == {str(one.port), str(other.port)})  # noqa: B023
        assert Console(one.address).ask("/readyz") == (200, "ready\n")


def test_the_doctor_is_told_how_its_question_came_and_nobody_else_is(app: Flask, config: Config) -> None:
    client = app.test_client()
    told = client.get("/healthz", headers=asked.question(config.secret_key))
    assert json.loads(told.text) == {"host": "localhost", "proto": "gopher", "fronts": 1, "forged": True}
    late = asked.question(config.secret_key, time.time() - 120)
    for wrong in (asked.question("t" * 40), late, {asked.HEADER: ""}, {asked.HEADER: "1.é"}, {asked.HEADER: "٣.x"}):
        headers: Any = {name: value.encode().decode("latin-1") for name, value in wrong.items()}
        assert client.get("/healthz", headers=headers).text == "ok\n"
