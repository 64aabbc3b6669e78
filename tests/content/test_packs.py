"""Where to turn: the right numbers, in words people can act on, and never a guess."""

import re

import pytest

from facilitator import content

LANGUAGES = content.languages()
each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_there_is_a_pack_for_the_united_states_and_a_blank_one() -> None:
    assert content.packs() == ("blank", "us")


@pytest.mark.proves("R38")
@each_language
def test_the_us_pack_shows_the_five_it_must_have(language: str) -> None:
    shown = {resource.id: resource for resource in content.pack("us", language).shown()}
    assert shown["emergency"].call == "911"
    assert (shown["crisis"].call, shown["crisis"].text) == ("988", "988")
    assert shown["helpline"].call == "1-800-662-4357"
    assert shown["treatment"].link == "https://findtreatment.gov"
    assert "naloxone" in shown


@each_language
def test_what_is_not_verified_is_kept_but_not_shown(language: str) -> None:
    pack = content.pack("us", language)
    hidden = {"never_use_alone", "safespot", "support", "child", "assault", "poison"}
    assert {resource.id for resource in pack.resources} - {resource.id for resource in pack.shown()} == hidden
    assert pack.resource("never_use_alone").verified is False


def test_what_is_shown_says_when_and_by_whom_it_was_checked() -> None:
    for resource in content.pack("us", "en").shown():
        assert resource.checked_on
        assert resource.checked_by


def test_what_is_shown_is_a_number_that_can_be_dialled_or_a_secure_link() -> None:
    for resource in content.pack("us", "en").shown():
        assert all(re.fullmatch(r"[\d-]*", number) for number in (resource.call, resource.text))
        assert resource.link == "" or resource.link.startswith("https://")


def test_labels_are_in_the_readers_language_and_so_is_what_to_text() -> None:
    english, spanish = (content.pack("us", language) for language in ("en", "es"))
    assert english.name == "United States"
    assert spanish.name == "Estados Unidos"
    for resource in english.resources:
        assert spanish.resource(resource.id).purpose != resource.purpose
    assert spanish.resource("crisis").text_body == "AYUDA"


def test_the_lines_beside_the_join_text_hold_the_packs_own_numbers() -> None:
    assert content.pack("us", "en").urgent == ("In danger? Call 911.", "In crisis? Call or text 988.")
    assert content.pack("blank", "en", emergency="112").urgent == ("In danger? Call 112.",)


@pytest.mark.proves("R45")
@each_language
@pytest.mark.parametrize("pack_id", content.packs())
def test_an_overdose_card_has_five_short_lines_with_the_number_in_them(pack_id: str, language: str) -> None:
    lines = content.pack(pack_id, language, emergency="112").overdose
    assert len(lines) == 5
    assert max(len(line) for line in lines) <= 60
    assert sum("112" in line for line in lines) == 1
    assert any("nalox" in line for line in lines)


@each_language
def test_the_blank_pack_is_not_ready_until_a_program_fills_in_its_number(language: str) -> None:
    empty, filled = content.pack("blank", language), content.pack("blank", language, emergency="999")
    assert not empty.ready
    assert empty.resource("emergency").call == ""
    assert not re.search(r"\d|[{}]", " ".join((*empty.urgent, *empty.overdose)))
    assert filled.ready
    assert filled.resource("emergency").call == filled.emergency == "999"


def test_a_programs_own_number_goes_before_the_packs() -> None:
    pack = content.pack("us", "en", emergency="555")
    assert pack.emergency == pack.resource("emergency").call == "555"
    assert content.pack("us", "en").emergency == "911"


def test_a_pack_or_resource_that_does_not_exist_is_named() -> None:
    with pytest.raises(content.UnknownId, match=r"^There is no resource pack '\.\./us', only blank, us\.$"):
        content.pack("../us", "en")
    with pytest.raises(content.UnknownId, match="'us' has no 'luck'"):
        content.pack("us", "en").resource("luck")
