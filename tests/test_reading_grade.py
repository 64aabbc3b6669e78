"""What the interface says is easy to read where members see it, and is said in our own, calm, person-first words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from flask import Flask, template_rendered

from facilitator import content
from facilitator.development.catalogs import KEYWORDS, ROOT, messages, path_of
from facilitator.languages import catalog
from tests.cast import Cast, Room
from tests.content.reading import ease, grade, words_of
from tests.content.test_wording import avoided
from tests.content.wording import SOURCE, repeats

# What phones and the wall show. A page's parts belong here too, and a test sees to it.
MEMBER_TEMPLATES = (
    "about.html",
    "base.html",
    "errors/error.html",
    "live/_answering.html",
    "live/_card.html",
    "live/_care.html",
    "live/_chosen.html",
    "live/_clearing.html",
    "live/_corners.html",
    "live/_help.html",
    "live/_identifying.html",
    "live/_leaving.html",
    "live/_stage.html",
    "live/_strategy.html",
    "live/_told.html",
    "live/_wall.html",
    "live/help.html",
    "live/join.html",
    "live/room.html",
    "live/screen.html",
    "live/sheet.html",
    "live/take_back.html",
    "macros.html",
    "plan/_app.html",
    "plan/_app_head.html",
    "plan/_plan_ask.html",
    "plan/_plan_safe.html",
    "plan/card.html",
    "plan/card_arrive.html",
    "plan/plan.html",
    "plan/starting.html",
    "retention/held.html",
    "safety/_find_me.html",
    "safety/_hints.html",
    "safety/_shapes.html",
)
# Where the words of a refusal are that a phone can meet.
MEMBER_REFUSALS = (
    "errors.py",
    "privacy/receipts.py",
    "privacy/scrub.py",
    "privacy/throttle.py",
    "safety/calling.py",
    "safety/finding.py",
    "sessions/joining.py",
    "strategies/sharing.py",
    "strategies/taking_back.py",
    "web.py",
)
LABEL = 4  # texts of fewer words are labels, which the measures are not made for
MOST_ON_A_BUTTON = 3
PLACE = re.compile(r"%\(\w+\)s|%%s|\{\w+\}")
PARTS = re.compile(r"""{%-?\s*(?:include|extends|from|import)\s+["']([^"']+)["']""")
BUTTON = re.compile(r"""<button\b.*?</button>|<a\b[^>]*class="button\b.*?</a>""", re.DOTALL)
ATTRIBUTES = re.compile(r"""[\w-]+="(?:{{.*?}}|{%.*?%}|[^"])*\"""", re.DOTALL)
SAID = re.compile(r"""\b_\("([^"]+)\"""")
LOUD = re.compile(r"[!¡\U0001F000-\U0001FAFF\u2600-\u27BF]")

each_language = pytest.mark.parametrize("language", content.languages())
each_template = pytest.mark.parametrize("template", MEMBER_TEMPLATES)


def in_language(words: str, language: str) -> str:
    return str(catalog(language).gettext(words))


def extracted(file: Path, method: str) -> Iterator[str]:
    """The words that the catalogs take from one file, each form of a plural by itself."""
    for _line, words, _comments, _context in extract_from_file(method, file, keywords=KEYWORDS):
        yield from words if isinstance(words, tuple) else (words,)


def read_by_members() -> Iterator[str]:
    for name in MEMBER_TEMPLATES:
        yield from extracted(ROOT / "templates" / name, "jinja2")
    for name in MEMBER_REFUSALS:
        yield from extracted(ROOT / "facilitator" / name, "python")


def hard(texts: Iterable[str], language: str) -> list[str]:
    """Those that are harder than sixth grade, each with its figure (R28)."""
    plain = {PLACE.sub("7", text) for text in texts}
    measured = sorted(text for text in plain if len(words_of(text)) >= LABEL)
    if language == "en":
        return [f"{grade(text):.1f} {text}" for text in measured if grade(text) > 6]
    return [f"{ease(text):.1f} {text}" for text in measured if ease(text) < 80]


def on_buttons(markup: str) -> list[str]:
    """What the buttons in a template say, and links that look like one."""
    return [words for button in BUTTON.findall(markup) for words in SAID.findall(ATTRIBUTES.sub("", button))]


def wordy(labels: Iterable[str]) -> list[str]:
    return [label for label in labels if not 1 <= len(words_of(PLACE.sub("", label))) <= MOST_ON_A_BUTTON]


@cache
def all_words(language: str) -> tuple[str, ...]:
    """Every word of the interface, on whatever page, in one language."""
    found = [words for message in messages() if message.id for words in _forms(message.id)]
    return tuple(found) if language == "en" else tuple(_translations(language))


def _forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (tuple, list)) else (str(words),)


def _translations(language: str) -> Iterator[str]:
    from babel.messages.pofile import read_po

    with path_of(language).open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                yield from _forms(message.string)


@pytest.mark.proves("R28")
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_a_member_reads_in_the_interface_is_hard(language: str) -> None:
    assert hard((in_language(words, language) for words in read_by_members()), language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Participants may subsequently identify %(number)s alternatives to challenging situations."),
        ("es", "Los participantes identificarán anticipadamente %(number)s situaciones problemáticas."),
    ],
)
def test_a_hard_sentence_is_found(language: str, text: str) -> None:
    assert hard([text, "Saved."], language) == [
        f"{(grade if language == 'en' else ease)(text.replace('%(number)s', '7')):.1f} "
        + text.replace("%(number)s", "7")
    ]


@pytest.mark.proves("R28")
@each_language
@each_template
def test_a_button_says_what_happens_in_one_to_three_words(template: str, language: str) -> None:
    markup = (ROOT / "templates" / template).read_text(encoding="utf-8")
    assert wordy(in_language(label, language) for label in on_buttons(markup)) == []


def test_a_long_button_is_found_whatever_stands_in_its_attributes() -> None:
    long = """<button class="button" data-ask="{{ _("Do you want this?") }}">{{ _("Please send this now") }}</button>"""
    link = """<a class="button button--wide" href="{{ link("live.door") }}">{{ _("Join again") }}</a>"""
    assert on_buttons(long + link) == ["Please send this now", "Join again"]
    assert wordy(on_buttons(long + link)) == ["Please send this now"]


def test_the_buttons_of_the_member_pages_are_found() -> None:
    labels = {label for name in MEMBER_TEMPLATES for label in on_buttons((ROOT / "templates" / name).read_text())}
    assert {"Join", "Send", "Pass", "Take back", "I agree", "Clear this phone"} <= labels


@each_template
def test_the_parts_of_a_member_page_are_on_the_list(template: str) -> None:
    parts = PARTS.findall((ROOT / "templates" / template).read_text(encoding="utf-8"))
    assert set(parts) <= set(MEMBER_TEMPLATES)


def test_no_other_template_is_shown_to_a_phone_or_on_the_wall(app: Flask, cast: Cast, ana: object) -> None:
    shown: set[str] = set()

    def note(_app: Flask, template: object, **_: object) -> None:
        shown.add(str(getattr(template, "name", "")))

    with template_rendered.connected_to(note, app):
        walk_a_session(app, cast)
    assert shown <= set(MEMBER_TEMPLATES)
    assert {"live/join.html", "live/room.html", "live/_stage.html", "live/_wall.html", "live/screen.html"} <= shown


def walk_a_session(app: Flask, cast: Cast) -> None:
    """A phone and a wall look at everything they may, from the door to the end."""
    from facilitator.live.doors import screen_link

    room = Room.opened(cast)
    (phone,) = room.phones(app, 1)
    wall = f"/screen/{screen_link(app, room.session_id)}"
    looks = ["/", "/?again=1", "/help", "/about", "/plan", "/start", "/card", "/take-back", "/nowhere", "/room", wall]
    for path in looks:
        phone.client.get(path)
    for kind in ("collect", "poll", "ground", "private", "close"):
        room.push(room.steps(kind)[0])
        for path in ("/room/fragments", f"{wall}/fragments"):
            assert phone.client.get(path).status_code == 200
    room.end()
    phone.client.get("/room")


@pytest.mark.proves("R55")
@each_language
def test_the_interface_puts_the_person_first_and_is_calm(language: str) -> None:
    assert avoided(list(all_words(language))) == []
    assert [words for words in all_words(language) if LOUD.search(words)] == []
    assert len(all_words(language)) > 400


@pytest.mark.proves("R29")
@each_language
def test_the_interface_repeats_no_eight_words_of_the_source_document(language: str) -> None:
    source = set(SOURCE.read_text(encoding="utf-8").split())
    assert [words for words in all_words(language) if repeats(words, source)] == []
