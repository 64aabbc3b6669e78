"""The word lists: they work as published, alike in Python and on the phone, and they judge nothing."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from facilitator import bootstrap, content
from facilitator.content import ContentError, folded
from facilitator.content.patterns import any_of
from facilitator.content.shelf import Shelf
from facilitator.privacy.screen import says, screened
from tests.safety.rates import SETS, lines_of, quiet_share, rates_of, table

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "safety.md"
IN_NODE = """
import { readFileSync } from "node:fs";
import { folded, found, use } from "%s/static/js/screening.js";
const { lists, lines } = JSON.parse(readFileSync(0, "utf8"));
use(lists);
console.log(JSON.stringify(lines.map((line) => [folded(line), found(line)])));
"""


def lists() -> list[dict[str, object]]:
    """The lists as the route sends them."""
    kinds = [content.signals(language) for language in content.languages()]
    return [{"id": name, "lists": [[one[name].signs, one[name].unless] for one in kinds]} for name in kinds[0]]


def published() -> dict[str, list[float]]:
    """The rows of the table in docs/safety.md, as shares."""
    rows = {}
    for line in PUBLISHED.read_text(encoding="utf-8").splitlines():
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if cells and all(re.fullmatch(r"[0-9.]+%|", cell) for cell in cells):
            rows[name] = [float(cell.rstrip("%")) / 100 for cell in cells if cell]
    return rows


@pytest.mark.proves("R49", "R54")
def test_there_are_more_than_two_hundred_made_up_lines_in_each_language() -> None:
    english, spanish = lines_of("en") + lines_of("en_unseen"), lines_of("es") + lines_of("es_unseen")
    for lines in (english, spanish):
        assert len(lines) > 200
        assert len({line.text for line in lines}) == len(lines), "no line twice"
        assert sum(not line.about for line in lines) > 80
        assert all(signal in content.signals("en") for line in lines for signal in line.about)


@pytest.mark.parametrize("place", range(len(SETS)), ids=SETS)
def test_no_list_does_worse_than_was_published(place: int) -> None:
    rates, floor = rates_of(lines_of(SETS[place])), published()
    for signal, rate in rates.items():
        hit, false = floor[signal][2 * place : 2 * place + 2]
        assert rate.hit >= hit - 0.006, f"{signal} finds {rate.hit:.0%}, and {hit:.0%} was published"
        assert rate.false_alarm <= false + 0.0006, f"{signal} is wrong on {rate.false_alarm:.1%} of other lines"


def test_what_is_published_is_what_was_measured() -> None:
    text = PUBLISHED.read_text(encoding="utf-8")
    assert [row for row in table() if row not in text] == [], "put the table of `python3 -m tests.safety.rates` there"


@pytest.mark.parametrize("name", SETS)
def test_ordinary_talk_of_recovery_is_mostly_left_alone(name: str) -> None:
    assert quiet_share(lines_of(name)) > 0.9


@pytest.mark.parametrize(
    "text", ["kill the craving", "I was dying to use", "dead tired", "My story ends well", "Me muero de risa", ""]
)
def test_everyday_words_of_such_a_room_find_nothing(text: str) -> None:
    assert screened(text) == frozenset()


@pytest.mark.parametrize(
    "text",
    ["I want to kill myself", "i want to KILL MY SELF", "kil myself", "I’ll… no. kiling myself", "KMS", "suicíde"],
)
def test_case_spelling_and_signs_do_not_hide_a_word(text: str) -> None:
    assert "crisis" in screened(text)


def test_both_languages_are_always_looked_at() -> None:
    assert "crisis" in screened("ya no quiero vivir")
    assert "crisis" in screened("some days ya no quiero vivir, you know")
    assert says("recaí el sábado", "slip")
    assert not says("recaí el sábado", "crisis")


@pytest.mark.proves("R40", "R49")
def test_the_phone_finds_what_the_server_finds() -> None:
    lines = [line.text for name in SETS for line in lines_of(name)]
    lines += [
        "Ça va? “Kill” my-self!!",
        "10mg/day, 2.5 g",
        "a@b.org",
        "İstanbul ß ﬁ ½",
        "kiiiill   myself",
        "\n\n",
        "🙂",
    ]
    given = json.dumps({"lists": lists(), "lines": lines})
    command = [*bootstrap.node(), "--input-type=module", "--eval", IN_NODE % bootstrap.ROOT]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    order = list(content.signals("en"))
    assert told == [[folded(line), sorted(screened(line), key=order.index)] for line in lines]
    assert sum(bool(hits) for _, hits in told) > 500, "the control: the phone finds things at all"


def test_a_sign_says_what_it_means() -> None:
    made = re.compile(any_of(["want|wanna .. die", "# [@] @drug", "stop*"], {"drug": "fent perc_30"}))
    for text in ("I wanna just die", "want to die", "10 fent", "10 @ fent", "2 perc 30", "stopping"):
        assert made.search(folded(text)), text
    for text in ("wanna. Die", "want to go away and then later die", "fent 10", "perc", "top"):
        assert not made.search(folded(text)), text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"kms|unalive', '"k.m.s|unalive', "k.m.s"),
        ("[crisis]\n", "[gloom]\n", "in English or here, but not in both"),
        ("alerts = true\nheld = true", "alerts = true", "held"),
    ],
)
def test_a_wrong_list_is_refused_with_its_file_and_what_is_wrong(tmp_path: Path, old: str, new: str, told: str) -> None:
    for name in ("en", "es", "packs"):
        shutil.copytree(Path(content.__file__).parent / name, tmp_path / name)
    file = tmp_path / "en" / "words.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"words\.toml") as refusal:
        _ = [Shelf(tmp_path).book(language).signals for language in ("en", "es")]
    assert told in str(refusal.value)
