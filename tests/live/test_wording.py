"""A prompt's words taken apart: the ends of a scale, the lines of an exercise, in every language there is."""

import pytest

from facilitator import content
from facilitator.live import wording

SCALES = [prompt for code in content.languages() for prompt in content.prompts(code).values() if prompt.kind == "scale"]
EXERCISES = [
    prompt for code in content.languages() for prompt in content.prompts(code).values() if prompt.kind == "ground"
]


@pytest.mark.parametrize("prompt", SCALES, ids=lambda prompt: f"{prompt.id}-{prompt.language}")
def test_every_shipped_scale_says_what_its_ends_mean(prompt: content.Prompt) -> None:
    low, high = wording.ends(prompt.text)
    assert low.startswith("0 ")
    assert high.startswith("10 ")
    question = wording.question(prompt.text)
    assert question.endswith(("?", "."))
    assert low not in question
    assert high not in question


def test_a_scale_of_ones_own_that_says_nothing_of_its_ends_shows_the_numbers() -> None:
    assert wording.ends("How was your week?") == ("0", "10")
    assert wording.question("How was your week?") == "How was your week?"


def test_the_stage_and_a_reminder_stay_with_the_question() -> None:
    text = "Stop using\n\nHow steady are you? 0 means not steady. 10 means very steady. Any number is fine.\n\nCall us."
    assert wording.question(text) == "Stop using\n\nHow steady are you? Any number is fine.\n\nCall us."
    assert wording.ends(text) == ("0 means not steady.", "10 means very steady.")


@pytest.mark.proves("R35")
@pytest.mark.parametrize("prompt", EXERCISES, ids=lambda prompt: f"{prompt.id}-{prompt.language}")
def test_an_exercise_goes_sentence_by_sentence_and_loses_none(prompt: content.Prompt) -> None:
    lines = wording.sentences(prompt.text)
    assert len(lines) >= 4
    assert " ".join(lines) == prompt.text
