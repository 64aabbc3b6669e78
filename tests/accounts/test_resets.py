"""A new password by a link for one time: it works once, not for long, and tells a stranger nothing."""

import re
import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from facilitator import db
from facilitator.accounts import SignInsEnded, links, passwords
from facilitator.accounts.link_models import AccountLink
from facilitator.errors import Ended
from facilitator.events import listens_to
from tests.accounts.admins import NEW, invite, lets_in, logged, reset, use
from tests.cast import PASSWORD, Cast, sign_in
from tests.conftest import on_both

OTHER = "maple basket harbor violin"
HOUR = 3600


@pytest.fixture
def ada(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Ada")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> object:
    """Moves the clock of links on by some hours."""
    real = time.time

    def move(hours: float) -> None:
        monkeypatch.setattr("facilitator.accounts.links.time.time", lambda: real() + hours * HOUR)

    return move


@on_both
def test_a_reset_sets_the_password_and_signs_out_everywhere(
    app: Flask, ada: FlaskClient, ana: FlaskClient, client: FlaskClient, cast: Cast
) -> None:
    heard: list[SignInsEnded] = []
    listens_to(SignInsEnded)(heard.append)
    key = reset(ada, cast.ana)
    assert ana.get("/groups").status_code == 200, "making the link ends nothing"
    assert use(client, key).status_code == 303
    assert SignInsEnded(cast.ana) in heard
    assert ana.get("/groups").location.startswith("/sign-in")
    assert not lets_in(client, "Ana", PASSWORD)
    assert lets_in(client, "Ana", NEW)
    assert {("reset_made", "Ana"), ("reset_used", "Ana")} <= set(logged())


def test_using_it_signs_nobody_in(ada: FlaskClient, client: FlaskClient, cast: Cast) -> None:
    use(client, reset(ada, cast.ana))
    assert client.get("/groups").location.startswith("/sign-in")


def test_looking_at_it_uses_nothing_up(ada: FlaskClient, client: FlaskClient, cast: Cast) -> None:
    key = reset(ada, cast.ana)
    for _ in range(3):
        assert client.post("/link", data={"key": key}).status_code == 200
    assert use(client, key).status_code == 303


@pytest.mark.parametrize(
    ("new", "again", "why"),
    [
        ("short", "short", "15 characters"),
        (NEW, OTHER, "are not the same"),
        ("ana ana ana ana ana", None, "own name"),
        ("passwordpassword", None, "easy to guess"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_good(
    ada: FlaskClient, client: FlaskClient, cast: Cast, new: str, again: str | None, why: str
) -> None:
    key = reset(ada, cast.ana)
    answer = use(client, key, new, again)
    assert answer.status_code == 422
    assert why in answer.text
    assert new not in answer.text
    assert use(client, key).status_code == 303


@on_both
def test_of_two_at_once_one_sets_the_password(ada: FlaskClient, app: Flask, cast: Cast) -> None:
    key = reset(ada, cast.ana)
    together = threading.Barrier(2)
    answers: dict[str, int] = {}

    def post(new: str) -> None:
        client = app.test_client()
        together.wait()
        answers[new] = use(client, key, new).status_code

    threads = [threading.Thread(target=post, args=(new,)) for new in (NEW, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers.values()) == [303, 410]
    [won] = [new for new, status in answers.items() if status == 303]
    assert lets_in(app.test_client(), "Ana", won)
    assert logged().count(("reset_used", "Ana")) == 1


def test_two_that_both_looked_before_either_wrote_still_set_it_once(ada: FlaskClient, cast: Cast) -> None:
    """The hard order: both found the link good, both hashed, and only then did either write."""
    key = reset(ada, cast.ana)
    hashes = [passwords.hash_of(new) for new in (NEW, OTHER)]
    outcomes = []
    for hashed in hashes:
        try:
            db.write(lambda tx, hashed=hashed: links._use(tx, key, hashed))  # type: ignore[misc]
            outcomes.append("set")
        except Ended:
            outcomes.append("gone")
    assert outcomes == ["set", "gone"]


def test_a_link_that_were_not_used_up_would_be_noticed(
    ada: FlaskClient, client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same two tries, where using a link takes nothing away."""
    key = reset(ada, cast.ana)
    monkeypatch.setattr(links, "void_links", lambda _tx, _account_id: None)
    assert [use(client, key, new).status_code for new in (NEW, OTHER)] == [303, 303]


@pytest.mark.parametrize(("kind", "good", "over"), [("reset", 22, 24), ("invitation", 7 * 24 - 2, 7 * 24)])
def test_it_runs_out(
    ada: FlaskClient, client: FlaskClient, cast: Cast, later: "object", kind: str, good: int, over: int
) -> None:
    key = reset(ada, cast.ana) if kind == "reset" else invite(ada, "Newt")
    later(good)  # type: ignore[operator]
    assert client.post("/link", data={"key": key}).status_code == 200
    later(over)  # type: ignore[operator]
    assert client.post("/link", data={"key": key}).status_code == 410
    assert use(client, key).status_code == 410


def test_what_ran_out_is_erased(ada: FlaskClient, cast: Cast) -> None:
    reset(ada, cast.ana)
    db.write(links.purge)
    assert kept() == 1
    db.write(lambda tx: tx.execute(update(AccountLink).values(until_hour=1)))
    db.write(links.purge)
    assert kept() == 0


def kept() -> int:
    with db.reading() as tx:
        return len(tx.scalars(select(AccountLink)).all())


def test_used_run_out_void_and_made_up_links_get_the_same_page(
    ada: FlaskClient, client: FlaskClient, cast: Cast
) -> None:
    used, void, old = reset(ada, cast.ana), reset(ada, cast.bea), invite(ada, "Newt")
    use(client, used)
    reset(ada, cast.bea)
    with db.reading() as tx:
        digest = links._digest(old)
        assert tx.get(AccountLink, digest) is not None
    db.write(lambda tx: tx.execute(update(AccountLink).where(AccountLink.digest == digest).values(until_hour=1)))
    tries = [client.post("/link", data={"key": key}) for key in (used, void, old, "made-up", "", "x" * 5000, "ñ\0")]
    tries += [use(client, key) for key in (used, void, old, "made-up", "")]
    assert {answer.status_code for answer in tries} == {410}
    assert len({without_token(answer.text) for answer in tries}) == 1
    assert "does not work" in tries[0].text


def without_token(page: str) -> str:
    return re.sub(r'data-now="\d+"|name="csrf_token" value="[^"]*"', "", page)


def test_a_password_changed_otherwise_voids_the_link(
    ada: FlaskClient, ana: FlaskClient, client: FlaskClient, cast: Cast
) -> None:
    key = reset(ada, cast.ana)
    assert ana.post("/account/password", data={"old": PASSWORD, "new": OTHER, "again": OTHER}).status_code == 303
    assert use(client, key).status_code == 410


def test_the_link_does_not_pass_by_the_second_factor(
    ada: FlaskClient, client: FlaskClient, cast: Cast, app: Flask
) -> None:
    from facilitator.accounts.models import Account

    db.write(lambda tx: tx.execute(update(Account).where(Account.id == cast.ana).values(totp_on=True)))
    use(client, reset(ada, cast.ana))
    answer = client.post("/sign-in", data={"name": "Ana", "password": NEW})
    assert answer.location.startswith("/sign-in/code")
    assert client.get("/groups").location.startswith("/sign-in")


def test_the_sign_in_page_says_whom_to_ask_and_the_same_to_everybody(client: FlaskClient, cast: Cast) -> None:
    page = client.get("/sign-in").text
    assert "Forgot your password?" in page
    assert "Ask the admin of your program" in page


def test_the_key_is_in_no_address_that_a_server_sees(ada: FlaskClient, client: FlaskClient, cast: Cast) -> None:
    key = reset(ada, cast.ana)
    page = client.post("/link", data={"key": key})
    actions = re.findall(r'(?:action|href|src)="([^"]+)"', page.text)
    assert actions
    assert not [one for one in actions if key in one]
    assert key not in (use(client, key).location or "")
    assert client.get(f"/link?key={key}").text.count(key) == 0
