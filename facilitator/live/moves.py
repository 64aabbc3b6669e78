"""What comes next: the one large action of the console, and the way past it."""

from ..sessions import GroupSession, Step
from ..sessions.models import CLOSED, PREPARED, REVEALED, SHOWN, WRITING
from .pictures import Move

NOTHING = Move("nothing", "")


def next_moves(group_session: GroupSession, *, to_review: int, to_show: int) -> tuple[Move, Move | None]:
    """The next action, and where that is not to move on, the move that would go on without it."""
    base = f"/sessions/{group_session.id}"
    if group_session.ended:
        return (Move("review", "", count=to_review) if to_review else NOTHING), None
    if group_session.state == PREPARED:
        return Move("open_room", f"{base}/room"), None
    onward = _onward(group_session, base)
    step = group_session.current_step
    if step is not None and step.asks:
        here = _asked(group_session, step, base)
        return here or onward, None if here is None or step.writing else onward
    if step is None or not step.collects:
        return onward, None
    here = _within(step, base, to_review, to_show)
    if here is None or step.state == WRITING:
        return here or onward, None
    return here, _reveal(step, base, to_show) if here.action == "review" and to_show else onward


def _onward(group_session: GroupSession, base: str) -> Move:
    following = group_session.next_step
    if following is None:
        return Move("end", f"{base}/end")
    return Move("show", f"{base}/steps/{following.id}/showing", title=following.title)


def _asked(group_session: GroupSession, step: Step, base: str) -> Move | None:
    """Open answers, close them, show what may be told of them."""
    path = f"{base}/steps/{step.id}"
    if step.writing:
        return Move("close_answers", f"{path}/closing")
    if step.state == SHOWN and not group_session.asked_for_good(step):
        return Move("open_answers", f"{path}/writing")
    if step.answered and step.state != REVEALED:
        return Move("reveal", f"{path}/reveal")
    return None


def _within(step: Step, base: str, to_review: int, to_show: int) -> Move | None:
    path = f"{base}/steps/{step.id}"
    if step.state == SHOWN and not step.too_few:
        return Move("open_writing", f"{path}/writing")
    if step.state == WRITING:
        return Move("close_writing", f"{path}/closing")
    if to_review and step.state == CLOSED:
        return Move("review", "", count=to_review)
    if to_show:
        return _reveal(step, base, to_show)
    return None


def _reveal(step: Step, base: str, to_show: int) -> Move:
    return Move("reveal", f"{base}/steps/{step.id}/reveal", count=to_show)
