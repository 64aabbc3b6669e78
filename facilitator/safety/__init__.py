"""People's safety: the help card, resource packs, the silent alert, and calls to be found."""

from .alerts import HANDED, NONE, OPEN, answer_alert, calls_for_help, hand_over_alert, note, raise_waiting
from .calling import Call, calls
from .facts import MayNeedHelp
from .finding import answer_call, find_me, take_call_back
from .packs import choose_pack, pack_of
from .service import HelpCard, help_card

__all__ = [
    "HANDED", "NONE", "OPEN", "Call", "HelpCard", "MayNeedHelp", "answer_alert", "answer_call", "calls",
    "calls_for_help", "choose_pack", "find_me", "hand_over_alert", "help_card", "note", "pack_of", "raise_waiting",
    "take_call_back",
]  # fmt: skip
