"""What a phone fetches for the plan, all files, as they travel: `python3 -m facilitator bench weight` tells it too."""

import pytest
from flask import Flask

from benchmarks.weight import LIMIT, TARGET, first_load, kept_after
from tests.cast import Cast


@pytest.mark.proves("R7")
def test_the_plan_weighs_under_a_hundred_kilobytes_with_all_that_is_kept_after(app: Flask, cast: Cast) -> None:
    first = first_load(app)
    after = kept_after(app, first)
    assert len(first) > 20, "the page, styles, scripts, icons, manifest and worker"
    assert {"/plan", "/worker.js", "/app.webmanifest"} <= set(first)
    assert {"/plan/en", "/plan/es", "/start/en", "/start/es", "/help/en", "/help/es"} <= set(after)
    heaviest = sorted(first.items(), key=lambda one: -one[1])[:5]
    assert sum(first.values()) < LIMIT, heaviest
    assert sum(first.values()) + sum(after.values()) < LIMIT + TARGET, heaviest
