"""The library on a phone by a link: what it shows, to whom, and how it ends."""

import re
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from facilitator import create_app, db, library
from facilitator.config import Config
from facilitator.plan import cards, cards_views, offline
from facilitator.plan.models import CardLink
from facilitator.privacy.coarsen import weeks_before
from facilitator.privacy.throttle import Failures
from facilitator.sessions import groups
from facilitator.sessions.models import OPEN
from facilitator.strategies.models import Strategy
from tests.cast import Cast, sign_in
from tests.library.shelves import CALL, CLINIC, WALK, shelve

LINK = re.compile(r"http://localhost/card#([\w-]{22})")


def made(client: FlaskClient, group: UUID) -> str:
    """The token of a link that a facilitator makes on the page."""
    answer = client.post(f"/groups/{group}/card")
    assert answer.status_code == 200, answer.text
    found = LINK.search(answer.text)
    assert found, answer.text
    return found[1]


def opened(app: Flask, token: str) -> TestResponse:
    """What a phone without any cookie gets for a token."""
    return app.test_client().post("/card", data={"key": token})


def texts(app: Flask, token: str) -> list[str]:
    answer = opened(app, token)
    assert answer.status_code == 200
    return re.findall(r"data-text>([^<]*)</p>", answer.text)


@pytest.fixture
def shelf(cast: Cast) -> None:
    shelve(cast, WALK, ["craving", "do_else", "stage2"])
    shelve(cast, CALL, ["alone_bored", "reach_out", "family_friends"], edited=True)
    shelve(cast, CLINIC, ["care"])
    shelve(cast, "Bea's group wrote this.", group=cast.thursday)


@pytest.mark.proves("R33")
def test_the_link_opens_what_is_in_the_groups_library_and_nothing_else(
    app: Flask, cast: Cast, ana: FlaskClient, shelf: None
) -> None:
    shelve(cast, "Not shown yet.", state=OPEN)
    shelve(cast, "Taken out.", published=False)
    token = made(ana, cast.tuesday)
    assert sorted(texts(app, token)) == sorted([WALK, CALL, CLINIC])
    page = opened(app, token).text
    assert "Alone or bored" in page
    assert "2026" in page
    for never in ("Tuesday Circle", "Riverside", "Ana", str(cast.tuesday), token):
        assert never not in page, never


def test_what_is_taken_out_taken_back_or_expired_is_gone_at_once(
    app: Flask, cast: Cast, ana: FlaskClient, shelf: None
) -> None:
    token = made(ana, cast.tuesday)
    with db.reading() as tx:
        ids = {text: id for id, text in tx.execute(select(Strategy.id, Strategy.text))}
    library.unpublish(ids[WALK], cast.ana)
    assert WALK not in texts(app, token)
    db.write(lambda tx: tx.delete(tx.get_one(Strategy, ids[CALL])))
    db.write(lambda tx: setattr(tx.get_one(Strategy, ids[CLINIC]), "week", weeks_before(date.today(), 60)))
    assert texts(app, token) == []
    assert "Nothing is here yet." in opened(app, token).text


@pytest.mark.proves("R47", "R48")
def test_medicine_a_slip_and_what_is_heavy_carry_their_lines(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    shelve(cast, CLINIC, ["care"])
    shelve(cast, "I relapsed in spring. Now I call first.")
    shelve(cast, "My brother died of it. I light a candle.", heavy=True)
    shelve(cast, WALK)
    page = opened(app, made(ana, cast.tuesday)).text
    items = {re.search(r"data-text>([^<]*)<", item)[1]: item for item in page.split("<li class=\"idea\"")[1:]}  # type: ignore[index]
    assert "Talk with your prescriber before any change." in items[CLINIC]
    assert "Carry naloxone." in items["I relapsed in spring. Now I call first."]
    assert "Heavy. Tap to read." in items["My brother died of it. I light a candle."]
    assert not re.search("prescriber|naloxone|Heavy", items[WALK].split("</li>")[0]), "the control"


def test_a_new_link_ends_the_old_one_and_taking_it_back_ends_both(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    first = made(ana, cast.tuesday)
    second = made(ana, cast.tuesday)
    assert [opened(app, token).status_code for token in (first, second)] == [404, 200]
    assert ana.post(f"/groups/{cast.tuesday}/card/removal").status_code == 303
    assert [opened(app, token).status_code for token in (first, second)] == [404, 404]
    assert "Make a link" in ana.get(f"/groups/{cast.tuesday}/card").text


@pytest.mark.proves("P15")
def test_unknown_revoked_and_malformed_links_get_one_answer_byte_for_byte(
    app: Flask, cast: Cast, ana: FlaskClient
) -> None:
    revoked = made(ana, cast.tuesday)
    ana.post(f"/groups/{cast.tuesday}/card/removal")
    answers = [opened(app, token) for token in (revoked, "A" * 22, "", "x" * 500, "\x00é")]
    bodies = {re.sub(r'data-now="\d+"', "", answer.text) for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(bodies) == 1
    assert all(answer.headers["Cache-Control"] == "no-store" for answer in answers)
    assert "<title>Notes</title>" in answers[0].text


def test_only_the_digest_is_kept_and_it_goes_with_its_group(app: Flask, cast: Cast, config: Config) -> None:
    tokens = {cards.make(cast.tuesday, cast.ana) for _ in range(20)}
    assert len(tokens) == 20
    db.database().close()
    kept = b"".join(path.read_bytes() for path in config.data_folder.rglob("*") if path.is_file())
    assert [token for token in tokens if token.encode() in kept] == []
    create_app(config)
    groups.delete(cast.tuesday, "Tuesday Circle", cast.ana)
    with db.reading() as tx:
        assert tx.scalars(select(CardLink)).all() == []


def test_only_a_facilitator_of_the_group_makes_or_ends_its_link(app: Flask, cast: Cast, bea: FlaskClient) -> None:
    token = cards.make(cast.tuesday, cast.ana)
    ada = sign_in(app.test_client(), "Ada")
    for stranger in (bea, ada):
        assert stranger.get(f"/groups/{cast.tuesday}/card").status_code == 404
        assert stranger.post(f"/groups/{cast.tuesday}/card").status_code == 404
        assert stranger.post(f"/groups/{cast.tuesday}/card/removal").status_code == 404
    assert opened(app, token).status_code == 200, "the control: nothing of that changed it"


def test_guessing_is_slowed_and_a_good_link_opens_all_the_same(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    before, cards_views.wrong_tokens = cards_views.wrong_tokens, Failures("30 per 10 minutes")
    try:
        token = made(ana, cast.tuesday)
        assert [opened(app, "A" * 22).status_code for _ in range(31)] == [404] * 30 + [429]
        assert opened(app, token).status_code == 200
    finally:
        cards_views.wrong_tokens = before


@pytest.mark.proves("P14", "P15", "P16")
def test_the_phone_is_given_no_cookie_and_no_copy_is_kept(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    phone, token = app.test_client(), made(ana, cast.tuesday)
    answers = [phone.get("/card"), phone.post("/card", data={"key": token})]
    assert [answer.headers.getlist("Set-Cookie") for answer in answers] == [[], []]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert not offline.is_kept("/card")
    assert "/app/" not in answers[1].text, "nothing of the page is of the kept set"


def test_the_order_is_new_each_time(app: Flask, cast: Cast, ana: FlaskClient) -> None:
    for number in range(12):
        shelve(cast, f"Number {number}")
    token = made(ana, cast.tuesday)
    assert len({tuple(texts(app, token)) for _ in range(4)}) > 1


def test_a_form_with_no_token_reads_and_no_other_form_does(config: Config, cast: Cast) -> None:
    """Reading by a link uses no cookie; everything a facilitator does still asks for the form's token."""
    token = cards.make(cast.tuesday, cast.ana)
    db.database().close()
    app = create_app(config)
    assert app.test_client().post("/card", data={"key": token}).status_code == 200
    assert app.test_client().post(f"/groups/{cast.tuesday}/card").status_code == 400
