"""Exports: what they hold, what goes with it, and what is written down of them."""

import csv
import hashlib
import html
import io
import json
import re
import zipfile
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from facilitator import db
from facilitator.accounts.audit import Wanted, log_page
from facilitator.accounts.audit_models import AccountAction, Action
from facilitator.accounts.models import Program
from facilitator.review import collections, editions, export_pdf, withdrawing
from facilitator.review.export_models import Export
from facilitator.review.withholding import withhold_new
from tests.cast import Cast, sign_in
from tests.review import stage
from tests.review.stage import Item, Stage

NOTE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x.example")', "＝1+1")
KINDS = ("csv", "xlsx", "json", "pdf")
Told = dict[str, Any]


@pytest.fixture
def staged(cast: Cast) -> Stage:
    editions.forget_all()
    staged = stage.set_up(cast)
    db.write(lambda tx: tx.execute(update(Program).values(redisclosure_note=NOTE)))
    return staged


@pytest.fixture
def otto(app: Flask, cast: Cast) -> FlaskClient:
    return sign_in(app.test_client(), "Otto")


def released(staged: Stage, items: list[Item] | None = None) -> dict[str, UUID]:
    """One more edition, as the daily hour makes it."""
    with db.reading() as tx:
        later = tx.get_one(Program, staged.cast.program).edition + 1
    made = stage.put_out(staged, items or [], count=60)
    db.write(lambda tx: withhold_new(tx, staged.cast.program, later))
    return made


def made(otto: FlaskClient, kind: str, **more: Any) -> TestResponse:
    answer = otto.post("/program/exports", data={"kind": kind} | more)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer


def in_csv(file: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".csv"): list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
            for name in archive.namelist()
        }


def in_xlsx(file: bytes) -> dict[str, list[list[str]]]:
    """The sheets of a workbook that has texts in its cells and nothing else, and no formula."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names = re.findall(r'<sheet name="(\w+)"', archive.read("xl/workbook.xml").decode())
        return {
            name: _rows_of(archive.read(f"xl/worksheets/sheet{number}.xml").decode())
            for number, name in enumerate(names, 1)
        }


def _rows_of(sheet: str) -> list[list[str]]:
    assert "<f>" not in sheet
    assert set(re.findall(r'<c r="\w+"(?: s="\d+")? t="(\w+)"', sheet)) == {"inlineStr"}
    return [
        [html.unescape(cell) for cell in re.findall(r"<t[^>]*>(.*?)</t>", row, re.DOTALL)]
        for row in re.findall(r"<row .*?</row>", sheet, re.DOTALL)
    ]


def rows() -> list[Export]:
    with db.reading() as tx:
        return list(tx.scalars(select(Export)))


@pytest.mark.proves("P24")
def test_every_kind_holds_the_texts_what_goes_with_them_and_no_id(otto: FlaskClient, staged: Stage) -> None:
    ids = released(staged)
    files = {kind: made(otto, kind).data for kind in KINDS}
    tables = in_csv(files["csv"])
    head, *lines = tables["strategies"]
    assert head == ["text", "approach", "situation", "stage", "life_area", "language", "year", "changed", "show_with"]
    assert sorted(line[0] for line in lines) == sorted(ids)
    assert [name for name, _ in tables["dictionary"][1:]] == head
    about = {name: text for name, text in tables["about"]}  # noqa: C416
    assert about["Redisclosure"] == NOTE
    assert "No number from 1 to 10 is told" in about["Rule for numbers"]
    assert about["Counts withheld"] == str(sum(line[2] == "withheld" for line in tables["counts"]))
    whole = json.loads(files["json"])
    assert [one["text"] for one in whole["strategies"]] != []
    assert set(whole) == {"title", "about", "dictionary", "counts", "strategies"}
    assert set(whole["strategies"][0]) == set(head)
    assert in_xlsx(files["xlsx"])["about"] == tables["about"]
    assert files["pdf"].startswith(b"%PDF")
    hidden = [
        str(one) for one in (*ids.values(), *staged.groups, *(one for of in staged.sessions.values() for one in of))
    ]
    held = files["csv"] + json.dumps(whole).encode() + json.dumps([tables, in_xlsx(files["xlsx"])]).encode()
    assert not [one for one in hidden if one.encode() in held or one.replace("-", "").encode() in held]
    assert not re.search(rb"20\d\d-\d\d-\d\d|20\d\d-W\d\d", json.dumps([tables, whole]).encode()), "years alone"


@pytest.mark.proves("P31")
def test_an_export_leaves_a_line_with_its_checksum_and_no_words(otto: FlaskClient, staged: Stage, cast: Cast) -> None:
    released(staged)
    for kind in KINDS:
        file = made(otto, kind, words="walk around", approach="do_else").data
        (row,) = [one for one in rows() if one.kind == kind]
        assert row.checksum == hashlib.sha256(file).hexdigest()
        assert row.rows == 12
        assert row.filters == {"approach": "do_else", "words": True}
        assert row.by_id == cast.otto
    page = otto.get("/program/exports").text
    assert page.count("SHA-256") == 4
    assert "texts with certain words" in page
    assert [one.action for one in log_page(cast.ada, Wanted(cast.otto)).entries].count(Action.EXPORTED) == 4
    with db.reading() as tx:
        kept = str([vars(one) for table in (Export, AccountAction) for one in tx.scalars(select(table))])
    assert "walk" not in kept


def test_nothing_in_any_field_runs_in_a_spreadsheet(otto: FlaskClient, staged: Stage, cast: Cast) -> None:
    """Formula text in a strategy, a note, a collection's title and purpose, and the program's own words."""
    ids = released(staged, [Item(text) for text in FORMULAS])
    db.write(lambda tx: tx.execute(update(Program).values(redisclosure_note="=NOTE()", name="+Riverside")))
    items = [{"strategy": str(one), "note": "=2+2"} for one in ids.values()]
    fields = {"title": "=TITLE()", "purpose": "@purpose", "licence": "-licence", "items": items}
    collection_id = collections.create(fields, cast.otto)
    version_id = collections.publish(collection_id, 1, cast.otto)
    for wanted in ({}, {"version": str(version_id)}):
        tables = (in_csv(made(otto, "csv", **wanted).data), in_xlsx(made(otto, "xlsx", **wanted).data))
        for found in tables:
            cells = [cell for table in found.values() for line in table for cell in line]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
            texts = {line[0].removeprefix("'") for line in found["strategies"][1:]}
            assert texts == set(ids), "the words are whole behind the mark"


def test_a_published_version_is_exported_without_what_was_pulled(otto: FlaskClient, staged: Stage, cast: Cast) -> None:
    ids = released(staged)
    some = list(ids.values())[:6]
    collection_id = collections.create(
        {"title": "Evenings", "items": [{"strategy": str(one)} for one in some]}, cast.otto
    )
    version_id = collections.publish(collection_id, 1, cast.otto)
    before = json.loads(made(otto, "json", version=str(version_id)).data)
    assert [one["text"] for one in before["strategies"]] == list(ids)[:6]
    withdrawing.pull(some[0], "unkind", cast.otto)
    after = json.loads(made(otto, "json", version=str(version_id)).data)
    assert next(iter(ids)) not in json.dumps(after)
    assert made(otto, "pdf", version=str(version_id)).data.startswith(b"%PDF")


@pytest.mark.proves("P29")
def test_what_was_withdrawn_since_marks_the_exports_that_held_it(otto: FlaskClient, staged: Stage, cast: Cast) -> None:
    ids = released(staged)
    made(otto, "json")
    assert "Superseded</span>" not in otto.get("/program/exports").text
    withdrawing.pull(next(iter(ids.values())), "unkind", cast.otto)
    later = json.loads(made(otto, "json").data)
    assert next(iter(ids)) not in json.dumps(later)
    page = otto.get("/program/exports").text
    assert page.count("Superseded</span>") == 1
    assert "cannot be called back" in page


def test_before_the_view_is_open_there_is_nothing_to_take(otto: FlaskClient, staged: Stage) -> None:
    released(staged)
    db.write(lambda tx: tx.execute(update(Program).values(view_open=False)))
    assert "Not enough yet to share safely." in otto.get("/program/exports").text
    answer = otto.post("/program/exports", data={"kind": "csv"})
    assert answer.status_code == 409
    assert rows() == []


def test_a_wish_that_makes_no_sense_is_told_so(otto: FlaskClient, staged: Stage) -> None:
    released(staged)
    for wrong, words in (
        ({"kind": "exe"}, "Choose what kind of file."),
        ({"approach": "nothing"}, "There is no approach with the id nothing."),
        ({"year": "soon"}, "Look at these parameters again: year."),
        ({"words": "a" * 10_000}, "Look at these parameters again: words."),
    ):
        answer = otto.post("/program/exports", data={"kind": "csv"} | wrong)
        assert answer.status_code == 422
        assert words in answer.text
    assert rows() == []
    assert otto.get("/program/exports?approach=nothing").status_code == 200


def test_an_export_is_sent_as_it_is_made_and_one_broken_off_says_so(otto: FlaskClient, staged: Stage) -> None:
    released(staged, [Item(f"Text {number} " + "and so on " * 20) for number in range(900)])
    answer = otto.post("/program/exports", data={"kind": "json"}, buffered=False)
    pieces = iter(answer.response)
    assert b"about" in next(pieces), "before the last text was read"
    next(pieces)
    answer.close()
    (row,) = rows()
    assert row.checksum == ""
    assert "Broken off" in otto.get("/program/exports").text


def test_a_pdf_has_an_end(otto: FlaskClient, staged: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    released(staged)
    monkeypatch.setattr(export_pdf, "MOST", 59)
    answer = otto.post("/program/exports", data={"kind": "pdf"})
    assert answer.status_code == 422
    assert "500 texts at most" in answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_speaks_the_language_of_who_makes_it(otto: FlaskClient, staged: Stage, kind: str) -> None:
    released(staged)
    answer = otto.post("/program/exports", data={"kind": kind}, headers={"Accept-Language": "es"})
    assert answer.status_code == 200
    assert answer.data
    if kind == "json":
        assert json.loads(answer.data)["title"] != "What was released"
