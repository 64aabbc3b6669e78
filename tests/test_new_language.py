"""Adding a language is adding a folder (R54): one made up here, with a mark before each word, is on every page.

A word on a page without the mark has escaped the folder: it is in no catalog and in no data file.
"""

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.dates import get_month_names
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from flask import Flask
from flask.testing import FlaskClient

from facilitator import content, languages, sessions
from facilitator.development import catalogs
from facilitator.live.doors import screen_link
from tests.cast import Cast, Phone, Room, answered, sign_in

MADE_UP = "eo"
FOLDER = Path(content.__file__).parent
TEXT = re.compile(r'"([^"\n]*)"')
WHOLLY_OURS = ("prompts", "plans", "taxonomy", "room", "my_plan")
SILENT = {**dict.fromkeys(WHOLLY_OURS, re.compile("#")), "words": re.compile("(?!card)")}
ID = re.compile(r"[a-z_\d]*|[A-Z][A-Z0-9]*-?\d*")
WORD = re.compile(r"[^\W\d_]{2,}")
PLACE = re.compile(r"(%\(\w+\)s|%%\(\w+\)s|%%s|\{\w+\})")
CODE = re.compile(r"[A-Z0-9]{3}-[A-Z0-9]{4}")
TITLE = re.compile(r"<cite lang=.*?</cite>")
MARK = "ŝ"
UNSEEN = {"script", "style", "svg", "template", "head"}
READ = {
    "alt",
    "aria-label",
    "placeholder",
    "title",
    "data-announce",
    "data-ask",
    "data-done",
    "data-empty",
    "data-over",
}
# What is nobody's to translate: names, marks, formats, and the packs' own words, which are data of their own.
NAMES = "Ana Bea Ada Lee Tuesday Circle English Español Esperanto ABC DEFG QR Esc localhost MIT UTF KB weather gov us"


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A copy of the content with one folder more, made of the English one."""
    root = tmp_path / "content"
    shutil.copytree(FOLDER, root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "en", root / MADE_UP)
    for name in SILENT:
        file = root / MADE_UP / f"{name}.toml"
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(line if SILENT[name].match(line) else TEXT.sub(_text_marked, line) for line in lines))
    with (root / MADE_UP / languages.CATALOG).open("wb") as opened:
        write_po(opened, marked_catalog())
    monkeypatch.setattr(content, "_shipped", content.Shelf(root))
    languages.catalog.cache_clear()
    yield
    languages.catalog.cache_clear()


def marked(text: str) -> str:
    """The text with the mark before each of its words, but for places where values go."""
    return "".join(part if PLACE.fullmatch(part) else WORD.sub(rf"{MARK}\g<0>", part) for part in PLACE.split(text))


def _text_marked(text: re.Match[str]) -> str:
    return text[0] if ID.fullmatch(text[1]) else f'"{marked(text[1])}"'


def marked_catalog() -> Catalog:
    whole = Catalog(locale=MADE_UP)
    for message in catalogs.messages():
        if message.id:
            whole.add(message.id, marked(message.id) if isinstance(message.id, str) else tuple(map(marked, message.id)))
    return whole


class Seen(HTMLParser):
    """What a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN and tag != "template"
        self.words += [value for name, value in attrs if name in READ and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and tag != "template"

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)


def escaped(page: str, known: set[str]) -> list[str]:
    """The words of a page without the mark, other than those that are known to be nobody's to translate."""
    seen = Seen()
    seen.feed(TITLE.sub("", page))
    words = WORD.findall(CODE.sub("", "\n".join(seen.words)))
    return [word for word in words if not word.startswith(MARK) and word not in known]


def known() -> set[str]:
    """Names, months as CLDR has them, and the packs' own words: data that has its languages in its own files."""
    packs = [content.pack(one, "en") for one in content.packs()]
    texts = [text for pack in packs for text in (pack.name, *pack.urgent, *pack.overdose)]
    for resource in (resource for pack in packs for resource in pack.resources):
        texts += [
            resource.name,
            resource.purpose,
            resource.hours,
            resource.link,
            resource.text_body,
            resource.checked_by,
        ]
    return {*NAMES.split(), *get_month_names(locale=MADE_UP).values(), *WORD.findall(" ".join(texts))}


def speaking(client: FlaskClient) -> FlaskClient:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = MADE_UP
    return client


@pytest.mark.proves("R54")
def test_a_phone_and_the_wall_have_every_word_in_a_new_language(app: Flask, cast: Cast, made_up: None) -> None:
    room = Room.opened(cast)
    phone = Phone(app)
    client = speaking(phone.client)
    pages = {path: client.get(path).text for path in ("/", "/help", "/about", "/plan", "/take-back", "/nowhere")}
    phone.join(room.code)
    pages["/room"] = client.get("/room").text
    wall = f"/screen/{screen_link(app, room.session_id)}"
    for kind in ("collect", "poll", "ground", "private", "read_out", "close"):
        room.push(room.steps(kind)[0])
        pages[f"phone, {kind}"] = _frames(client, "/room/fragments")
        pages[f"wall, {kind}"] = _frames(client, f"{wall}/fragments")
    assert '<html lang="eo"' in pages["/"]
    assert marked("A craving shows up.") in pages["phone, collect"]
    walls = {name: page for name, page in pages.items() if not name.startswith("wall")}
    assert {name: found for name, page in walls.items() if (found := escaped(page, known()))} == {}


@pytest.mark.proves("R54")
def test_a_facilitator_has_every_word_in_a_new_language(
    app: Flask, cast: Cast, ana: FlaskClient, made_up: None
) -> None:
    speaking(ana)
    session_id = sessions.prepare(cast.tuesday, cast.ana, language=MADE_UP, floor=4, plan="B")
    room = Room(cast, session_id)
    group, session = f"/groups/{cast.tuesday}", f"/sessions/{session_id}"
    paths = (
        "/groups", "/groups/new", group, f"{group}/settings", f"{group}/library?seed=a", "/prompts", "/prompts/new",
        "/plans", "/plans/B", "/plans/new", "/plans/import", "/plans/B/print", "/print/agreements", "/print/slips",
        "/account/password", "/settings/words", session, f"{session}/sheet",
    )  # fmt: skip
    pages = {path: ana.get(path).text for path in paths}
    sessions.open_room(session_id, room.turn, cast.ana, agreed=True)
    room.phones(app, 1)
    for kind in ("collect", "poll", "close"):
        room.push(room.steps(kind)[0])
        pages[f"console, {kind}"] = _frames(ana, f"{session}/fragments") + _frames(ana, f"{session}/preview")
    room.end()
    pages["ended"] = ana.get(session).text
    pages |= {name: ana.get(f"{session}/{name}").text for name in ("summary", "debrief")}
    pages["safety"] = speaking(sign_in(app.test_client(), "Ada")).get("/settings/safety").text
    assert {name: found for name, page in pages.items() if (found := escaped(page, known()))} == {}
    assert all(MARK in page for page in pages.values())


def test_a_word_that_escaped_would_be_found() -> None:
    page = (
        f'<p title="Here">{marked("Saved")} <b>Ana</b> {marked("Next: %(title)s")} ABC-DEFG</p><script>unseen</script>'
    )
    assert escaped(page, {"Ana"}) == ["Here", "title"]


def _frames(client: FlaskClient, path: str) -> str:
    return "\n".join(frame["html"] for frame in answered(client.get(path))["frames"])
