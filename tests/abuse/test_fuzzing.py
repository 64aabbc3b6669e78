"""No bytes break a parser, and none keep it busy."""

from flask import Flask

from tests.abuse.fuzzing import LONGEST, fuzz
from tests.abuse.parsers import REFUSALS, parsers


def test_no_payload_breaks_a_parser_or_keeps_it_busy(app: Flask) -> None:
    found = fuzz(parsers(app), payloads=50_000, seed=7, refusals=REFUSALS)
    assert found.broke == []
    assert found.slow == []
    assert min(found.payloads.values()) > 4000
    assert sum(found.payloads.values()) >= 50_000


def test_a_parser_with_a_bug_is_found() -> None:
    def careless(data: bytes) -> int:
        return data.index(b'"kind"')

    def slow(data: bytes) -> int:
        return sum(number % 7 for number in range(3_000_000 if b"\xff" in data else 1))

    found = fuzz({"careless": (careless, [b'{"kind": 1}']), "slow": (slow, [b"abc"])}, 45, 7, REFUSALS)
    assert {name for name, *_ in found.broke} == {"careless"}
    assert {name for name, _ in found.slow} == {"slow"}
    assert found.longest > LONGEST
