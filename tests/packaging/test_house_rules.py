"""The rules of the house find what they are for, and leave good code alone."""

from pathlib import Path

import pytest

from facilitator.development import floor, house


def breaches(root: Path, name: str, text: str) -> list[str]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return house.findings(root)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>{{ note|safe }}</p>",
        "<p>{{ note | safe }}</p>",
        "{% autoescape false %}{{ note }}{% endautoescape %}",
        '<p class="prompt"\n   style="color: red">',
        "<style>p { color: red }</style>",
        '<button type="button" onclick="send()">Send</button>',
        "<script>send()</script>",
        '<script type="module">send()</script>',
        '<a href="javascript:send()">Send</a>',
        '<script type="importmap" src="map.json"></script>',
    ],
)
def test_a_template_may_not_switch_off_escaping_or_hold_style_or_script(tmp_path: Path, markup: str) -> None:
    assert len(breaches(tmp_path, "templates/live/_stage.html", f"<main>\n{markup}\n</main>")) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module" src="/static/js/phone.js"></script>',
        '<script type="application/json" data-words>{{ words|tojson }}</script>',
        '<p class="option" data-one="1">Come once, or on Tuesdays = fine</p>',
        "{# |safe is never used here #}",
        '<link rel="stylesheet" href="/static/css/phone.css">',
    ],
)
def test_an_ordinary_template_passes(tmp_path: Path, markup: str) -> None:
    assert breaches(tmp_path, "templates/live/_stage.html", markup) == []


def test_it_names_the_file_the_line_and_the_reason(tmp_path: Path) -> None:
    assert breaches(tmp_path, "templates/a.html", "<p>\n{{ x|safe }}\n</p>") == [
        "templates/a.html:2: no |safe: '|safe'"
    ]


def test_markup_is_written_into_a_page_in_one_file_only(tmp_path: Path) -> None:
    script = "box.innerHTML = markup;\n"
    assert breaches(tmp_path, "static/js/fragments.js", script) == []
    assert len(breaches(tmp_path, "static/js/phone.js", script)) == 1


def test_reading_markup_is_allowed(tmp_path: Path) -> None:
    assert breaches(tmp_path, "static/js/phone.js", "if (box.innerHTML === '') show();\n") == []


@pytest.mark.parametrize(
    "claim",
    [
        "Your answers are 100% anonymous.",
        "This is 100 % private.",
        "It is fully anonymous.",
        "Everything is completely confidential.",
        "We are HIPAA compliant.",
    ],
)
def test_no_page_claims_what_nobody_can_keep(tmp_path: Path, claim: str) -> None:
    assert len(breaches(tmp_path, "templates/join.html", f"<p>{claim}</p>")) == 1


def test_honest_words_about_privacy_pass(tmp_path: Path) -> None:
    words = "<p>We ask for no name. Someone who knows your story might still guess. 100% of steps are shown.</p>"
    assert breaches(tmp_path, "templates/join.html", words) == []


def test_a_function_of_forty_lines_is_too_long(tmp_path: Path) -> None:
    body = "    x = 1\n"
    assert breaches(tmp_path, "facilitator/a.py", "def f():\n" + body * 38) == []
    assert breaches(tmp_path, "facilitator/a.py", "def f():\n" + body * 39) == [
        "facilitator/a.py:1: f has 40 lines; 39 at most"
    ]


def test_a_file_over_250_lines_is_too_long(tmp_path: Path) -> None:
    assert breaches(tmp_path, "static/js/long.js", "//\n" * 250) == []
    assert breaches(tmp_path, "static/js/long.js", "//\n" * 251) == ["static/js/long.js:251: 251 lines; 250 at most"]


@pytest.mark.proves("R53")
@pytest.mark.parametrize(
    "script",
    [
        "const last = words.findLast(isLong);",
        "const sorted = words.toSorted();",
        "const word = text.match(/(?<=#)\\w+/);",
        "const copy = structuredClone(draft);",
        "form.requestSubmit();",
        "dialog.showModal();",
        "class Outbox { static { start(); } }",
        'const words = new RegExp("x", "gv");',
    ],
)
def test_a_script_that_old_phones_cannot_run_is_found(script: str) -> None:
    assert len(list(floor.too_new_in_script(script))) == 1


@pytest.mark.parametrize(
    "script",
    [
        "// toSorted() would be nicer\nconst sorted = [...words].sort();",
        "/* words.findLast(isLong) */",
        "dialog.showModal?.();",
        "const name = /(?<year>\\d{4})/.exec(text)?.groups?.year ?? '';",
        'const address = "https://example.org/a"; seen ??= address;',
    ],
)
def test_a_script_for_old_phones_passes(script: str) -> None:
    assert list(floor.too_new_in_script(script)) == []


@pytest.mark.parametrize(
    "style",
    [
        ".strategy { color: black; & p { margin: 0 } }",
        ".strategy { p { margin: 0 } }",
        ".strategy { @media (min-width: 40em) { margin: 0 } }",
        "@layer base { p { margin: 0 } }",
        "p:has(a) { margin: 0 }",
        "p { color: color-mix(in srgb, red, blue) }",
        "@media (width >= 40em) { p { margin: 0 } }",
    ],
)
def test_a_style_that_old_phones_cannot_read_is_found(style: str) -> None:
    assert len(list(floor.too_new_in_style(style))) == 1


def test_a_style_for_old_phones_passes() -> None:
    style = """
    /* .strategy { p { margin: 0 } } */
    @media (min-width: 40em) { .strategy { margin: 0 } .strategy p { inline-size: 62ch } }
    @supports (height: 1dvh) { main { height: 100dvh } }
    @keyframes appear { from { opacity: 0 } to { opacity: 1 } }
    q::before { content: "{" }
    """
    assert list(floor.too_new_in_style(style)) == []


def test_a_nested_rule_is_found_at_its_line() -> None:
    assert list(floor.too_new_in_style(".a {\n  color: red;\n  .b {\n  }\n}")) == [
        (3, "nested rule (Safari 16.5): '.b'")
    ]
