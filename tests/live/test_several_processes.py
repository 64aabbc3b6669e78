"""Two processes on PostgreSQL and Redis are one server: what one of them knows, counts or forbids, the other does."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis
from flask import Flask
from sqlalchemy import create_engine

from facilitator import db
from facilitator.alone import TRY, alone, number_of
from facilitator.config import Config
from facilitator.errors import TooMany
from facilitator.live import clock
from facilitator.live.bus import RedisBus
from facilitator.live.presence import Counts
from facilitator.privacy import throttle
from facilitator.privacy.work import Riddles
from facilitator.rehearsal import PretendPhone, Turned
from facilitator.review.pace import Pace
from facilitator.safety.calling import SharedCalls
from tests.cast import Cast, Room
from tests.conftest import on_both
from tests.own_redis import OwnRedis, own_redis
from tests.servers import Console, Server, events, running, until
from tests.solving import solved

on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)


@pytest.fixture
def its_redis(needs_redis: str, tmp_path: Path) -> Iterator[OwnRedis]:
    with own_redis(tmp_path) as redis:
        yield redis


@pytest.fixture
def two(app: Flask, cast: Cast, config: Config, its_redis: OwnRedis) -> Iterator[tuple[Server, Server]]:
    """Two servers that know each other by Redis alone; the second takes the first's pages for its own."""
    with running(config, its_redis.url) as one, running(config, its_redis.url) as other:
        yield one, other


@on_postgresql
def test_a_room_that_is_spread_over_two_processes_is_one_room(two: tuple[Server, Server], cast: Cast) -> None:
    one, other = two
    room = Room.opened(cast)
    (step,) = room.steps("collect")
    console = Console(one.address)
    console.sign_in("Ana")
    path = f"/sessions/{room.session_id}"
    phones = [PretendPhone(server.address) for server in (one, other, other, other)]
    for phone in phones:
        phone.join(room.code)
        phone.connect()
    console.command(f"{path}/steps/{step}/showing", turn=room.turn)
    console.command(f"{path}/steps/{step}/writing", turn=room.turn)
    screen = console.socket({"as": "console", "session": str(room.session_id)})
    for phone in phones:
        phone.share(str(step), "I call a friend.")
    until(lambda: _hears(screen, "Most have sent"), 40)
    phones[3].ask_to_be_found()
    until(lambda: _hears(screen, "Please find me."), 8)


def _hears(screen: Any, words: str) -> str:
    frames = (frame["html"] for name, frame in events(screen, 1) if name == "fragment")
    return next((html for html in frames if words in html), "")


def test_a_phone_that_goes_to_another_process_counts_once(its_redis: OwnRedis) -> None:
    here, there = RedisBus(its_redis.url), RedisBus(its_redis.url)
    session_id = uuid4()
    assert here.summed(session_id, {"a", "b"}, None, 0) == Counts(2, 0)
    assert there.summed(session_id, {"b", "c"}, None, 0) == Counts(3, 0)
    assert there.summed(uuid4(), {"b"}, None, 0) == Counts(1, 0), "of another session"
    assert here.most(session_id, 0) == 3
    assert here.most(uuid4(), 2) == 2


def test_phones_of_a_process_that_died_are_forgotten_and_what_was_sent_there_is_not(
    its_redis: OwnRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    died, lives = RedisBus(its_redis.url), RedisBus(its_redis.url)
    session_id, now = uuid4(), time.time()
    assert died.summed(session_id, {"a", "b"}, "window", 2) == Counts(2, 2)
    monkeypatch.setattr("facilitator.live.bus.time.time", lambda: now + 30)
    assert lives.summed(session_id, {"c"}, "window", 1) == Counts(1, 3)
    assert lives.most(session_id, 0) == 2


def test_what_redis_holds_of_phones_are_digests_that_go_by_themselves(its_redis: OwnRedis) -> None:
    token = secrets.token_urlsafe(16)
    RedisBus(its_redis.url).summed(uuid4(), {token}, "window", 1)
    look = redis.Redis.from_url(its_redis.all_powers)
    names: Any = look.keys()
    assert len(names) == 3
    assert all(0 < int(look.ttl(name)) <= 12 * 3600 for name in names)
    (here,) = [name for name in names if b":here:" in name]
    assert int(look.ttl(here)) <= 25
    held: Any = look.smembers(here)
    assert token.encode() not in held


def test_a_riddle_is_taken_once_by_all_processes(its_redis: OwnRedis) -> None:
    here, there, alone_ = Riddles("s" * 40, its_redis.url), Riddles("s" * 40, its_redis.url), Riddles("s" * 40)
    riddle = here.ask()
    answer = solved(riddle)
    assert here.accept(riddle, answer)
    assert not there.accept(riddle, answer)
    assert alone_.accept(riddle, answer), "the control: a process that shares nothing"


def test_the_requests_of_a_tool_add_up_over_processes(its_redis: OwnRedis) -> None:
    here, there, by_itself = Pace(its_redis.url, "2 per minute"), Pace(its_redis.url, "2 per minute"), Pace(None)
    assert [here.wait("token"), there.wait("token")] == [0, 0]
    assert 0 < there.wait("token") <= 60
    assert by_itself.wait("token") == 0
    its_redis.stop()
    assert here.wait("token") == 0, "each counts its own then"


def test_wrong_tries_add_up_over_processes_and_names_stand_nowhere(its_redis: OwnRedis) -> None:
    throttle.use(its_redis.url)
    try:
        here, there = (throttle.Failures("4 per 10 minutes", kind="test") for _ in range(2))
        beside = throttle.Failures("4 per 10 minutes", kind="another")
        by_itself = throttle.Failures("4 per 10 minutes")
        place = throttle.place_of("203.0.113.77")
        assert place == throttle.place_of("203.0.113.78") != throttle.place_of("198.51.100.1")
        for counted in (here, here, there, there):
            counted.count(place)
        for counted in (here, there):
            with pytest.raises(TooMany):
                counted.check(place)
        beside.check(place)
        by_itself.check(place)
        here.count("Ana")
        look = redis.Redis.from_url(its_redis.all_powers)
        held = repr(list(look.scan_iter()))
        assert "facilitator:tries" in held
        assert "203.0" not in held
        assert "Ana" not in held
        its_redis.stop()
        here.check(place)
        for _ in range(2):
            here.count(place)
        with pytest.raises(TooMany):
            here.check(place)
    finally:
        throttle.use(None)


@on_postgresql
def test_wrong_codes_at_one_process_count_at_the_other(two: tuple[Server, Server], cast: Cast) -> None:
    room = Room.opened(cast)
    phones = [PretendPhone(server.address) for server in two]

    def tried(phone: PretendPhone, code: str) -> int:
        try:
            phone.join(code)
        except Turned as turned:
            return turned.status
        return 200

    assert {tried(phones[number % 2], "2222222") for number in range(30)} == {422}
    assert [tried(phone, "2222222") for phone in phones] == [429, 429]
    assert tried(phones[0], room.code) == 429, "a right code, too, is looked at only with a riddle's answer"


def test_a_call_made_while_redis_is_lost_reaches_the_others_when_it_is_back(
    its_redis: OwnRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.redis_link.PAUSE", 0.0)
    here, there, session_id = SharedCalls(its_redis.url), SharedCalls(its_redis.url), uuid4()
    its_redis.stop()
    mine = secrets.token_hex(16)
    made = here.ask(session_id, mine)
    assert there.of(session_id) == []
    its_redis.start()
    assert here.of(session_id) == [made]
    assert there.of(session_id) == [made]
    there.answer(session_id, made.id, "with")
    assert here.find(session_id, mine) == replace(made, state="with")
    redis.Redis.from_url(its_redis.all_powers).flushall()
    assert here.find(session_id, mine) == replace(made, state="with"), "what Redis forgot, processes know"
    assert there.of(session_id) == [replace(made, state="with")]


def test_a_frozen_redis_holds_nobody_up(its_redis: OwnRedis) -> None:
    bus, calls, riddles = RedisBus(its_redis.url), SharedCalls(its_redis.url), Riddles("s" * 40, its_redis.url)
    session_id = uuid4()
    assert not bus.attended_elsewhere(session_id, here=True)
    its_redis.freeze()
    try:
        began = time.monotonic()
        for _ in range(20):
            assert bus.summed(session_id, {"a"}, "window", 1) == Counts(1, 1)
            assert not bus.attended_elsewhere(session_id, here=True)
            calls.of(session_id)
            riddles.accept("", "")
        assert time.monotonic() - began < 2.5
        assert not bus.in_touch
    finally:
        its_redis.thaw()


def test_a_console_that_another_process_had_is_not_called_missing_because_redis_is_lost(its_redis: OwnRedis) -> None:
    here, there, session_id = RedisBus(its_redis.url), RedisBus(its_redis.url), uuid4()
    there.attended_elsewhere(session_id, here=True)
    assert here.attended_elsewhere(session_id, here=False)
    its_redis.stop()
    assert here.attended_elsewhere(session_id, here=False)
    assert not here.attended_elsewhere(uuid4(), here=False), "the control: one it knows nothing of"


@on_both
def test_a_job_is_done_by_one_process_at_a_time(app: Flask, config: Config) -> None:
    with alone("a job") as mine, alone("a job") as again, alone("another job") as beside:
        assert (mine, beside) == (True, True)
        assert again is db.database().sqlite, "on SQLite there is one process"
    with alone("a job") as mine:
        assert mine, "it can be had again"


@on_postgresql
def test_a_job_that_another_process_is_at_is_left_to_it_and_goes_on_when_that_one_dies(
    app: Flask, config: Config
) -> None:
    done: list[str] = []

    def job() -> None:
        done.append("once")

    gone = create_engine(config.database_url)
    other = gone.connect()
    with alone("job") as mine:
        assert mine
        clock.by_one(job)()
        assert done == []
    other.execute(TRY, {"number": number_of("job")})
    clock.by_one(job)()
    assert done == []
    other.invalidate()
    gone.dispose()
    until(lambda: clock.by_one(job)() or done == ["once"])


@on_postgresql
def test_phones_whose_seat_is_void_are_told_also_when_the_hint_was_lost(app: Flask, cast: Cast, config: Config) -> None:
    """Without Redis neither process hears of the other; the revision tick finds out."""
    with running(config, "redis://127.0.0.1:1/0") as one, running(config, "redis://127.0.0.1:1/0") as other:
        room = Room.opened(cast)
        console = Console(one.address)
        console.sign_in("Ana")
        phone = PretendPhone(other.address)
        phone.join(room.code)
        client = phone.socket()
        assert next(events(client))[0] == "fragment"
        console.command(f"/sessions/{room.session_id}/code")
        again = PretendPhone(other.address)
        again.join(room.code)
        seated = again.socket()
        assert next(events(seated))[0] == "fragment"
        assert "void" in [name for name, _ in events(client, 6)]
        console.command(f"/sessions/{room.session_id}/steps/{room.steps('collect')[0]}/showing", turn=room.turn)
        told = [name for name, _ in events(seated, 6)]
        assert told
        assert "void" not in told, "who joined again stays"
        assert "fragment" not in [name for name, _ in events(client, 1)]


@on_postgresql
@pytest.mark.parametrize("fault", ["stopped", "frozen", "emptied"])
def test_screens_follow_within_five_seconds_whatever_befalls_redis(
    app: Flask, cast: Cast, its_redis: OwnRedis, two: tuple[Server, Server], fault: str
) -> None:
    one, other = two
    room, console = Room.opened(cast), Console(one.address)
    console.sign_in("Ana")
    phone = PretendPhone(other.address)
    phone.join(room.code)
    phone.connect()
    steps = [*room.steps("collect"), *room.steps("close"), *room.steps("read_out"), *room.steps("open")]

    def behind(step: UUID) -> float:
        """Seconds from the facilitator's press, its own answer included, to the phone at the other process."""
        began = time.monotonic()
        console.command(f"/sessions/{room.session_id}/steps/{step}/showing", turn=room.turn)
        until(lambda: (said := phone.listen(0.2)) is not None and str(step) in said, 6)
        return time.monotonic() - began

    behind(steps[0])
    {"stopped": its_redis.stop, "frozen": its_redis.freeze, "emptied": its_redis.empty}[fault]()
    told = [behind(steps[1]), behind(steps[2])]
    if fault == "frozen":
        its_redis.thaw()
    elif fault == "stopped":
        its_redis.start()
    told.append(behind(steps[3]))
    print(f"{fault}: {', '.join(f'{seconds:.1f} s' for seconds in told)}")
    assert max(told) < 5


def test_an_id_of_nothing_voids_nobody(app: Flask, cast: Cast) -> None:
    app.extensions["broadcasts"].void(UUID(int=1))
