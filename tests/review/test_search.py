"""Search: the same strategies on both databases, and no trace of what was taken back."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from facilitator import create_app, db
from facilitator.config import Config
from facilitator.review import editions, readings, search, withdrawing
from facilitator.review.models import Released
from facilitator.review.readings import Query
from tests import cast as people
from tests.cast import Cast
from tests.conftest import on_both

from .stage import Item, put_out, set_up

SAID = str.split(
    "walk calls calling call Straße strasse café cafe CAFÉ película mañana años ano niño İstanbul naïve coöperate "
    "don't it's 3am 10 ﬁnd find ① Ω ω привет ПРИВЕТ ni hao 你好 u0xabc 😀 block blocks a I ½ ﬀ e\u0301tude"
)
TAGS = ("craving", "alone_bored", "wait", "reach_out", "think", "stage1", "stage2", "health")


def items(chance: random.Random) -> list[Item]:
    return [
        Item(
            f"{' '.join(chance.choices(SAID, k=chance.randint(2, 9)))} ({number})",
            chance.sample(TAGS, 3), chance.choice(("en", "es")), chance.choice((2025, 2026)),
        )
        for number in range(300)
    ]  # fmt: skip


def queries(chance: random.Random) -> list[Query]:
    ends = ("", "*", '"', " OR ", " -", ":", "'", ")")
    made = []
    for _ in range(200):
        words = [
            word[: chance.randint(1, 9)] + chance.choice(ends) for word in chance.choices(SAID, k=chance.randint(0, 3))
        ]
        made.append(
            Query(
                words=chance.choice((" ", "-", "\n")).join(words), year=chance.choice((None, None, 2026)),
                approach=chance.choice(("", "", "wait")), language=chance.choice(("", "", "es")),
            )
        )  # fmt: skip
    return made


def answers(config: Config) -> list[list[str]]:
    """What each query finds, by the texts, which are the same in both databases."""
    create_app(config)
    cast = people.assemble()
    put_out(set_up(cast), items(random.Random(1)))
    found = [readings.find(cast.program, query, limit=400) for query in queries(random.Random(2))]
    db.database().close()
    return [sorted(item.text for item in page.items) for page in found]


def test_two_hundred_searches_find_the_same_on_both_databases(config: Config, copied_postgresql: str) -> None:
    on_sqlite, on_postgresql = answers(config), answers(replace(config, database_url=copied_postgresql))
    assert on_sqlite == on_postgresql
    assert len({tuple(found) for found in on_sqlite}) > 80
    assert sum(not found for found in on_sqlite) < 120


@on_both
def test_words_are_found_without_case_and_accents_by_how_they_begin_and_all_must_be_there(cast: Cast) -> None:
    put_out(set_up(cast), [Item("Llamé a mi PADRINO después."), Item("I was calling my sponsor."), Item("Ir a pie.")])

    def found(words: str) -> list[str]:
        return [item.text[:4] for item in readings.find(cast.program, Query(words=words)).items]

    assert found("padrino LLAME") == ["Llam"]
    assert found("call") == ["I wa"]
    assert found("pi") == []  # shorter than three letters: the whole word
    assert found("call padrino") == []
    assert found("!!") == []
    assert len(found("")) == 3


@on_both
@pytest.mark.proves("P27", "P29")
def test_what_was_taken_back_is_in_no_answer_and_in_no_file_of_the_index(config: Config, cast: Cast) -> None:
    ids = put_out(set_up(cast), [Item("Zanzibar in winter."), *(Item(f"I wait ({n}).") for n in range(9))])
    gone = ids["Zanzibar in winter."]
    assert readings.find(cast.program, Query(words="zanzibar")).items

    def take_back(tx: Session) -> None:
        strategy = tx.get_one(Released, gone)
        withdrawing.clear(tx, [strategy], "")
        tx.delete(strategy)
        tx.flush()
        search.renew(tx, cast.program)

    db.write(take_back)
    db.database().forget()
    assert not readings.find(cast.program, Query(words="zanzibar")).items
    editions.forget_all()
    assert not readings.find(cast.program, Query(words="zanzibar")).items
    if db.database().sqlite:
        assert b"anzibar" not in Path(str(db.database().url.database)).read_bytes().lower()
    else:
        with db.reading() as tx:
            assert tx.scalar(sql("SELECT count(*) FROM released_search")) == 9


def test_pages_follow_each_other_through_all_of_it_once_and_in_the_order_of_their_seed(cast: Cast) -> None:
    put_out(set_up(cast), count=95)

    def walk(seed: str) -> list[str]:
        cursor, texts = "", []
        while True:
            page = readings.find(cast.program, Query(), seed=seed, cursor=cursor, limit=10)
            texts += [item.text for item in page.items]
            if not (cursor := page.more):
                return texts

    first, again, other = walk("a"), walk("a"), walk("b")
    assert first == again
    assert sorted(first) == sorted(other)
    assert len(set(first)) == 95
    assert first != other
