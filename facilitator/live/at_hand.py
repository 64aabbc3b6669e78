"""What a console keeps at hand in its page, without a network: the lines, the plan, the reasons for declining."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, strategies
from ..sessions import Step
from .saying import grouped

DECLINED_FOR = {
    "third_party": lazy_gettext("About somebody else"),
    "method_dose": lazy_gettext("Amounts or how-to"),
    "medical_advice": lazy_gettext("Medical advice"),
    "med_shaming": lazy_gettext("Puts medicine down"),
    "war_story": lazy_gettext("A story of using"),
    "stigma_words": lazy_gettext("Labels for people"),
    "crisis": lazy_gettext("A worry for somebody"),
    "violence_abuse": lazy_gettext("Violence or harm"),
    "not_a_strategy": lazy_gettext("Not a strategy"),
    strategies.UNSAID: lazy_gettext("No reason given"),
}


def at_hand(tx: Session, session_id: UUID, language: str) -> dict[str, Any]:
    """What the console's template needs beside its fragments."""
    steps = tx.scalars(select(Step).where(Step.group_session_id == session_id).order_by(Step.position))
    return {
        "line_groups": list(grouped(content.lines(language))),
        "decline_reasons": {reason: DECLINED_FOR[reason] for reason in strategies.REASONS},
        "by_heart": [_by_heart(step) for step in steps],
    }


def _by_heart(step: Step) -> dict[str, Any]:
    return {
        "id": str(step.id),
        "title": step.title,
        "minutes": step.minutes,
        "phones_up": step.phones_up,
        "cross_talk": step.cross_talk,
        "talk": step.kind in ("spoken", "open", "read_out"),
        "text": step.text,
        "options": step.options,
        "note": step.note,
        "safety_note": step.safety_note,
    }
