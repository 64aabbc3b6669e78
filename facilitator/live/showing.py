"""Readings: what each audience of a session sees now, as plain values (see `pictures`)."""

from typing import Any
from uuid import UUID

import segno
from markupsafe import Markup
from sqlalchemy import Connection, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, selectinload

from .. import content, strategies
from ..errors import NotFound
from ..sessions import GroupSession, Step, spoken_code
from ..sessions.models import REVEALED
from ..strategies import Strategy
from .cards import cards_of
from .duty import duty_of
from .following import leader_of, way_of
from .moves import next_moves
from .pictures import AgendaRow, Desk, Stage, StepPicture
from .presence import Counts
from .saying import likely
from .shared import Shared, shared
from .telling import answers_of, talked_about, told_to_group

Row = Any


def stage_row(connection: Connection, session_id: UUID) -> Row:
    """What a stage needs of the session and its present step, in one query made once. Raises NotFound."""
    row = connection.execute(_STAGE, {"session_id": session_id}).one_or_none()
    if row is None:
        raise NotFound
    return row


def stage_of(tx: Session, session_id: UUID, row: Row, public_url: str, *, missed: bool = False) -> Stage:
    """What members and the wall see at the revision of `row`. What nothing was shown of is not asked for."""
    step = step_picture(row) if row.id is not None else None
    lobby = row.session_state == "open" and step is None
    return Stage(
        state=row.session_state,
        step=step,
        revealed=_revealed(tx, session_id, step) if row.any_shown else (),
        examples=shared(strategies.examples_of(tx, [UUID(one) for one in row.examples or ()])),
        told=told_to_group(tx, session_id, step),
        lobby=lobby,
        code=spoken_code(row.code) if row.session_state == "open" else "",
        locked=row.locked,
        address=_address(public_url),
        qr=qr_of(public_url, row.code) if lobby and row.code else Markup(),
        missed=missed,
        **way_of(tx, session_id, row),
    )


def desk_of(tx: Session, session_id: UUID, public_url: str, counts: Counts, language: str) -> tuple[int, Desk]:
    """The revision, and what the session's consoles see. Raises NotFound."""
    group_session = tx.scalar(
        select(GroupSession)
        .where(GroupSession.id == session_id)
        .options(selectinload(GroupSession.steps), selectinload(GroupSession.group))
    )
    if group_session is None:
        raise NotFound
    step = group_session.current_step
    picture = step_picture(step) if step else None
    return group_session.revision, Desk(
        session_id=session_id,
        path=f"/sessions/{session_id}",
        group_id=group_session.group_id,
        group_name=group_session.group.name,
        title=group_session.title,
        state=group_session.state,
        turn=group_session.turn,
        step=picture,
        agenda=tuple(_agenda_row(one, group_session.current_step_id) for one in group_session.steps),
        revealed=_revealed(tx, session_id, picture),
        told=told_to_group(tx, session_id, picture),
        answers=answers_of(step),
        agreements=content.agreements(language),
        supervisor_settled=group_session.group.supervisor_settled,
        phones=counts.phones,
        most_have_sent=_most(step, counts),
        duty=duty_of(session_id, group_session.alert),
        leader=leader_of(tx, group_session),
        likely=likely(group_session),
        **_door(group_session, public_url),
        **_notes(step),
        **_review(tx, group_session, language),
    )


def _door(group_session: GroupSession, public_url: str) -> dict[str, Any]:
    code = group_session.code
    return {
        "code": spoken_code(code),
        "locked": group_session.locked,
        "address": _address(public_url),
        "qr": qr_of(public_url, code) if code else Markup(),
        "head_count": group_session.head_count,
    }


def _notes(step: Step | None) -> dict[str, Any]:
    return {
        "note": step.note if step else "",
        "safety_note": step.safety_note if step else "",
        "cross_talk": step is not None and step.cross_talk,
        "too_few": step is not None and step.too_few,
    }


def _review(tx: Session, group_session: GroupSession, language: str) -> dict[str, Any]:
    cards = cards_of(tx, group_session, language)
    by_status = {status: tuple(card for card in cards if card.status == status) for status in strategies.STATUSES}
    few = by_status[strategies.FEW] + by_status[strategies.READ]
    step = group_session.current_step
    to_show = strategies.count_to_show(tx, step.id) if step else 0
    move, after = next_moves(group_session, to_review=len(by_status[strategies.WAITING]), to_show=to_show)
    return {
        "move": move,
        "after": after,
        "cards": by_status[strategies.WAITING],
        "held": by_status[strategies.HELD],
        "declined": by_status[strategies.DECLINED],
        "to_show": to_show,
        "few": len(few),
        "few_texts": tuple(card.text for card in by_status[strategies.READ]),
        "reviewing": group_session.review_key is not None,
    }


def step_picture(step: Any) -> StepPicture:
    return StepPicture(
        id=step.id,
        kind=step.kind,
        title=step.title,
        text=step.text,
        options=tuple(step.options),
        state=step.state,
        phones_up=step.phones_up,
        minutes=step.minutes,
        ends_at_ms=step.ends_at_ms,
        paused_ms=step.paused_ms,
        hard_end=step.hard_end or "",
        run=step.result["run"] if step.result else 0,
    )


def qr_of(public_url: str, code: str) -> Markup:
    """A QR of the join address. The code stands behind `#`, so no server and no log ever sees it in an address."""
    made = segno.make(f"{public_url}/#{code}", error="m", micro=False)
    return Markup(made.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))  # noqa: S704 - drawn by us


def _stage_query() -> Select[Any]:
    """Plain tables, so that the statement is compiled once and read without the mapper."""
    held, step = GroupSession.__table__.c, Step.__table__.c
    others = Step.__table__.alias("others").c
    of_session = others.group_session_id == held.id
    return (
        select(
            held.revision,
            held.state.label("session_state"),
            held.code,
            held.locked,
            *(step[name] for name in STEP_FIELDS),
            select(func.count()).where(of_session, others.position <= step.position).scalar_subquery().label("place"),
            select(func.count()).where(of_session).scalar_subquery().label("places"),
            exists().where(Strategy.group_session_id == held.id, Strategy.shown.is_(True)).label("any_shown"),
        )
        .select_from(GroupSession.__table__.outerjoin(Step.__table__, step.id == held.current_step_id))
        .where(held.id == bindparam("session_id"))
    )


STEP_FIELDS = (
    "id", "kind", "title", "text", "options", "state", "phones_up", "minutes", "ends_at_ms", "paused_ms", "hard_end",
    "result", "examples",
)  # fmt: skip
_STAGE = _stage_query()


def _address(public_url: str) -> str:
    return public_url.split("://", 1)[-1]


def _revealed(tx: Session, session_id: UUID, step: StepPicture | None) -> tuple[Shared, ...]:
    if step is None:
        return ()
    source = step.id if step.state == REVEALED else talked_about(tx, session_id, step)
    return shared(strategies.approved_in(tx, source, shown=True)) if source else ()


def _agenda_row(step: Step, current: UUID | None) -> AgendaRow:
    return AgendaRow(
        id=step.id,
        title=step.title,
        kind=step.kind,
        minutes=step.minutes,
        state=step.state,
        phones_up=step.phones_up,
        cross_talk=step.cross_talk,
        current=step.id == current,
    )


def _most(step: Step | None, counts: Counts) -> bool | None:
    if step is None or not step.writing:
        return None
    return counts.sent * 2 > max(counts.phones, 1)
