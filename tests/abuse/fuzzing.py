"""Whatever bytes come, a parser answers or refuses in its own words, soon (F1). Seeded: a finding can be had again."""

import json
import math
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST = 0.05  # seconds of processor time for one payload
Parser = Callable[[bytes], object]

_SPICE = [
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"[" * 400,
    b'{"a":' * 200,
    b"9" * 400,
    b"1e999",
    b"NaN",
]
_SPICE += [b"-0", b"null", b"true", b'""', b"'", b"\\u0000", b"\\ud800", b"\r\n", b"%s", b"{}", b"--", b"\x7f\xff" * 8]


@dataclass
class Findings:
    """`broke`: parser, class of the exception and payload; `slow`: parser and payload."""

    payloads: Counter[str] = field(default_factory=Counter)
    broke: list[tuple[str, str, bytes]] = field(default_factory=list)
    slow: list[tuple[str, bytes]] = field(default_factory=list)
    longest: float = 0.0


def fuzz(
    parsers: dict[str, tuple[Parser, list[bytes]]], payloads: int, seed: int, refusals: tuple[type[Exception], ...]
) -> Findings:
    """Give each parser its share of `payloads`, made from its samples: together that many, or a few more.

    `refusals` are a parser's own words.
    """
    rng, found, share = random.Random(seed), Findings(), math.ceil(payloads / len(parsers))
    for name, (parse, samples) in parsers.items():
        for _ in range(share):
            _give(name, parse, mutated(rng, samples), found, refusals)
    return found


def _give(name: str, parse: Parser, payload: bytes, found: Findings, refusals: tuple[type[Exception], ...]) -> None:
    took, failure = _timed(parse, payload, refusals)
    if failure:
        found.broke.append((name, failure, payload))
    if took > LONGEST:  # or it was the collector's turn: once more
        took, _ = _timed(parse, payload, refusals)
    found.payloads[name] += 1
    found.longest = max(found.longest, took)
    if took > LONGEST:
        found.slow.append((name, payload))


def _timed(parse: Parser, payload: bytes, refusals: tuple[type[Exception], ...]) -> tuple[float, str]:
    """Seconds of processor time, and the class of an exception that is none of its own words."""
    started, failure = time.thread_time(), ""
    try:
        parse(payload)
    except refusals:
        pass
    except Exception as broken:
        failure = type(broken).__name__
    return time.thread_time() - started, failure


def mutated(rng: random.Random, samples: list[bytes]) -> bytes:
    """A sample with a few things wrong, or sometimes only noise."""
    if rng.random() < 0.1:
        return rng.randbytes(rng.randrange(200))
    body = bytearray(rng.choice(samples))
    for _ in range(rng.randrange(1, 5)):
        _spoil(rng, body)
    return bytes(body[:20_000])


def _spoil(rng: random.Random, body: bytearray) -> None:
    at = rng.randrange(len(body) + 1)
    match rng.randrange(5):
        case 0 if body:
            body[at % len(body)] = rng.randrange(256)
        case 1:
            body[at:at] = rng.choice(_SPICE)
        case 2:
            del body[at : at + rng.randrange(1, 20)]
        case 3:
            body[at:at] = body[: rng.randrange(1, 40)]
        case _ if (parts := _swapped(rng, bytes(body))) is not None:
            body[:] = parts


def _swapped(rng: random.Random, body: bytes) -> bytes | None:
    """JSON with one value of another kind."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not value:
        return None
    others: list[object] = [None, [], {}, "", -1, 2**70, 1.5, True, "x" * 5000, [[[]]], {"a": {"b": 1}}, "\ud800"]
    value[rng.choice(list(value))] = rng.choice(others)
    return json.dumps(value).encode()
