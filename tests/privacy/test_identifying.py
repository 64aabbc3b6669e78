"""Details that say who somebody is: found as published, alike on phone and server, and never by force."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from facilitator import bootstrap
from facilitator.privacy.identifying import KINDS, identifying, kinds_in, must_be_edited, rules
from tests.privacy.recall import SETS, false_alarms, found_of, lines, part, table

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "identifying.md"
IN_NODE = """
import { readFileSync } from "node:fs";
import { identifying, plainly, use } from "%s/static/js/identifying.js";
const { rules, lines } = JSON.parse(readFileSync(0, "utf8"));
use(rules);
console.log(JSON.stringify(lines.map((line) => identifying(line).sort())));
"""


def published() -> dict[str, list[tuple[int, int]]]:
    """The rows of the table in docs/identifying.md: how many were found, of how many."""
    rows = {}
    for row in PUBLISHED.read_text(encoding="utf-8").splitlines():
        name, *cells = (cell.strip() for cell in row.strip("|").split("|"))
        shares = [re.fullmatch(r"(\d+) of (\d+)", cell) for cell in cells]
        if shares and all(shares):
            rows[name] = [(int(share[1]), int(share[2])) for share in shares if share]
    return rows


def test_there_are_more_than_two_hundred_made_up_lines_and_half_are_held_out() -> None:
    some = lines()
    assert len(some) > 200
    assert len({line.text for line in some}) == len(some), "no line twice"
    assert sum(line.held_out for line in some) == len(some) / 2
    assert {kind for line in some for kind in line.kinds} == set(KINDS)
    assert sum(not line.kinds for line in some) > 80


@pytest.mark.proves("P18")
@pytest.mark.parametrize("place", range(len(SETS)), ids=["en", "en_held_out", "es", "es_held_out"])
def test_no_kind_is_found_less_often_than_was_published(place: int) -> None:
    some, told = part(*SETS[place]), published()
    for kind in KINDS:
        found, of_all = found_of(kind, some)
        assert (found >= told[kind][place][0], of_all) == (True, told[kind][place][1]), f"{kind}: {found} found"
    assert false_alarms(some)[0] <= told["false alarms on clean lines"][place][0]


def test_what_is_published_is_what_was_measured() -> None:
    text = PUBLISHED.read_text(encoding="utf-8")
    assert [row for row in table() if row not in text] == [], "put the table of `python3 -m tests.privacy.recall` there"


@pytest.mark.proves("P18")
def test_the_phone_finds_what_the_server_finds() -> None:
    some = [line.text for line in lines()]
    some += [
        "🙂 call Mía at 555-0142 🙂",
        "don’t call mike",
        "İstanbul ß ﬁ ½",
        "ＡＢＣ １２３４５６７",
        "K@b.org",
        "\n\n",
        "",
    ]
    command = [*bootstrap.node(), "--input-type=module", "--eval", IN_NODE % bootstrap.ROOT]
    given = json.dumps({"rules": rules(), "lines": some})
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    here = [sorted([one.kind, text[one.start : one.end]] for one in identifying(text)) for text in some]
    there = json.loads(done.stdout)
    assert [[kind for kind, _ in found] for found in there] == [[kind for kind, _ in found] for found in here]
    assert [[len(words) for _, words in found] for found in there] == [[len(w) for _, w in found] for found in here]
    assert sum(bool(found) for found in there) > 150, "the control: the phone finds things at all"


def test_places_in_a_text_stay_where_they_are() -> None:
    text = "🙂 mi niña Sofía me llamó al 555-0142"
    assert [(one.kind, text[one.start : one.end]) for one in identifying(text)] == [
        ("name", "Sofía"),
        ("phone", "555-0142"),
    ]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("five five five oh one four two", True),
        ("write a@b.org", True),
        ("see www.example.org", True),
        ("case 20194471", True),
        ("my sponsor mike", False),
        ("24 hours, 7 days, 20 minutes", False),
        ("911 or 988", False),
    ],
)
def test_only_what_leads_straight_to_somebody_is_held(text: str, held: bool) -> None:
    assert must_be_edited(text) is held


@pytest.mark.parametrize("text", ["just for today", "I call my sister.", "call 988", "la fe y el cafe", ""])
def test_ordinary_words_of_such_a_room_find_nothing(text: str) -> None:
    assert kinds_in(text) == ()


def test_a_browser_of_five_years_ago_can_read_every_expression() -> None:
    for rule in rules():
        for pattern in rule["patterns"]:
            assert not re.search(r"\(\?(?:<|P|>)", pattern), pattern
            assert re.compile(pattern).groups <= 1, pattern
