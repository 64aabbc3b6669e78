"""What a phone sends: checked, sealed, acknowledged once. Nobody can read it before its window is opened."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from .. import db, safety, sessions
from ..db import tell
from ..errors import Invalid, for_people
from ..privacy import receipts, sealing
from ..privacy.keys import keys
from ..privacy.screen import screened
from ..privacy.scrub import strategy_text
from ..sessions.models import SCALE
from .models import Envelope, Seen
from .wishes import wish

STRATEGY, ANSWER, PASS, TAKE_BACK = "strategy", "answer", "pass", "take_back"
KINDS = (STRATEGY, ANSWER, PASS, TAKE_BACK)
SLIP = "slip"  # paper, typed in by a facilitator: no phone can send one, and the word is gone once the window is opened
PURPOSE = "envelope"
# Rows and not objects, and put together once: the writer does this for every submission.
KNOWN = select(Seen.mark).where(Seen.group_session_id == bindparam("group_session_id"), Seen.mark == bindparam("mark"))
REMEMBER, PUT_AWAY = insert(Seen), insert(Envelope)
OFF_THE_SCALE = for_people("Choose a number from 0 to 10.")
OFF_THE_LIST = for_people("Choose one of the answers on the list.")


@dataclass(frozen=True)
class Submission:
    """What a phone sent in a step, checked.

    `receipt` and `of` are 16 bytes. `of` names what a take-back takes back, or which answer an answer or a pass
    replaces; else it is empty. `value` is an answer's: 0 to 10 on a scale, an option's place in a poll.
    """

    receipt: bytes
    step_id: UUID
    kind: str
    first: bool
    text: str
    share_beyond: bool
    of: bytes
    value: int | None

    @classmethod
    def checked(cls, sent: dict[str, Any]) -> "Submission":
        """From the JSON a phone posted. Raises Invalid in plain words that never repeat the text."""
        kind = sent.get("kind")
        if kind not in KINDS or not all(isinstance(sent.get(name), str) for name in ("receipt", "step", "text", "of")):
            raise Invalid("That did not arrive whole. Please try again.")
        return cls(
            receipt=receipts.receipt(sent["receipt"]),
            step_id=_step(sent["step"]),
            kind=kind,
            first=sent.get("first") is True,
            text=strategy_text(sent["text"]) if kind == STRATEGY else "",
            share_beyond=kind == STRATEGY and sent.get("share_beyond") is True,
            of=receipts.receipt(sent["of"]) if kind == TAKE_BACK or (kind != STRATEGY and sent["of"]) else b"",
            value=_whole(sent.get("value")) if kind == ANSWER else None,
        )


@dataclass(frozen=True)
class Acknowledgement:
    """The answer to a submission: the same for the same receipt, always."""

    seen: str
    words: str


def share(seat: sessions.Seat, submission: Submission) -> Acknowledgement:
    """Seal a submission and commit it. A second time with the same receipt changes nothing.

    While the step's window is open it is sealed under the window's key; later under the session's holding key,
    so that nothing that comes late is ever shown alone. What the word lists find is sealed with it, and the answer
    is the same whatever they find. Raises Ended when the session is over or the seat void.
    """
    mark = receipts.seen_mark(submission.receipt)
    flags = sorted(screened(submission.text))

    def work(tx: Session) -> None:
        group_session = sessions.joined(tx, seat)
        if not _is_new(tx, seat.session_id, mark):
            return
        step = sessions.step_in(tx, seat.session_id, submission.step_id)
        if step is None:
            raise Invalid("That step is not part of this session.")
        _put_away(tx, group_session, step, submission, _content(submission, flags))
        if safety.calls_for_help(flags):
            tell(tx, safety.MayNeedHelp(seat.session_id))
        if submission.first and step.writing and step.window_key:
            tell(tx, sessions.Sent(seat.session_id, step.window_key))

    db.write(work)
    return Acknowledgement(mark.hex(), receipts.words_of(submission.receipt))


def _is_new(tx: Session, session_id: UUID, mark: bytes) -> bool:
    """Whether this submission comes for the first time; from now on it does not."""
    this = {"group_session_id": session_id, "mark": mark}
    if tx.connection().execute(KNOWN, this).first() is not None:
        return False
    tx.connection().execute(REMEMBER, this)
    return True


def _put_away(
    tx: Session,
    group_session: sessions.GroupSession,
    step: sessions.Step,
    submission: Submission,
    content: dict[str, Any],
) -> None:
    key_name = step.window_key if step.writing else group_session.holding_key
    if key_name is None:
        raise Invalid("That step is not part of this session.")
    _fits(step, submission)
    if submission.kind == TAKE_BACK and not step.writing:
        wish(tx, receipts.take_back_mark(receipts.words_of(submission.of)))
    put_into(tx, key_name, content)


def put_into(tx: Session, key_name: str, content: dict[str, Any]) -> None:
    """One more envelope under a key: of one size, whatever it holds."""
    sealed = sealing.seal(keys().read(key_name), content, PURPOSE)
    tx.connection().execute(PUT_AWAY, {"key_name": key_name, "sealed": sealed})


def _content(submission: Submission, flags: list[str]) -> dict[str, Any]:
    made = submission.of if submission.kind == TAKE_BACK else submission.receipt
    return {
        "kind": submission.kind,
        "step": submission.step_id.hex,
        "first": submission.first,
        "text": submission.text,
        "share_beyond": submission.share_beyond,
        "take_back": receipts.take_back_mark(receipts.words_of(made)).hex(),
        "replaces": receipts.take_back_mark(receipts.words_of(submission.of)).hex() if submission.of else "",
        "value": submission.value,
        "flags": flags,
    }


def _fits(step: sessions.Step, submission: Submission) -> None:
    """Raises Invalid for a number that is no answer here, and for words where an answer is asked for."""
    if submission.value is not None and not 0 <= submission.value < step.answers:
        raise Invalid(OFF_THE_SCALE if step.kind == SCALE else OFF_THE_LIST)
    if submission.kind == STRATEGY and step.asks and step.writing:
        raise Invalid("Choose one of the answers, or choose Pass.")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Invalid("Choose one of the answers, or choose Pass.")


def _step(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("That step is not part of this session.") from None
