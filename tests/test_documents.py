"""The documents are held to the code: what they list is stored, what they name is there, what they promise is kept."""

import re

import pytest

from facilitator.models import Base
from tests import documents

PAGES = [documents.ROOT / name for name in ("README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")] + sorted(
    (documents.ROOT / "docs").glob("*.md")
)
PROMISES = re.compile(
    r"100 ?% (safe|secure|private|anonym|confiden)|(completely|fully|totally) anonymous|fully confidential|"
    r"hipaa[ -](compliant|certified)",
    re.I,
)
THREATS = {f"T{number}" for number in range(1, 31)}
LIMIT = re.compile(r"\*\*(Limit|Deviation|Not yet)")


@pytest.mark.proves("P37")
def test_what_is_stored_is_what_the_page_lists() -> None:
    assert set(documents.stored()) == set(Base.metadata.tables)
    assert documents.PRIVACY.read_text() == documents.written(), "run python3 -m tests.documents"


def test_every_test_that_a_page_names_is_there() -> None:
    assert {
        page.name: documents.missing(page.read_text()) for page in PAGES if documents.missing(page.read_text())
    } == {}


def test_a_test_that_is_not_there_is_found() -> None:
    assert documents.missing("proved by `tests/test_documents.py::test_nothing_of_the_kind`")


@pytest.mark.proves("R59", "P37", "P38")
@pytest.mark.parametrize("page", ["threat-model.md", "security-baseline.md", "part2.md", "breach-runbook.md"])
def test_every_line_of_policy_names_its_test_or_its_limit(page: str) -> None:
    rows = table_rows((documents.ROOT / "docs" / page).read_text())
    assert rows
    assert [row[:80] for row in rows if not documents.named_tests(row) and not LIMIT.search(row)] == []


def test_every_threat_has_its_row() -> None:
    rows = table_rows((documents.ROOT / "docs" / "threat-model.md").read_text())
    assert {row.split("|")[1].strip() for row in rows} == THREATS


@pytest.mark.proves("P34")
def test_no_page_promises_what_cannot_be_kept() -> None:
    assert {page.name: PROMISES.findall(page.read_text()) for page in PAGES if PROMISES.search(page.read_text())} == {}


@pytest.mark.parametrize("said", ["It is 100% safe.", "You are fully anonymous.", "HIPAA compliant hosting"])
def test_such_a_promise_is_found(said: str) -> None:
    assert PROMISES.search(said)


def table_rows(page: str) -> list[str]:
    """The rows of a page's tables, without heads and rules."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    heads = {
        before
        for before, line in zip(page.splitlines(), page.splitlines()[1:], strict=False)
        if set(line) <= set("|- ")
    }
    return [line for line in lines if line not in heads and set(line) - set("|- ")]
