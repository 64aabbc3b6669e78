"""The file of plans and prompts is read whole or not at all, every fault by its line, and reads back as written."""

import time
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator import bootstrap
from facilitator.prompts.drafts import PlanDraft, PromptDraft, StepDraft
from facilitator.prompts.plan_file import FaultyFile, exported, read
from tests.prompts.writing import GOOD_FILE as GOOD


def told(raw: bytes | str) -> list[str]:
    """What is said about a file: "line, entry, field: reason"."""
    with pytest.raises(FaultyFile) as refused:
        read(raw.encode() if isinstance(raw, str) else raw)
    faults = refused.value.faults
    return [f"{one.line}, {one.prompt or (one.plan, one.step)}, {one.field}: {one.reason}" for one in faults]


# What can be wrong

WRONG = [
    ("minutes = 5\ntext", "minutes = -1\ntext", "7, rain, minutes: Write a whole number from 1 to 240."),
    ("minutes = 10", "minutes = 10000", "35, (1, 3), minutes: Write a whole number from 1 to 240."),
    ("minutes = 10", "minutes = 1.5", "35, (1, 3), minutes: Write a whole number from 1 to 240."),
    ("minutes = 10", "minutes = true", "35, (1, 3), minutes: Write a whole number from 1 to 240."),
    ("minutes = 10", 'minutes = "10"', "35, (1, 3), minutes: Write a whole number from 1 to 240."),
    ("minutes = 10\n", "", "31, (1, 3), minutes: This is missing."),
    ('kind = "collect"', 'kind = "dance"', "6, rain, kind: There is no such kind."),
    ('kind = "spoken"', 'kind = "dance"', "19, (1, 1), kind: There is no such kind."),
    ('kind = "spoken"\n', "", "17, (1, 1), prompt: Name a prompt, or make the kind spoken, read_out or close."),
    ('kind = "spoken"', 'kind = "collect"', "17, (1, 1), prompt: Name a prompt, or make the kind spoken, read_out or"),
    ('prompt = "rain"', 'prompt = "snow"', "26, (1, 2), prompt: There is no such prompt."),
    ('prompt = "rain"', 'prompt = "rain"\nkind = "poll"', "27, (1, 2), kind: This prompt is of another kind: collect."),
    ('prompt = "rain"', 'prompt = "rain"\ntext = "x"', "27, (1, 2), text: A step with a prompt shows the prompt's"),
    ('kind = "spoken"', 'kind = "spoken"\nstage = "stage1"', "20, (1, 1), stage: Only a step with a prompt"),
    ('stage = "stage2"', 'stage = "stage9"', "34, (1, 3), stage: There is no such stage."),
    ('tags = ["plan"]', 'tags = ["luck"]', "11, rain, tags: There is no tag “luck”."),
    ('tags = ["plan"]', 'tags = "plan"', "11, rain, tags: Write a list, in square brackets."),
    ('tags = ["plan"]', "tags = [3]", "11, rain, tags: Write text, in quotes."),
    ('topic = "stage2"', 'topic = "weather"', "5, rain, topic: There is no such topic."),
    ('topic = "stage2"', 'colour = "blue"', "5, rain, colour: There is no field with this name."),
    ('title = "Evening"', 'title = ""', "14, (1, 0), title: Write something here."),
    ('title = "Evening"', f'title = "{"x" * 81}"', "14, (1, 0), title: Make it 80 characters or shorter."),
    ('title = "Evening"', "title = 7", "14, (1, 0), title: Write text, in quotes."),
    ('title = "Evening"\nlanguage = "en"', 'title = "E"\nlanguage = "xx"', "15, (1, 0), language: There is no such"),
    ('phones = "up"', 'phones = "clear"', "28, (1, 2), phones: Write up or down."),
    ("cross_talk = true", 'cross_talk = "yes"', "37, (1, 3), cross_talk: Write true or false."),
    ("version = 1", "version = 2", "1, (0, 0), version: These files are of version 1, and this is another."),
    ("version = 1", "colour = 1", "1, (0, 0), colour: There is no field with this name."),
    ("[prompts.rain]", "[prompts.Rain]", "3, Rain, : Use small letters, digits and dashes for a prompt's name, 40"),
    ("[[plans.steps]]\ntitle", "[[plans.steps]]\n[prompts.rain]\ntitle", "18, (0, 0), : This name is there twice."),
    ('title = "Rain"', 'title = "Rain"\ntitle = "Snow"', "26, (0, 0), : This name is there twice."),
    ('title = "Rain"', 'title = "Rain', "25, (0, 0), : This line cannot be read. Look for a missing quote"),
    ('title = "Rain"', "title", "25, (0, 0), : This line cannot be read."),
    ('title = "Rain"', "x = " + "[" * 5000, "None, (0, 0), : There are too many brackets inside each other."),
    ('title = "Rain"', f"{'a.' * 5000}a = 1", "25, (0, 0), : There are too many dots in this line."),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "why"), WRONG, ids=range(len(WRONG)))
def test_a_fault_is_told_with_its_line_entry_and_field(good: str, bad: str, why: str) -> None:
    assert good in GOOD
    assert why in "\n".join(told(GOOD.replace(good, bad, 1)))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "There is no prompt and no plan in this file."),
        (b"version = 1\n", "There is no prompt and no plan in this file."),
        (b"\n\n\xff\xfe = 1", "3, (0, 0), : This is not text in UTF-8."),
        (GOOD.encode("utf-16"), "This is not text in UTF-8."),
        (GOOD.encode() + b"#" * 65536, "The file is too large. It may have 64 KB."),
        (b"%PDF-1.4", "1, (0, 0), : This line cannot be read."),
        (b"plans = 3", "1, (0, 0), plans: Write a list, in square brackets."),
        (b"prompts = [1]", "1, (0, 0), prompts: This has to be a table with fields of its own."),
        (b"[prompts]\nrain = 1", "2, rain, : This has to be a table with fields of its own."),
        (b"plans = [{title = 'A', language = 'en', steps = []}]", "1, (1, 0), steps: Add a step first."),
        (b"[[plans]]\ntitle = 'A'\nlanguage = 'en'", "1, (1, 0), steps: This is missing."),
    ],
)
def test_a_file_that_is_no_plan_file_is_refused(raw: bytes, why: str) -> None:
    assert why in "\n".join(told(raw))


def test_an_over_long_plan_is_refused() -> None:
    step = GOOD[GOOD.index("[[plans.steps]]") : GOOD.index('[[plans.steps]]\ntitle = "Rain"')]
    assert "13, (1, 0), steps: These are too many. There may be 40." in told(GOOD + step * 40)
    assert "The steps take 259 minutes. A plan may take 240." in told(GOOD + step.replace("4", "240"))[0]


def test_every_fault_is_told_at_once_in_the_order_of_the_lines() -> None:
    lines = [line.split(",")[0] for line in told(GOOD.replace("minutes", "minuets"))]
    assert lines == ["3", "7", "17", "20", "24", "27", "31", "35"]


@pytest.mark.parametrize("text", ["a.b = 1\n" * 6000, "[[x]]\n" * 10000, ("a." * 99 + "b = 1\n") * 300, "[" * 60000])
def test_a_file_made_to_keep_the_reader_busy_is_answered_in_a_moment(text: str) -> None:
    started = time.process_time()
    told(text)
    assert time.process_time() - started < 2


# There and back

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=60).map(
    lambda text: " ".join(text.split()) or "x"
)
LINES = st.lists(WORDS, max_size=4).map("\n".join)
MINUTES = st.integers(1, 5)
PROMPTS = st.one_of(
    st.builds(
        PromptDraft, language=st.sampled_from(["en", "es"]), kind=st.sampled_from(["open", "collect", "private"]),
        minutes=MINUTES, text=WORDS, topic=st.sampled_from(["any", "stage1", "meaning"]), note=LINES, safety=LINES,
        reminder=WORDS, tags=st.sampled_from([(), ("plan",), ("craving", "plan", "stage2")]),
        options=st.just(()), hard_end=st.none(),
    ),
    st.builds(
        PromptDraft, language=st.just("en"), kind=st.just("poll"), minutes=MINUTES, text=WORDS,
        options=st.lists(st.from_regex(r"[a-z]{5} [\"\\']", fullmatch=True), min_size=2, max_size=9, unique=True).map(
            tuple
        ),
        hard_end=st.none(), topic=st.just("any"), tags=st.just(()), note=LINES, safety=LINES, reminder=st.just(""),
    ),
    st.builds(
        PromptDraft, language=st.just("en"), kind=st.just("scale"), minutes=MINUTES, text=WORDS,
        hard_end=st.sampled_from(["low", "high"]), options=st.just(()), topic=st.just("any"), tags=st.just(()),
        note=LINES, safety=LINES, reminder=st.just(""),
    ),
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> tuple[list[PlanDraft], dict[str, PromptDraft]]:
    """Plans, and the prompts they use, by ids as the database has them."""
    prompts = {f"id-{number}": prompt for number, prompt in enumerate(draw(st.lists(PROMPTS, max_size=4)))}
    spoken = st.builds(
        StepDraft, title=WORDS, minutes=MINUTES, phones=st.sampled_from(["up", "down"]), cross_talk=st.booleans(),
        kind=st.sampled_from(["spoken", "read_out", "close"]), prompt=st.just(""), stage=st.just(""), text=LINES,
        note=LINES,
    )  # fmt: skip
    asked = st.builds(
        StepDraft, title=WORDS, minutes=MINUTES, phones=st.sampled_from(["up", "down"]), cross_talk=st.booleans(),
        kind=st.none(), prompt=st.sampled_from(["U1", "S2-1", *prompts]), stage=st.sampled_from(["", "stage3"]),
        text=st.just(""), note=LINES,
    )  # fmt: skip
    steps = st.lists(spoken | asked, min_size=1, max_size=6).map(tuple)
    plan = st.builds(PlanDraft, title=WORDS, language=st.sampled_from(["en", "es"]), steps=steps, line=WORDS)
    return draw(st.lists(plan, max_size=3)), prompts


@settings(max_examples=120, deadline=None)
@given(files())
def test_what_goes_out_comes_back_the_same(written: tuple[list[PlanDraft], dict[str, PromptDraft]]) -> None:
    plans, prompts = written
    if not plans and not prompts:
        return
    text = exported(plans, prompts)
    tomllib.loads(text)
    back = read(text.encode())
    assert list(back.prompts.values()) == list(prompts.values())
    ids = dict(zip(back.prompts, prompts, strict=True))
    for plan, found in zip(plans, back.plans, strict=True):
        assert (found.title, found.line, found.language) == (plan.title, plan.line, plan.language)
        named = [
            (ids.get(step.prompt, step.prompt), step.title, step.text, step.note, step.kind) for step in found.steps
        ]
        assert named == [(step.prompt, step.title, step.text, step.note, step.kind) for step in plan.steps]
        assert [(step.minutes, step.phones, step.cross_talk, step.stage) for step in found.steps] == [
            (step.minutes, step.phones, step.cross_talk, step.stage) for step in plan.steps
        ]


def test_line_ends_of_windows_and_a_byte_order_mark_are_read_too() -> None:
    assert read(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == read(GOOD.encode())
    assert told(GOOD.replace("minutes = 10", "minutes = 0").replace("\n", "\r\n")) == [
        "35, (1, 3), minutes: Write a whole number from 1 to 240."
    ]


def test_the_page_that_describes_the_files_shows_one_that_can_be_read() -> None:
    page = (bootstrap.ROOT / "docs" / "plan-file.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert read(example.encode()).plans
