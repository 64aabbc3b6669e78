"""Answers to scales and polls: counted at closing, told in bands and words, and gone in the same transaction (P10).

What stays of them is the step's `result`, a small JSON object that names no answer and no number of answers:

    state, lines, same    what the group is told (see `privacy.suppress.Told`)
    before, past          of a scale: the lines of an earlier run in the session, and what a later run keeps in mind
    run                   1 for the first run of this question in the session, 2 for the next
    hard_day              for the facilitator alone, until the session ends (R44)
    shown                 whether the group has seen it
"""

from typing import Any

from sqlalchemy.orm import Session

from ..accounts.models import Program
from ..errors import Refused
from ..privacy import suppress
from ..privacy.suppress import Past, Told
from ..sessions import GroupSession, Step
from ..sessions.models import POLL
from .opening import Content, opened, throw_away
from .sharing import ANSWER, TAKE_BACK

Result = dict[str, Any]
NOTHING_YET = Past()


def close_answers(tx: Session, group_session: GroupSession, step: Step) -> tuple[str, ...]:
    """Count the answers, keep what may be told, and erase them. Returns the names of keys nothing needs any more."""
    window = step.window_key
    values = standing(opened(tx, window))
    step.close_writing(too_few=False)
    least = tx.get_one(Program, group_session.group.program_id).k_live
    polled = step.kind == POLL
    step.result = _poll_result(step, values, least) if polled else _scale_result(group_session, step, values, least)
    throw_away(tx, window)
    return (window,) if window else ()


def standing(contents: list[Content]) -> list[int]:
    """The answers that were not replaced by a later one, nor taken back. No identity is needed for that."""
    gone = {content.get("replaces") for content in contents}
    gone |= {content["take_back"] for content in contents if content["kind"] == TAKE_BACK}
    return [content["value"] for content in contents if content["kind"] == ANSWER and content["take_back"] not in gone]


def reveal_answers(step: Step) -> None:
    """Show the group what it may be told of its answers. Raises Refused."""
    if not step.answered:
        raise Refused("There is not enough to show.")
    step.reveal()
    step.result = {**(step.result or {}), "shown": True}


def forget_hard_days(group_session: GroupSession) -> None:
    """At the end of a session nothing says any more that somebody had a hard day in it."""
    for step in group_session.steps:
        if step.result is not None:
            step.result = {**step.result, "hard_day": False}


def told_of(result: Result) -> Told:
    """What a step's group may be told."""
    return Told(result["state"], _lines(result["lines"]), result["same"])


def told_before(result: Result) -> Told | None:
    """What an earlier run of the same scale told, if one told anything."""
    return Told(suppress.TOLD, _lines(result["before"])) if result["before"] else None


def leaves_heavier(result: Result, hard_end: str) -> bool:
    """Whether the same scale was told nearer to its hard end than before."""
    return suppress.heavier(_lines(result["before"]), _lines(result["lines"]), hard_end)


def _poll_result(step: Step, values: list[int], least: int) -> Result:
    return _result(suppress.poll_told(suppress.option_counts(values, step.answers), least))


def _scale_result(group_session: GroupSession, step: Step, values: list[int], least: int) -> Result:
    earlier = _latest(group_session, step)
    past, run = _past(earlier), earlier["run"] if earlier else 0
    hard_end = step.hard_end or "low"
    told, kept = suppress.scale_told_again(suppress.band_counts(values), hard_end, past, least)
    return _result(told, before=past.lines, past=kept, run=run + 1, hard_day=suppress.hard_day(values, hard_end))


def _result(
    told: Told,
    *,
    before: tuple[suppress.Line, ...] = (),
    past: Past = NOTHING_YET,
    run: int = 1,
    hard_day: bool = False,
) -> Result:
    return {
        "state": told.state,
        "lines": told.lines,
        "same": told.same,
        "before": before,
        "past": {"lines": past.lines, "held": past.held, "unclear": past.unclear},
        "run": run,
        "hard_day": hard_day,
        "shown": False,
    }


def _latest(group_session: GroupSession, step: Step) -> Result | None:
    """The result of the latest run of the same scale in this session."""
    results = [other.result for other in group_session.steps if other.result and other.same_question(step)]
    return max(results, key=lambda result: int(result["run"]), default=None)


def _past(result: Result | None) -> Past:
    if result is None:
        return NOTHING_YET
    past = result["past"]
    return Past(_lines(past["lines"]), past["held"], past["unclear"])


def _lines(kept: list[list[Any]] | tuple[suppress.Line, ...]) -> tuple[suppress.Line, ...]:
    """Lines as they are, whether they come from a database or not."""
    return tuple((first, last, word) for first, last, word in kept)
