"""The load generators count what arrives, and nothing else."""

import json
import sqlite3
from pathlib import Path

import pytest

from benchmarks import sides
from benchmarks.fanout import Shape, one_round
from benchmarks.guests import spread

BRIEFLY = Shape("fanout", rooms=3, phones=12, rate=100.0, seconds=0.3, open_seconds=0.3)


def test_it_counts_every_delivery_to_a_few_rooms(tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    payload.write_text(json.dumps({"name": "stage", "html": "<p>ñandú</p>" * 100}))
    with sides.side("wire", str(payload), "3", "12") as (load,):
        figures = one_round(load, BRIEFLY)
    assert json.loads(load.first["sample"]) == json.loads(payload.read_text())
    assert figures["deliveries_per_s"] > 0
    assert figures["strays"] == 0
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]


@pytest.mark.skipif(sides.node_version() is None, reason="there is no Node with a socket.io server here")
def test_node_gives_its_phones_the_same(tmp_path: Path) -> None:
    payload = tmp_path / "payload.json"
    payload.write_text(json.dumps({"name": "stage", "html": "<p>ñandú</p>" * 100}))
    with sides.side("node", str(payload), "300", "310") as (load,):
        figures = one_round(load, Shape("fanout", 300, 310, 100.0, 0.3, 0.3))
    assert json.loads(load.first["sample"]) == json.loads(payload.read_text())
    assert figures["deliveries_per_s"] > 0
    assert figures["strays"] == 0


def test_every_submission_of_the_load_is_a_new_one_and_is_kept(tmp_path: Path) -> None:
    options = ("2", "6", "--data", str(tmp_path))
    with sides.side("application", *options, kinds=["senders"]) as (load,):
        alone = load.told("single 5")
        busy = load.told("submit 0.3 4")
        paced = load.told("rate 0.3 50")
    assert [alone["refused"], busy["refused"], paced["refused"]] == [0, 0, 0]
    assert busy["acknowledged_per_s"] > 0
    assert 0 < alone["p50_ms"] <= alone["p99_ms"]
    assert paced["p99_ms"] > 0
    assert _envelopes(tmp_path) > 5 + 15


def test_what_keeps_nothing_answers_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    options = ("2", "6", "--data", str(tmp_path), "--keep", "nothing")
    with sides.side("application", *options, kinds=["senders"]) as (load,):
        assert load.told("single 5")["refused"] == 0
    assert _envelopes(tmp_path) == 0


def test_phones_are_spread_evenly() -> None:
    assert sum(spread(10_000, 650)) == 10_000
    assert set(spread(10_000, 650)) == {15, 16}


def test_a_side_that_is_missing_has_no_ratio() -> None:
    found = {"application": [{"p50_ms": 2.0}], "bare": [{"p50_ms": 4.0}]}
    assert sides.told("ratio_to_bare", sides.ratios(found, "p50_ms")) == {
        "ratio_to_bare": 0.5, "ratio_to_bare_spread": [0.5, 0.5],
    }  # fmt: skip
    assert sides.told("ratio_to_node", sides.ratios(found, "p50_ms", theirs="node"))["ratio_to_node"] is None


def _envelopes(folder: Path) -> int:
    with sqlite3.connect(folder / "facilitator.db") as database:
        return int(database.execute("SELECT count(*) FROM envelope").fetchone()[0])
