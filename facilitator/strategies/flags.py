"""What the word lists found, between arrival and approval: it hints, it sorts, and a person decides.

A text whose words call for help is never shown as it stands (R42); every other hint asks the person who approves to
look at one of the six points once more. A text that somebody edited is held against its own words.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from .. import content, db, safety
from ..errors import Invalid, Refused
from ..privacy.identifying import must_be_edited
from ..privacy.screen import screened
from ..sessions import GroupSession, Step
from .opening import opened


def check_confirmed(flags: Collection[str], confirmed: Collection[str]) -> None:
    """`confirmed` are ids of review points that were looked at once more. Raises Refused, Invalid."""
    known = content.signals("en")
    found = [known[flag] for flag in flags if flag in known]
    if any(signal.alerts for signal in found):
        raise Refused("These words cannot be shown. Edit the text to the part that helped, or leave it held.")
    if {signal.point for signal in found} - set(confirmed):
        raise Invalid("A hint marks one of the points. Look at it once more, then press Show again.")


def check_shareable(text: str) -> None:
    """Raises Refused for a text with something that leads straight to somebody, edited or not (P18)."""
    if must_be_edited(text):
        raise Refused("A number, an e-mail or a link is in it. Edit the text to the part that helped.")


def flags_of(text: str, sealed: Collection[str]) -> list[str]:
    """What the lists say of a text now and said when it arrived, the most urgent first."""
    found = screened(text) | set(sealed)
    return [signal for signal in content.signals("en") if signal in found]


def find_lost_alerts() -> int:
    """Look for texts that call for help in what is still sealed: a crash may have come before the tick that tells.

    A line that was answered before the crash comes back with it: an alert too many is better than one too few.
    Returns for how many sessions the line waits now.
    """
    with db.reading() as tx:
        held = select(GroupSession.id, GroupSession.holding_key).where(GroupSession.holding_key.is_not(None))
        windows = select(Step.group_session_id, Step.window_key).where(Step.window_key.is_not(None))
        sealed = [*tx.execute(held), *tx.execute(windows)]
        found: set[UUID] = {session_id for session_id, key in sealed if _any_calls(opened(tx, key))}
    for session_id in found:
        safety.note(safety.MayNeedHelp(session_id))
    return len(found)


def _any_calls(contents: list[dict[str, object]]) -> bool:
    return any(safety.calls_for_help(content.get("flags", [])) for content in contents)  # type: ignore[arg-type]
