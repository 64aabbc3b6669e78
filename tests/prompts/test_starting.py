"""Sessions start from own and shared plans, own prompts, and the three questions of a stage."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from facilitator import content, db, sessions
from facilitator.sessions.models import GroupSession, Step
from tests.cast import Cast, Phone, Room, answered
from tests.prompts.writing import ASKED, CLOSE, SPOKEN, made_plan, made_prompt, prompt_form


def started(client: FlaskClient, group: UUID, **chosen: str) -> UUID:
    """Start with one tap; the session's id."""
    answer = client.post(f"/groups/{group}/sessions", data=chosen)
    assert answer.status_code == 303, answer.text
    return UUID(answer.location.split("/")[-1])


def steps_of(session_id: UUID) -> list[Step]:
    with db.reading() as tx:
        return list(tx.get_one(GroupSession, session_id).steps)


@pytest.mark.proves("R1")
def test_an_own_plan_stands_beside_the_shipped_ones_and_starts_in_one_tap(ana: FlaskClient, cast: Cast) -> None:
    plan_id = made_plan(ana, title="Evening round")
    page = ana.get(f"/groups/{cast.tuesday}").text
    assert f'name="plan" value="{plan_id}"' in page
    assert all(f'name="plan" value="{shipped}"' in page for shipped in "ABCD")
    session_id = started(ana, cast.tuesday, plan=str(plan_id))
    assert [step.kind for step in steps_of(session_id)] == ["spoken", "collect", "close"]
    assert "Evening round" in ana.get(f"/sessions/{session_id}").text


def test_its_steps_carry_what_was_written(ana: FlaskClient, cast: Cast) -> None:
    talk = SPOKEN | {"title": "Talk", "minutes": "7", "text": "What stands out?", "note": "Wait.", "cross_talk": "yes"}
    first, second, _ = steps_of(started(ana, cast.tuesday, plan=str(made_plan(ana, talk, ASKED))))
    assert (first.title, first.text, first.note, first.minutes) == ("Talk", "What stands out?", "Wait.", 7)
    assert (first.cross_talk, first.phones_up) == (True, False)
    shipped = content.prompts("en")["S2-1"]
    assert (second.text, second.note, second.safety_note) == (shipped.text, shipped.note, shipped.safety)
    assert (second.prompt_id, second.phones_up) == ("S2-1", True)


@pytest.mark.proves("R20")
def test_a_plan_without_a_closing_step_gets_one_when_it_runs(ana: FlaskClient, cast: Cast) -> None:
    last = steps_of(started(ana, cast.tuesday, plan=str(made_plan(ana, SPOKEN, CLOSE, SPOKEN))))[-1]
    assert last.kind == "close"


@pytest.mark.proves("R24")
@pytest.mark.parametrize("stage", ["stage1", "stage2", "stage3", "stage4"])
def test_each_stage_runs_its_three_questions_from_the_start_page(ana: FlaskClient, cast: Cast, stage: str) -> None:
    assert f'name="plan" value="{stage}"' in ana.get(f"/groups/{cast.tuesday}").text
    steps = steps_of(started(ana, cast.tuesday, plan=stage))
    assert [step.prompt_id for step in steps] == ["U1", "U2", "U3", None, None]
    assert [step.kind for step in steps] == ["open", "open", "collect", "read_out", "close"]
    label = content.taxonomy("en").tag(stage).label
    for step in steps[:3]:
        assert step.text.splitlines()[0] == label
        assert stage in step.tags


@pytest.mark.proves("R24")
def test_phones_and_wall_show_the_stage_above_the_question(ana: FlaskClient, cast: Cast, app: object) -> None:
    session_id = started(ana, cast.tuesday, plan="stage3")
    room = Room(cast, session_id)
    sessions.open_room(session_id, room.turn, cast.ana, agreed=True)
    phone: Phone = room.phones(app, 1)[0]  # type: ignore[arg-type]
    room.open_writing(room.steps("collect")[0])
    shown = "".join(frame["html"] for frame in answered(phone.client.get("/room/fragments"))["frames"])
    label, question = content.taxonomy("en").tag("stage3").label, "Make a move."
    assert label in shown
    assert shown.index(label) < shown.index(question)
    wall = ana.get(f"/sessions/{session_id}/screen", follow_redirects=True).text
    assert wall.index(label) < wall.index(question)


def test_a_plan_runs_in_its_own_language(ana: FlaskClient, cast: Cast) -> None:
    plan_id = made_plan(ana, ASKED, language="es")
    asked, close = steps_of(started(ana, cast.tuesday, plan=str(plan_id)))
    assert asked.text == content.prompts("es")["S2-1"].text
    assert close.title == content.plans("es")["A"].steps[-1].title


@pytest.mark.proves("R1")
def test_an_own_prompt_starts_a_session_and_later_changes_leave_it_alone(ana: FlaskClient, cast: Cast) -> None:
    prompt_id = made_prompt(ana, kind="poll", options="Walk\nSleep", text="What helps? Choose one.")
    assert f'name="prompt" value="{prompt_id}"' in ana.get(f"/prompts?group={cast.tuesday}").text
    session_id = started(ana, cast.tuesday, prompt=str(prompt_id))
    ana.post(f"/prompts/{prompt_id}", data=prompt_form(text="Changed?"))
    asked, close = steps_of(session_id)
    assert (asked.text, asked.options, asked.kind) == ("What helps? Choose one.", ["Walk", "Sleep"], "poll")
    assert close.kind == "close"


def test_a_shared_plan_starts_for_a_colleague_with_the_prompts_in_it(
    ana: FlaskClient, bea: FlaskClient, cast: Cast
) -> None:
    prompt_id = made_prompt(ana, text="What did the rain sound like?")
    plan_id = made_plan(ana, ASKED | {"prompt": str(prompt_id)}, CLOSE)
    assert bea.post(f"/groups/{cast.thursday}/sessions", data={"plan": str(plan_id)}).status_code == 422
    ana.post(f"/plans/{plan_id}/sharing", data={"shared": "1"})
    assert steps_of(started(bea, cast.thursday, plan=str(plan_id)))[0].text == "What did the rain sound like?"


@pytest.mark.parametrize("chosen", [{"plan": "Z"}, {"prompt": "Z"}, {"plan": "any"}, {}])
def test_what_is_not_there_starts_nothing(ana: FlaskClient, cast: Cast, chosen: dict[str, str]) -> None:
    assert ana.post(f"/groups/{cast.tuesday}/sessions", data=chosen).status_code == 422


def test_somebody_elses_private_prompt_starts_nothing(ana: FlaskClient, bea: FlaskClient, cast: Cast) -> None:
    prompt_id = made_prompt(ana)
    assert bea.post(f"/groups/{cast.thursday}/sessions", data={"prompt": str(prompt_id)}).status_code == 422
