"""What members share: envelopes, closing, review, reveal, take-back."""

from .answers import leaves_heavier, told_before, told_of
from .choices import choose, expect_unasked, forget_choices, with_notes
from .ending import (
    close_unattended,
    close_writing,
    end,
    end_abandoned,
    erase_expired_reviews,
    erase_few,
    finish_review,
    read_few,
)
from .flags import find_lost_alerts
from .models import DECLINED, FEW, HELD, READ, STATUSES, WAITING, Strategy, StrategyTag, TakeBack
from .opening import sweep_keys
from .review import (
    REASONS,
    UNSAID,
    QueueItem,
    approve,
    decline,
    hold,
    put_back,
    queue_of,
    reveal,
    use_as_example,
)
from .sharing import Acknowledgement, Submission, share
from .shown import approved_in, count_to_show, examples_of, shown_so_far, uncover
from .slips import enter_slip
from .taking_back import apply_take_backs, reaches, take_back

__all__ = [
    "DECLINED",
    "FEW",
    "HELD",
    "READ",
    "REASONS",
    "STATUSES",
    "UNSAID",
    "WAITING",
    "Acknowledgement",
    "QueueItem",
    "Strategy",
    "StrategyTag",
    "Submission",
    "TakeBack",
    "apply_take_backs",
    "approve",
    "approved_in",
    "choose",
    "close_unattended",
    "close_writing",
    "count_to_show",
    "decline",
    "end",
    "end_abandoned",
    "enter_slip",
    "erase_expired_reviews",
    "erase_few",
    "examples_of",
    "expect_unasked",
    "find_lost_alerts",
    "finish_review",
    "forget_choices",
    "hold",
    "leaves_heavier",
    "put_back",
    "queue_of",
    "reaches",
    "read_few",
    "reveal",
    "share",
    "shown_so_far",
    "sweep_keys",
    "take_back",
    "told_before",
    "told_of",
    "uncover",
    "use_as_example",
    "with_notes",
]
