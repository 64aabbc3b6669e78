"""Groups and their live sessions: the state machine of a session and its steps."""

from . import at_work  # noqa: F401 - registers itself
from .facts import DeskChanged, SeatsVoided, Sent, StageChanged
from .joining import joined, step_in, take_seat
from .models import Facilitation, Group, GroupSession, Step
from .seats import Seat, kept, seat_in, spoken_code, typed_code
from .service import (
    leading,
    led,
    led_reading,
    lock,
    move_step,
    open_room,
    open_writing,
    prepare,
    push_step,
    replace_code,
    set_head_count,
    set_timer,
    skip_step,
    step_of,
    take_over,
)  # fmt: skip

__all__ = [
    "DeskChanged", "Facilitation", "Group", "GroupSession", "Seat", "SeatsVoided", "Sent", "StageChanged", "Step",
    "joined", "kept", "leading", "led", "led_reading", "lock", "move_step", "open_room", "open_writing", "prepare",
    "push_step", "replace_code", "seat_in", "set_head_count", "set_timer", "skip_step", "spoken_code", "step_in",
    "step_of", "take_over", "take_seat", "typed_code",
]  # fmt: skip
