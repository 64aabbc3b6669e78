"""Plans and prompts out to a file and in from one, over the web: all of it comes in, or nothing."""

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitator.prompts.models import OwnPlan, OwnPrompt
from tests.prompts.writing import ASKED, CLOSE, SPOKEN, count, made_plan, made_prompt
from tests.prompts.writing import GOOD_FILE as GOOD


def bring_in(client: FlaskClient, text: str = "", file: bytes | None = None) -> TestResponse:
    chosen = {"file": (io.BytesIO(file), "evening.toml")} if file is not None else {}
    return client.post("/plans/import", data={"text": text, **chosen}, content_type="multipart/form-data")


def test_a_pasted_text_comes_in_and_is_told(ana: FlaskClient) -> None:
    answer = bring_in(ana, GOOD)
    assert answer.status_code == 303
    assert "1 plan came in. 1 prompt came in." in ana.get(answer.location).text
    assert "What did the rain sound like?" in ana.get("/prompts").text
    assert "Evening" in ana.get("/plans").text


def test_a_chosen_file_comes_in(ana: FlaskClient) -> None:
    assert bring_in(ana, file=GOOD.encode()).status_code == 303
    assert (count(OwnPlan), count(OwnPrompt)) == (1, 1)


def test_a_faulty_file_brings_in_nothing_and_its_text_comes_back(ana: FlaskClient) -> None:
    bad = GOOD.replace("minutes = 10", "minutes = 10000")
    answer = bring_in(ana, file=bad.encode())
    assert answer.status_code == 422
    assert "<strong>Line 35, plan 1, step 3, <code>minutes</code></strong>: Write a whole number" in answer.text
    assert "minutes = 10000" in answer.text
    assert (count(OwnPlan), count(OwnPrompt)) == (0, 0)


def test_what_is_not_text_is_refused_in_plain_words(ana: FlaskClient) -> None:
    answer = bring_in(ana, file=b"\x00\xff\xd8\xff" * 100)
    assert answer.status_code == 422
    assert "This is not text in UTF-8." in answer.text


@pytest.mark.parametrize(("size", "status"), [(65 * 1024, 422), (1024 * 1024, 413)])
def test_a_file_that_is_too_large_is_refused_in_plain_words(ana: FlaskClient, size: int, status: int) -> None:
    answer = bring_in(ana, file=b"#" * size)
    assert answer.status_code == status
    assert "too" in answer.text
    assert count(OwnPlan) == 0


def test_text_that_looks_like_a_formula_or_a_script_is_text(ana: FlaskClient) -> None:
    text = GOOD.replace('title = "Evening"', "title = '=HYPERLINK(\"x\") <script>'")
    assert bring_in(ana, text).status_code == 303
    assert "=HYPERLINK(&#34;x&#34;) &lt;script&gt;" in ana.get("/plans").text


def test_a_plan_goes_out_with_its_own_prompts_and_comes_in_elsewhere(ana: FlaskClient, sven: FlaskClient) -> None:
    prompt_id = made_prompt(ana, text="What did the rain sound like?", note='Say "hush" \\ wait.')
    plan_id = made_plan(ana, SPOKEN, ASKED | {"prompt": str(prompt_id)}, ASKED, CLOSE, title="Évening / 2")
    out = ana.get(f"/plans/{plan_id}/file")
    assert out.headers["Content-Disposition"] == 'attachment; filename="vening---2.toml"'
    assert str(prompt_id) not in out.text
    assert str(plan_id) not in out.text
    assert bring_in(sven, out.text).status_code == 303
    assert "Évening / 2" in sven.get("/plans").text
    assert "What did the rain sound like?" in sven.get("/prompts").text


def test_everything_of_ones_own_goes_out_in_one_file(ana: FlaskClient, bea: FlaskClient) -> None:
    made_plan(ana, title="Of Ana")
    made_prompt(ana, text="Asked by Ana?")
    theirs = made_plan(bea, title="Of Bea")
    bea.post(f"/plans/{theirs}/sharing", data={"shared": "1"})
    text = ana.get("/plans/file").text
    assert "Of Ana" in text
    assert "Asked by Ana?" in text
    assert "Of Bea" not in text


@pytest.mark.parametrize("plan_id", ["A", "B", "C", "D", "stage1"])
def test_every_shipped_plan_goes_out_and_comes_in(ana: FlaskClient, plan_id: str) -> None:
    text = ana.get(f"/plans/{plan_id}/file").text
    assert bring_in(ana, text).status_code == 303


def test_a_reviewer_brings_in_nothing(otto: FlaskClient) -> None:
    assert bring_in(otto, GOOD).status_code == 404
