"""Each of the four plans with fifteen phones, from open to end, in English and in Spanish.

The console's own next action drives the session. At every turn it is asserted what each audience sees, and that
no audience is told anything while people write or answer (P8, P10), by which nobody could be found (P3, P4, P7, P12).
"""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import func, select

from facilitator import content, db, sessions, strategies
from facilitator.languages import catalog
from facilitator.sessions.models import GroupSession
from facilitator.strategies.models import Envelope, ReviewItem, Seen, Strategy
from tests.cast import Cast, Phone, Room, answered, sign_in

PHONES = 15
NEXT = re.compile(r'id="next"[^>]*?formaction="([^"]+)"', re.S)
ROOT = re.compile(r'data-(state|step|kind|writing)="([^"]*)"')


@dataclass
class Meeting:
    """A session of a plan in a language, with everything that each audience saw."""

    app: Flask
    cast: Cast
    language: str
    room: Room
    console: FlaskClient
    wall: FlaskClient
    link: str
    phones: list[Phone] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    seen: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"member": [], "screen": [], "console": []})

    def look(self) -> dict[str, str]:
        """What each audience sees now."""
        asked = {
            "member": answered(self.phones[0].client.get("/room/fragments")),
            "screen": answered(self.wall.get(f"{self.link}/fragments")),
            "console": answered(self.console.get(f"/sessions/{self.room.session_id}/fragments")),
        }
        for audience, answer in asked.items():
            self.seen[audience] += answer["frames"]
        return {audience: "".join(frame["html"] for frame in answer["frames"]) for audience, answer in asked.items()}

    def press_next(self) -> str:
        """Press the console's large action; the path it posted to."""
        path = self.offered()
        assert path, "no next action"
        status = self.console.post(
            path[1],
            data={"turn": self.room.turn, "agreed": "yes"},
            headers={"Accept": "application/json"},
        )
        assert status.status_code == 200, status.text
        return path[1].rsplit("/", 1)[-1]

    def offered(self) -> re.Match[str] | None:
        """Where the console's large action posts to, when it posts."""
        answer = answered(self.console.get(f"/sessions/{self.room.session_id}/fragments"))
        return NEXT.search("".join(frame["html"] for frame in answer["frames"]))

    def present(self) -> tuple[GroupSession, Any]:
        with db.reading() as tx:
            group_session = tx.get_one(GroupSession, self.room.session_id)
            return group_session, group_session.current_step

    def words(self, english: str) -> str:
        """The interface's words in this meeting's language."""
        return str(catalog(self.language).gettext(english))


def meeting(app: Flask, cast: Cast, plan: str, language: str) -> Meeting:
    headers = {"HTTP_ACCEPT_LANGUAGE": language}
    console = sign_in(app.test_client(), "Ana")
    wall = app.test_client()
    for client in (console, wall):
        client.environ_base |= headers
    session_id = sessions.prepare(cast.tuesday, cast.ana, plan=plan, language=language, floor=4)
    link = console.get(f"/sessions/{session_id}/screen").headers["Location"]
    return Meeting(app, cast, language, Room(cast, session_id), console, wall, link)


def seat_phones(held: Meeting) -> None:
    for _ in range(PHONES):
        phone = Phone(held.app)
        phone.client.environ_base |= {"HTTP_ACCEPT_LANGUAGE": held.language}
        assert phone.join(held.room.code).status_code == 303
        held.phones.append(phone)


def check_stage(held: Meeting) -> None:
    """Phones and wall stand at the step that is on, in the right language."""
    _, step = held.present()
    screens = held.look()
    on = dict(ROOT.findall(screens["member"]))
    assert (on["state"], on["step"], on["kind"]) == ("open", str(step.id), step.kind)
    assert bool(on["writing"]) == step.writing
    if step.kind == "spoken":
        assert str(escape(held.words("Phones down."))) in screens["member"]
    if step.text and step.kind in ("open", "collect"):
        first_words = " ".join(step.text.split()[:4])
        assert str(escape(first_words)) in screens["screen"]
    assert str(escape(step.title)) in screens["console"]


def answer_it(held: Meeting) -> None:
    """Everybody answers, one by one; no screen moves."""
    _, step = held.present()
    before = held.look()
    for number, phone in enumerate(held.phones):
        assert say_something(held, phone, step, number).status_code == 201
    assert held.look() == before
    with db.reading() as tx:
        sizes = set(tx.scalars(select(func.length(Envelope.sealed))))
    assert len(sizes) == 1


def say_something(held: Meeting, phone: Phone, step: Any, number: int) -> Any:
    if step.kind == "collect" and number % 5:
        text = f"words {number} zebra"
        held.told.append(text)
        return phone.send(step.id, text=text)
    if step.kind == "collect":
        return phone.pass_on(step.id)
    return phone.answer(step.id, number % 11 if step.kind == "scale" else number % len(step.options))


def review_and_show(held: Meeting) -> None:
    """After closing, only the console has the words; after the reveal everybody."""
    screens = held.look()
    texts = held.room.texts()
    assert sorted(texts) == sorted(held.told)
    assert not any(text in screens["member"] + screens["screen"] for text in texts)
    for text in texts:
        held.room.approve(text)
    assert held.press_next() == "reveal"
    screens = held.look()
    for text in texts:
        assert text in screens["member"]
        assert text in screens["screen"]


def run(held: Meeting) -> list[str]:
    """From the agreements to the last step; the actions in order."""
    done = [held.press_next()]
    seat_phones(held)
    while True:
        path = held.offered()
        if path and path[1].endswith("/end"):
            return done
        done.append(held.press_next() if path else review(held))
        check_stage(held)
        if done[-1] == "writing":
            answer_it(held)


def review(held: Meeting) -> str:
    review_and_show(held)
    return "review"


@pytest.mark.proves("R2", "R3", "R8", "R10", "R61", "P3", "P7", "P8", "P10", "P12")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("plan", ["A", "B", "C", "D"])
def test_a_plan_runs_with_fifteen_phones_from_open_to_end(
    app: Flask, cast: Cast, plan: str, language: str, capfd: pytest.CaptureFixture[str]
) -> None:
    held = meeting(app, cast, plan, language)
    steps = content.plans(language)[plan].steps
    done = run(held)
    assert done.count("showing") == len(steps)
    assert done.count("writing") == sum(step.kind in ("collect", "scale", "poll") for step in steps)
    assert "review" in done

    assert held.press_next() == "end"
    screens = held.look()
    assert str(escape(held.words("This session has ended."))) in screens["member"]
    assert not any(text in screens["member"] + screens["screen"] for text in held.told)
    nothing_is_left(held)
    no_counts(held)
    logged = capfd.readouterr()
    assert not re.search(r"127\.0\.0\.1|zebra", logged.err + logged.out)


def nothing_is_left(held: Meeting) -> None:
    strategies.finish_review(held.room.session_id, held.cast.ana)
    with db.reading() as tx:
        left = [tx.scalar(select(func.count()).select_from(table)) for table in (Envelope, Seen, ReviewItem)]
        assert left == [0, 0, 0]
        assert sorted(tx.scalars(select(Strategy.text))) == sorted(held.told)
    shelf = held.console.get(f"/groups/{held.cast.tuesday}/library?most=100", follow_redirects=True).text
    assert all(text in shelf for text in held.told)


def no_counts(held: Meeting) -> None:
    """No phone and no wall was ever told how many sent, voted or passed."""
    for frame in held.seen["member"] + held.seen["screen"]:
        words = re.sub(r"<[^>]+>|&#?\w+;", " ", frame["html"])
        assert not re.search(
            rf"\b({PHONES}|{len(held.told)}) (phones|answers|people|strategies|teléfonos|personas)", words
        )
        assert set(frame) == {"name", "revision", "html", "now"}
