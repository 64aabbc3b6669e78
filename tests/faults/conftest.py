"""A Redis of a test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.own_redis import OwnRedis, own_redis


@pytest.fixture
def its_redis(needs_redis: str, tmp_path: Path) -> Iterator[OwnRedis]:
    with own_redis(tmp_path) as redis:
        yield redis
