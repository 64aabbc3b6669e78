"""The state machine of a session and its steps, move by move."""

from collections.abc import Callable

import pytest

from facilitator.errors import Ended, Refused, Stale
from facilitator.sessions.models import (
    AHEAD,
    CLOSED,
    DONE,
    ENDED,
    OPEN,
    PREPARED,
    REVEALED,
    SHOWN,
    SKIPPED,
    WRITING,
    Group,
    GroupSession,
    Step,
)  # fmt: skip

KEY = "0" * 32


def prepared() -> GroupSession:
    session = GroupSession(
        title="t", week="2026-W48", state=PREPARED, revision=1, turn=1, seating=1, locked=False, floor=4
    )
    session.group = Group(name="g", supervisor_contact="Lee", supervisor_waived=False)
    session.steps = [
        Step(position=n, kind=kind, title=kind, minutes=5, state=AHEAD, too_few=False)
        for n, kind in enumerate(("spoken", "collect", "close"))
    ]
    for n, step in enumerate(session.steps):
        step.id = n  # type: ignore[assignment]
    return session


def opened() -> GroupSession:
    session = prepared()
    session.open_room(agreed=True, holding_key=KEY, review_key=KEY)
    return session


@pytest.mark.proves("R4")
def test_the_room_opens_only_after_the_agreements_are_ticked() -> None:
    session = prepared()
    with pytest.raises(Refused, match="agreements"):
        session.open_room(agreed=False, holding_key=KEY, review_key=KEY)
    assert session.state == PREPARED
    session.open_room(agreed=True, holding_key=KEY, review_key=KEY)
    assert session.state == OPEN


@pytest.mark.proves("R51")
def test_the_room_opens_only_when_somebody_can_be_called_or_that_was_waived() -> None:
    session = prepared()
    session.group.supervisor_contact = ""
    with pytest.raises(Refused, match="supervisor"):
        session.open_room(agreed=True, holding_key=KEY, review_key=KEY)
    session.group.supervisor_waived = True
    session.open_room(agreed=True, holding_key=KEY, review_key=KEY)


def test_nothing_is_shown_before_the_room_is_open() -> None:
    session = prepared()
    with pytest.raises(Refused, match="Open the room"):
        session.show(session.steps[0])


def test_showing_a_step_finishes_the_one_before() -> None:
    session = opened()
    session.show(session.steps[0])
    session.show(session.steps[1])
    assert [step.state for step in session.steps] == [DONE, SHOWN, AHEAD]
    assert session.steps[0].ends_at_ms is None


def test_writing_must_be_closed_before_the_next_step() -> None:
    session = opened()
    session.show(session.steps[1])
    session.steps[1].open_writing(KEY)
    with pytest.raises(Refused, match="Close writing"):
        session.show(session.steps[2])
    assert session.steps[1].state == WRITING


@pytest.mark.parametrize(
    ("state", "act", "then"),
    [
        (SHOWN, lambda step: step.open_writing(KEY), WRITING),
        (CLOSED, lambda step: step.open_writing(KEY), WRITING),
        (REVEALED, lambda step: step.open_writing(KEY), WRITING),
        (WRITING, lambda step: step.open_writing(KEY), None),
        (AHEAD, lambda step: step.open_writing(KEY), None),
        (WRITING, lambda step: step.close_writing(too_few=False), CLOSED),
        (SHOWN, lambda step: step.close_writing(too_few=False), None),
        (CLOSED, lambda step: step.close_writing(too_few=False), None),
        (CLOSED, lambda step: step.reveal(), REVEALED),
        (REVEALED, lambda step: step.reveal(), REVEALED),
        (WRITING, lambda step: step.reveal(), None),
        (SHOWN, lambda step: step.reveal(), None),
        (DONE, lambda step: step.come_on(), SHOWN),
        (SKIPPED, lambda step: step.come_on(), SHOWN),
        (SHOWN, lambda step: step.come_on(), None),
    ],
)
def test_a_step_moves_only_where_it_may(state: str, act: Callable[[Step], None], then: str | None) -> None:
    step = Step(kind="collect", title="c", minutes=5, state=state, window_key=KEY, too_few=False)
    if then is None:
        with pytest.raises(Refused):
            act(step)
        assert step.state == state
    else:
        act(step)
        assert step.state == then


def test_only_a_collecting_step_has_writing() -> None:
    session = opened()
    session.show(session.steps[0])
    with pytest.raises(Refused, match="no writing"):
        session.steps[0].open_writing(KEY)


def test_a_window_with_too_few_voices_keeps_its_key() -> None:
    step = Step(kind="collect", title="c", minutes=5, state=WRITING, window_key=KEY)
    step.close_writing(too_few=True)
    assert (step.window_key, step.too_few) == (KEY, True)


def test_a_command_from_a_screen_that_is_behind_is_refused() -> None:
    session = opened()
    seen = session.turn
    session.show(session.steps[0])
    with pytest.raises(Stale):
        session.expect(seen)
    session.expect(session.turn)


@pytest.mark.proves("R13")
def test_steps_ahead_can_be_skipped_put_back_and_moved() -> None:
    session = opened()
    session.skip(session.steps[0])
    assert session.next_step is session.steps[1]
    session.skip(session.steps[0])
    assert session.next_step is session.steps[0]
    session.reorder(session.steps[2], -1)
    in_order = sorted(session.steps, key=lambda step: step.position)
    assert [step.kind for step in in_order] == ["spoken", "close", "collect"]


def test_a_step_that_was_on_cannot_be_skipped_or_moved() -> None:
    session = opened()
    session.show(session.steps[0])
    with pytest.raises(Refused):
        session.skip(session.steps[0])
    with pytest.raises(Refused):
        session.reorder(session.steps[0], 1)


@pytest.mark.proves("R11", "R13")
def test_the_timer_pauses_goes_on_and_gets_a_minute_more() -> None:
    session = opened()
    session.show(session.steps[0])
    step = session.steps[0]
    assert step.ends_at_ms is not None
    step.pause()
    left = step.paused_ms
    assert step.ends_at_ms is None
    assert left is not None
    step.add_minutes(1)
    assert step.paused_ms == left + 60_000
    step.resume()
    assert step.paused_ms is None
    assert step.ends_at_ms is not None


def test_ending_kills_the_code_and_keeps_no_time() -> None:
    session = opened()
    session.code = "BCDFGHJ"
    session.show(session.steps[0])
    session.end()
    kept: list[object] = [session.state, session.code, session.current_step_id]
    assert kept == [ENDED, None, None]
    assert all(step.ends_at_ms is None for step in session.steps)
    with pytest.raises(Ended):
        session.end()
    with pytest.raises(Ended):
        session.show(session.steps[1])


def test_a_new_code_voids_every_seat_and_unlocks_the_door() -> None:
    session = opened()
    session.lock(True)
    session.replace_code("BCDFGHJ")
    assert (session.seating, session.locked) == (2, False)
