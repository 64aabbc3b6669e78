"""Every requirement has a test that proves it, or a reason why not; the page tells the same."""

from tests import requirements


def test_every_requirement_is_proved_or_has_a_reason() -> None:
    proved = requirements.proofs()
    listed = requirements.listed()
    assert [number for number in listed if not proved.get(number) and "unmet" not in listed[number]] == []
    assert set(proved) - set(listed) == set()


def test_the_page_is_up_to_date() -> None:
    assert requirements.PAGE.read_text() == requirements.page(), "run python3 -m tests.requirements"
