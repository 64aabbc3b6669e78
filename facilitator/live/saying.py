"""A facilitator's lines for hard moments: grouped, and those that fit the present step first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext

from ..content import Line
from ..sessions import GroupSession, Step
from .pictures import is_round

# What the groups are called, and the lines in each, by id (content/*/room.toml). A line in no group is in the last.
GROUPS = (
    (lazy_gettext("Starting"), ("opening", "newcomer", "check_in", "late")),
    (lazy_gettext("While people talk"), ("drift", "war_story", "one_voice", "silence", "interrupting", "advice")),
    (lazy_gettext("Somebody needs care"), ("someone_leaves", "used_today", "slip", "trust", "heavy")),
    (lazy_gettext("Respect"), ("medicine_shaming", "medicine_change", "unkind")),
    (lazy_gettext("Closing"), ("ending",)),
)
STARTING = ("opening", "newcomer", "late")
ROUND = ("check_in", "newcomer", "interrupting", "late")
TALK = ("drift", "war_story", "one_voice", "silence", "advice")
READING = ("unkind", "advice", "medicine_shaming", "war_story")
BY_KIND = {
    "collect": ("silence", "late"),
    "read_out": READING,
    "ground": ("trust", "silence"),
    "close": ("ending", "heavy"),
}


@dataclass(frozen=True)
class LineGroup:
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


def grouped(lines: Iterable[Line]) -> Iterator[LineGroup]:
    """All lines under their headings, in the order of the moments of a session."""
    left = {line.id: line for line in lines}
    *firsts, last = [(str(title), [left.pop(one) for one in ids if one in left]) for title, ids in GROUPS]
    yield from (LineGroup(title, tuple(found)) for title, found in firsts if found)
    yield LineGroup(last[0], (*last[1], *left.values()))


def likely(group_session: GroupSession) -> tuple[str, ...]:
    """The ids of the lines that are most likely needed now, the likeliest first."""
    step = group_session.current_step
    if step is None:
        return ("ending",) if group_session.ended else STARTING
    if step.state == "revealed":
        return READING
    return BY_KIND.get(step.kind) or _spoken(step, last=_last_to_speak(group_session, step))


def _spoken(step: Step, *, last: bool) -> tuple[str, ...]:
    if last:
        return ("ending", "check_in", "heavy")
    if is_round(step.kind, step.minutes, step.cross_talk):
        return ROUND
    return TALK if step.kind == "open" else STARTING


def _last_to_speak(group_session: GroupSession, step: Step) -> bool:
    """Whether only the close is left after this round."""
    after = [other for other in group_session.steps if other.position > step.position]
    return bool(after) and all(other.kind == "close" for other in after)
