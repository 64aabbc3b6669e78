"""Whether there is an account is told by no word and by no time, at the sign-in page and at the code."""

import re
from collections.abc import Callable, Iterator
from statistics import NormalDist
from time import thread_time

import argon2
import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from facilitator import db
from facilitator.accounts import passwords, service
from facilitator.accounts.models import Account
from tests.accounts.authenticator import switched_on
from tests.cast import Cast, sign_in

WRONG = "not this one at all"
NAMES = {"Bea": "no second step", "Ana": "a second step", "Otto": "switched off", "Newt": "invited", "Zed": "nobody"}
SAMPLES = 30
SURE = 0.001


@pytest.fixture
def everybody(app: Flask, cast: Cast) -> None:
    """One account of each kind that a name could be, beside the name of nobody."""
    switched_on(sign_in(app.test_client(), "Ana"))
    newt = service.create_account(cast.program, "Newt", "copper kettle window drift", ["facilitator"])
    db.write(lambda tx: tx.execute(update(Account).where(Account.id == newt).values(password_hash="")))
    db.write(lambda tx: tx.execute(update(Account).where(Account.id == cast.otto).values(active=False)))


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parameters of every hash that is verified, as argon2 sees them."""
    seen: list[str] = []
    verify = argon2.PasswordHasher.verify

    def watched(hasher: argon2.PasswordHasher, hashed: str, password: str) -> bool:
        seen.append("$".join(hashed.split("$")[:4]))
        return verify(hasher, hashed, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", watched)
    return seen


def answer_of(app: Flask, name: str, number: int) -> tuple[int, str, list[str]]:
    """What a new browser at a place of its own gets for a wrong password, without the name it typed."""
    answer = app.test_client().post(
        "/sign-in", data={"name": name, "password": WRONG}, environ_base={"REMOTE_ADDR": f"198.51.{number}.9"}
    )
    return answer.status_code, steady(answer.text).replace(name, "NAME"), sorted({key for key, _ in answer.headers})


def steady(page: str) -> str:
    """Without what is new on every page, whoever asks: the server's clock, and the form's own secret."""
    return re.sub(r'data-now="\d+"|name="csrf_token" value="[^"]+"', "", page)


def test_every_wrong_sign_in_gets_the_same_bytes(app: Flask, everybody: None) -> None:
    answers = [answer_of(app, name, number) for number, name in enumerate(NAMES)]
    assert {status for status, _, _ in answers} == {422}
    assert [page for _, page, _ in answers] == [answers[0][1]] * len(NAMES)
    assert [headers for _, _, headers in answers] == [answers[0][2]] * len(NAMES)


def test_one_hash_of_one_cost_is_verified_whoever_is_asked_for(
    app: Flask, everybody: None, verified: list[str]
) -> None:
    counted = {}
    for number, name in enumerate(NAMES):
        verified.clear()
        answer_of(app, name, number)
        counted[name] = tuple(verified)
    assert set(counted.values()) == {counted["Bea"]}
    assert len(counted["Bea"]) == 1


def test_a_name_that_is_not_looked_up_would_be_noticed(
    app: Flask, everybody: None, verified: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: no hash where there is nobody."""
    fits = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda hashed, password: hashed is not None and fits(hashed, password))
    answer_of(app, "Zed", 1)
    assert verified == []


def test_the_cost_on_the_processor_tells_nothing_either(app: Flask, everybody: None, real_cost: None) -> None:
    hashed = _hash_of("Bea")
    known, unknown = costs(lambda: passwords.fits(hashed, WRONG), lambda: passwords.fits(None, WRONG))
    assert chance(known, unknown) > SURE


def test_a_cheaper_hash_for_nobody_would_be_noticed(app: Flask, everybody: None, real_cost: None) -> None:
    """The control: the same comparison, where nobody's hash costs half."""
    hashed = _hash_of("Bea")
    cheap = argon2.PasswordHasher(1, passwords.MEMORY_KIB // 2, passwords.LANES).hash("x")
    known, unknown = costs(lambda: passwords.fits(hashed, WRONG), lambda: passwords.fits(cheap, WRONG))
    assert chance(known, unknown) < SURE


def test_before_the_right_password_nothing_is_said_of_a_second_step(app: Flask, everybody: None) -> None:
    for number, name in enumerate(("Ana", "Bea")):
        status, page, _ = answer_of(app, name, number)
        assert status == 422
        assert "code" not in page.replace("Join with a code", "").lower()


def test_a_wrong_code_gets_the_same_bytes_whatever_was_wrong_with_it(app: Flask, everybody: None) -> None:
    pages = set()
    for number, typed in enumerate(("000000", "999999", "", "BCDF 2345 GHJK 6789", "é" * 6)):
        browser: FlaskClient = app.test_client()
        place = {"REMOTE_ADDR": f"203.0.{number}.1"}
        form = {"name": "Ana", "password": "lantern porridge meadow kettle"}
        assert browser.post("/sign-in", data=form, environ_base=place).location == "/sign-in/code"
        answer = browser.post("/sign-in/code", data={"code": typed}, environ_base=place)
        assert answer.status_code == 422
        pages.add(steady(answer.text))
    assert len(pages) == 1


@pytest.fixture
def real_cost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hash that costs enough to be told from noise, and runs where its time can be read."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 2048)
    monkeypatch.setattr(passwords, "_beside", lambda work, *values: work(*values))
    for kept in (passwords._hasher, passwords._nobodys_hash):
        kept.cache_clear()
    hashed = passwords.hash_of("another one")
    db.write(lambda tx: tx.execute(update(Account).where(Account.name == "Bea").values(password_hash=hashed)))
    yield
    monkeypatch.undo()
    for kept in (passwords._hasher, passwords._nobodys_hash):
        kept.cache_clear()


def costs(one: Callable[[], object], other: Callable[[], object]) -> tuple[list[float], list[float]]:
    """What each costs on this thread's processor: not the clock, which a busy machine stretches."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(SAMPLES):
        for kept, act in zip(found, (one, other), strict=True):
            before = thread_time()
            act()
            kept.append(thread_time() - before)
        gevent.sleep(0)
    return found


def chance(some: list[float], others: list[float]) -> float:
    """How likely such ranks are if both come from one source (Mann and Whitney's test, two-sided)."""
    wins = sum((a > b) + (a == b) / 2 for a in some for b in others)
    n, m = len(some), len(others)
    spread = (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - NormalDist().cdf(abs(wins - n * m / 2) / spread))


def _hash_of(name: str) -> str:
    with db.reading() as tx:
        return tx.query(Account).filter_by(name=name).one().password_hash
