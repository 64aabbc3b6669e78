"""Broken frames and requests leave the server alive, its log without a word of theirs, and everybody else served."""

from flask import Flask

from facilitator.config import Config
from facilitator.db_migrations import upgrade
from tests.abuse.wire import CANARY, KNOWN, asked, logged, throw, unhandled
from tests.cast import Cast
from tests.servers import SERVE

CARELESS = SERVE.replace("from facilitator.serve import serve", "from tests.abuse.careless import serve")


def test_what_is_broken_is_refused_in_silence(app: Flask, cast: Cast, config: Config) -> None:
    with logged(config) as server:
        seen = throw(server, frames=2000, seed=11)
        assert [asked(server.port, known)[9:12] for known in KNOWN] == [b"400"] * len(KNOWN)
        assert server.alive()
        said = server.log.read_text()
    assert "Traceback" not in said
    assert unhandled(said) == 0
    assert CANARY not in said
    assert seen.median < 0.5
    assert seen.p99 < 5, "a busy machine may stop everybody for a moment"


def test_a_server_that_tells_what_it_was_sent_would_be_caught(app: Flask, cast: Cast, config: Config) -> None:
    with logged(config, CARELESS) as server:
        asked(server.port, f"GET /{CANARY} HTTP/1.1\r\nHost: H\r\n\r\n".encode())
        said = server.log.read_text()
    assert CANARY in said
    assert "Traceback" in said


def test_before_anything_is_set_up_a_stranger_is_refused_in_silence_too(config: Config, empty_database: object) -> None:
    upgrade(config.database_url)
    with logged(config) as server:
        assert [asked(server.port, known)[9:12] for known in KNOWN] == [b"400"] * len(KNOWN)
        said = server.log.read_text()
    assert CANARY not in said
    assert unhandled(said) == 0
