"""The prompts, plans, tags and words for the room are complete, and the same in every language."""

import pytest

from facilitator import content

LANGUAGES = content.languages()
each_language = pytest.mark.parametrize("language", LANGUAGES)

# The parts of the source document (SAMHSA, Decisions in Recovery) and the prompts that serve them (R23).
SERVED_BY_ID = {
    "recovery plan": {"U1", "U2", "U3", "PS-4", "PS-6"},
    "three questions": {"U1", "U2", "U3"},
    "groups and learning from others": {"AR-2", "AR-5", "AR-6"},
    "vision, barriers, supports, tried, strengths, pitfalls, help, who": {f"PS-{n}" for n in range(1, 9)},
}
SERVED_BY_TOPIC = {
    "stage1": 7,
    "stage2": 7,
    "stage3": 7,
    "stage4": 7,
    "avoid_relapse": 8,
    "plan_success": 8,
    "meaning": 7,
    "start": 6,
    "any": 4,
}
SIX_POINTS = ["no_people", "no_places_dates", "no_amounts", "no_medical_advice", "no_shaming", "is_strategy"]


def shape(prompt: content.Prompt) -> tuple[object, ...]:
    return (
        prompt.topic,
        prompt.kind,
        prompt.minutes,
        prompt.hard_end,
        prompt.tags,
        len(prompt.options),
        bool(prompt.safety),
        bool(prompt.reminder),
    )


@pytest.mark.proves("R54")
def test_english_and_spanish_are_there() -> None:
    assert LANGUAGES[:2] == ("en", "es")


@pytest.mark.proves("R22")
@each_language
def test_there_are_61_prompts_and_they_are_the_same_in_every_language_but_for_the_words(language: str) -> None:
    english, own = content.prompts("en"), content.prompts(language)
    assert len(own) == 61
    assert list(own) == list(english)
    assert [shape(prompt) for prompt in own.values()] == [shape(prompt) for prompt in english.values()]


def test_a_translation_leaves_no_sentence_in_english() -> None:
    english, spanish = content.prompts("en"), content.prompts("es")
    assert all(spanish[each].text != english[each].text for each in english)
    assert all(spanish[each].note != english[each].note for each in english)
    assert all(prompt.language == "es" for prompt in spanish.values())


@pytest.mark.proves("R23")
@pytest.mark.parametrize(("topic", "count"), SERVED_BY_TOPIC.items())
def test_each_topic_of_the_source_document_has_its_prompts(topic: str, count: int) -> None:
    assert count >= 3
    assert sum(prompt.topic == topic for prompt in content.prompts("en").values()) == count


@pytest.mark.proves("R23")
@pytest.mark.parametrize(("section", "ids"), SERVED_BY_ID.items())
def test_each_other_section_of_the_source_document_has_its_prompts(section: str, ids: set[str]) -> None:
    assert len(ids & content.prompts("en").keys()) >= 3, section


def test_every_topic_a_prompt_has_is_a_label_people_can_choose() -> None:
    assert {topic.id for topic in content.taxonomy("en").topics} == SERVED_BY_TOPIC.keys()


def test_prompts_carry_at_most_two_situations_and_two_approaches() -> None:
    taxonomy = content.taxonomy("en")
    for prompt in content.prompts("en").values():
        assert sum(tag.id in prompt.tags for tag in taxonomy.situations) <= 2, prompt.id
        assert sum(tag.id in prompt.tags for tag in taxonomy.approaches) <= 2, prompt.id


def test_every_tag_a_prompt_has_can_be_read() -> None:
    for language in LANGUAGES:
        for prompt in content.prompts(language).values():
            assert all(content.taxonomy(language).tag(tag).label for tag in prompt.tags)


@pytest.mark.proves("R44")
def test_the_hard_end_of_a_scale_is_low_save_for_cravings() -> None:
    scales = {prompt.id: prompt.hard_end for prompt in content.prompts("en").values() if prompt.kind == "scale"}
    assert scales == {"U4": "high", "S1-1": "low", "S2-7": "low", "S3-7": "low", "GS-1": "low"}


def test_passing_is_never_one_of_the_answers() -> None:
    options = [option for prompt in content.prompts("en").values() for option in prompt.options]
    assert "Pass" not in options


@pytest.mark.proves("R35")
@pytest.mark.parametrize(
    ("language", "stays", "stop", "eyes"),
    [
        ("en", "This stays on your phone.", "stop", "eyes"),
        ("es", "Esto se queda en su teléfono.", "pare|parar", "ojos"),
    ],
)
def test_private_prompts_say_so_and_grounding_is_open_eyed_and_can_be_stopped(
    language: str, stays: str, stop: str, eyes: str
) -> None:
    for prompt in content.prompts(language).values():
        if prompt.kind == "private":
            assert prompt.text.endswith(stays)
        if prompt.kind == "ground":
            assert any(word in prompt.text.lower() for word in stop.split("|"))
            assert eyes in prompt.text.lower()


@pytest.mark.proves("R48")
@each_language
def test_talk_of_a_slip_always_comes_with_naloxone(language: str) -> None:
    assert "nalox" in content.prompts(language)["AR-6"].reminder


@pytest.mark.proves("R3")
@each_language
@pytest.mark.parametrize(("plan_id", "phone_minutes"), [("A", 12), ("B", 12), ("C", 12), ("D", 10)])
def test_a_plan_is_an_hour_with_few_phone_minutes(language: str, plan_id: str, phone_minutes: int) -> None:
    plan = content.plans(language)[plan_id]
    assert sum(step.minutes for step in plan.steps) == plan.minutes == 60
    assert plan.phone_minutes == phone_minutes <= 15


@each_language
def test_a_plan_opens_with_agreements_and_ends_safely_with_phones_cleared(language: str) -> None:
    for plan in content.plans(language).values():
        first, *_, last = plan.steps
        assert (first.kind, first.phones, first.cross_talk) == ("spoken", "down", False)
        assert (last.kind, last.phones, last.minutes) == ("close", "clear", 2)


@each_language
def test_every_step_of_a_plan_tells_the_facilitator_what_to_do(language: str) -> None:
    prompts = content.prompts(language)
    for plan in content.plans(language).values():
        for step in plan.steps:
            assert step.note or prompts[step.prompt_id or ""].note


def test_what_was_written_is_read_out_in_the_step_that_follows() -> None:
    for plan in content.plans("en").values():
        kinds = [step.kind for step in plan.steps]
        assert [kinds[place + 1] for place, kind in enumerate(kinds) if kind == "collect"] == ["read_out"]


@pytest.mark.proves("R20")
@each_language
def test_the_room_has_its_agreements_points_and_closing(language: str) -> None:
    assert len(content.agreements(language)) == 11
    assert [point.id for point in content.review_points(language)] == SIX_POINTS
    assert {"tonight", "naloxone", "stay"} <= {line.id for line in content.closing(language)}


@pytest.mark.proves("P35", "P36")
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["name", "guess", "watches", "get help", "take back", "erased", "pass", "18"]),
        ("es", ["nombre", "adivinar", "nadie ve", "pedir ayuda", "retirar", "borra", "pasar", "18"]),
    ],
)
def test_the_join_text_tells_what_a_member_must_know_before_writing(language: str, told: list[str]) -> None:
    text = " ".join(content.join_text(language)).lower()
    assert [word for word in told if word not in text] == []


def test_a_prompt_or_tag_that_does_not_exist_is_named() -> None:
    with pytest.raises(content.UnknownId, match=r"^en/prompts\.toml has no 'S9-9'\.$"):
        content.prompts("en")["S9-9"]
    with pytest.raises(content.UnknownId, match="'luck'"):
        content.taxonomy("en").tag("luck")
    assert content.prompts("en").get("S9-9") is None


def test_a_language_that_is_not_there_is_answered_in_english() -> None:
    assert content.prompts("fr") is content.prompts("en")
    assert content.agreements("fr") == content.agreements("en")
    assert content.pack("us", "fr") == content.pack("us", "en")


def test_nobody_can_change_what_others_read() -> None:
    with pytest.raises(TypeError):
        content.prompts("en")["U1"] = content.prompts("en")["U2"]  # type: ignore[index]
