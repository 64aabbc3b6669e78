"""What a good password is, and how one is kept."""

import time

import pytest

from facilitator.accounts import passwords
from facilitator.errors import Invalid

GOOD = "copper kettle window drift"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short but odd", "15 characters"),
        ("x" * 201, "200 characters"),
        ("passwordpassword", "easy to guess"),
        ("Password-1234567890", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("qwertyuiop asdfghjkl", "easy to guess"),
        ("riverside of Marguerite", "your own name"),
        ("RIVERSIDE OF MÁRGUERITE".replace("Á", "A"), "your own name"),
    ],
)
def test_it_says_what_is_wrong_with_a_weak_password(password: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        passwords.check(password, "Marguerite")


@pytest.mark.parametrize(
    "password", [GOOD, "una tetera de cobre vieja", "窓と銅のやかん、雨の日の散歩と古い時計", "7!kLq-92_vvR?xTb"]
)
def test_it_takes_any_long_password_of_ones_own(password: str) -> None:
    passwords.check(password, "Marguerite")


def test_a_short_name_may_be_part_of_a_longer_word() -> None:
    passwords.check("banana kettle window drift", "Ana")
    with pytest.raises(Invalid, match="your own name"):
        passwords.check("ana kettle window drift", "Ana")


def test_a_password_fits_its_own_hash_alone() -> None:
    hashed = passwords.hash_of(GOOD)
    assert passwords.fits(hashed, GOOD)
    assert not passwords.fits(hashed, GOOD + " ")
    assert GOOD not in hashed


def test_the_same_characters_fit_from_any_keyboard() -> None:
    assert passwords.fits(passwords.hash_of("cafe\u0301 kettle window"), "caf\u00e9 kettle window")


def test_no_password_fits_an_account_that_is_not_there() -> None:
    assert not passwords.fits(None, GOOD)


def test_an_unknown_name_costs_as_much_time_as_a_wrong_password() -> None:
    hashed = passwords.hash_of(GOOD)
    passwords.fits(None, "warm up")
    took = [(_seconds(hashed), _seconds(None)) for _ in range(20)]
    wrong, unknown = map(min, zip(*took, strict=True))
    assert 0.3 < unknown / wrong < 3


def test_one_time_passwords_are_plain_words_and_never_the_same() -> None:
    made = {passwords.one_time_password("Ana") for _ in range(50)}
    assert len(made) == 50
    for words in made:
        passwords.check(words, "Ana")
        assert words == words.lower()


def _seconds(hashed: str | None) -> float:
    started = time.process_time()
    passwords.fits(hashed, "some other password")
    return time.process_time() - started


@pytest.mark.parametrize(
    "password", ["trustno1", "starwars", "1qaz2wsx", "Corvette", "facilitator", "kt7 w", "aaaabbbb"]
)
def test_beside_a_code_a_short_one_is_still_none_that_everybody_uses(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.check(password, "Marguerite", second_factor=True)


@pytest.mark.parametrize("password", ["kt7 wq9v", "zug-brotmesser", "p9!vLx#2w"])
def test_beside_a_code_eight_characters_are_enough(password: str) -> None:
    passwords.check(password, "Marguerite", second_factor=True)
    with pytest.raises(Invalid, match="15 characters"):
        passwords.check(password, "Marguerite")


def test_a_password_of_128_characters_is_taken_whole() -> None:
    long = " ".join(["kettle", "window", "drift", "copper", "meadow"] * 4)[:128]
    passwords.check(long, "Marguerite")
    assert not passwords.fits(passwords.hash_of(long), long[:-1])
