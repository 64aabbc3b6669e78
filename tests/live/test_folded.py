"""Fragments compiled with a language's words in them say what the same templates say phrase by phrase."""

from uuid import UUID

import pytest
from flask import Flask, render_template
from flask_babel import force_locale
from markupsafe import Markup

from facilitator import content
from facilitator.live.folded import in_one_language
from facilitator.live.pictures import Stage, StepPicture, ToldLine, ToldPicture
from facilitator.live.shared import Shared

HEAVY = Shared(UUID(int=2), "0a0b0c0d", "I <b>call</b> 100% of the time.", True, False, True, True)
TOLD = ToldPicture("scale", "told", (ToldLine("most", 0, 3, ""),), True, "How loud?", ("0 is calm.", "10 is loud."))
STATES = [
    ("collect", "shown"), ("collect", "writing"), ("collect", "closed"), ("collect", "revealed"), ("scale", "shown"),
    ("scale", "writing"), ("scale", "closed"), ("poll", "shown"), ("close", "shown"), ("ground", "shown"),
    ("open", "shown"), ("read_out", "shown"),
]  # fmt: skip


def step(kind: str, state: str) -> StepPicture:
    text = "A craving <i>shows up</i>. 0 is calm. 10 is loud."
    return StepPicture(UUID(int=1), kind, "100% yours", text, ("Walk", "Call"), state, True, 4, 5_000, None, "high", 1)


def stages() -> list[Stage]:
    on = [
        Stage(
            "open", step(kind, state), (HEAVY,), (HEAVY,), told, False, "ABC-DEF", False, "x", Markup(), 3, 9, (HEAVY,),
            missed,
        )
        for kind, state in STATES
        for told in (None, TOLD)
        for missed in (False, True)
    ]  # fmt: skip
    return [*on, *(Stage(state, None, (), (), None, True, "", False, "x", Markup()) for state in ("open", "ended"))]


@pytest.mark.parametrize("language", content.languages())
def test_a_fragment_with_its_words_put_in_says_the_same(app: Flask, language: str) -> None:
    templates = in_one_language(app, language)
    for name in ("live/_stage.html", "live/_wall.html"):
        for stage in stages():
            with app.app_context(), force_locale(language):
                phrase_by_phrase = render_template(name, stage=stage)
            assert templates.get_template(name).render(stage=stage) == phrase_by_phrase, (name, stage)
    said = templates.get_template("live/_stage.html").render(stage=stages()[0])
    assert "&lt;i&gt;shows up&lt;/i&gt;" in said
    assert "<i>" not in said
