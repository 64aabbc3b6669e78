"""The pocket booklet: what is in it, what is not, and the same file every time."""

import re
import shutil
import subprocess
import zlib
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from facilitator.review import collections
from tests.cast import Cast

from .stage import Item, put_out, set_up

TEXTS = (
    Item("Pienso en la película hasta el final. ¿Y mañana?", ("craving", "think"), language="es"),
    Item("I ask for my methadone early when I travel.", ("care",)),
    Item("我去散步"),
    Item("I breathe slowly 🙂 and count."),
)


@pytest.fixture
def version(cast: Cast) -> UUID:
    out = put_out(set_up(cast), TEXTS)
    typed = {"title": "Las primeras semanas", "licence": "Free to copy", "purpose": "For new people."}
    items = [{"strategy": str(out[item.text]), "note": "Read it aloud." if item is TEXTS[0] else ""} for item in TEXTS]
    return collections.publish(collections.create({**typed, "items": items}, cast.otto), 1, cast.otto)


def test_a_booklet_says_what_belongs_in_it_and_tells_nothing_else(ana: FlaskClient, version: UUID) -> None:
    answers = [ana.get(f"/collections/versions/{version}/booklet{large}") for large in ("", "?large=1", "")]
    normal, large, again = (answer.data for answer in answers)
    assert answers[0].mimetype == "application/pdf"
    assert normal == again, "the same version gives the same bytes"
    assert normal != large
    assert sum(1 for _ in re.finditer(rb"/Type /Page\b", normal)) % 4 == 0, "whole sheets, to fold"
    bare = normal + b"".join(inflated(normal))
    assert re.findall(rb"/CreationDate \(D:(\d+)Z?\)", bare) == [b"20260101000000"], "the year, and no time"
    for leak in (b"fpdf", b"Otto", b"Ana", b"/Author", b"/Producer"):
        assert leak not in bare
    if shutil.which("pdftotext"):
        told = " ".join(read(normal).split())
        for words in (
            "Las primeras semanas", "Free to copy", "2026", "Riverside (made up)", "¿Y mañana?", "Read it aloud.",
            "methadone early", "Talk with your prescriber before any change.", "call 988", "911",
            "This one is in letters that this booklet cannot print.", "I breathe slowly and count.",
            "A sign in it cannot be printed.",
        ):  # fmt: skip
            assert words in told, words


def test_a_booklet_speaks_the_language_of_its_reader(ana: FlaskClient, version: UUID) -> None:
    answer = ana.get(f"/collections/versions/{version}/booklet", headers={"Accept-Language": "es"})
    assert b"/Lang (es)" in answer.data
    if shutil.which("pdftotext"):
        told = read(answer.data)
        assert "Versión 1" in told
        assert "Talk with your prescriber before any change." in told, "under an English text, in English"


def inflated(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


def read(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return told.stdout.decode()
