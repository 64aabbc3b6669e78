"""Writing prompts: new ones, copies, changes. Each command is one piece of work and finds through the owner in it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import content, db
from ..errors import Refused
from . import standing
from .drafts import PromptDraft, checked, require
from .models import OwnPlan, OwnPrompt
from .rules import rules_of_prompt
from .service import id_in

COPIED = (
    "language", "topic", "kind", "minutes", "text", "options", "hard_end", "note", "safety", "reminder", "tags",
)  # fmt: skip


def create_prompt(fields: object, by: UUID) -> UUID:
    """A new prompt of `fields`, as in PromptDraft; returns its id. Raises Unusable, NotFound."""
    draft = usable(fields)
    return db.write(lambda tx: added(tx, draft, standing.writer(tx, by).id).id)


def save_prompt(prompt_id: UUID, fields: object, version: int, by: UUID) -> None:
    """Change the prompt that had `version` when it was opened.

    Raises Unusable, Refused when somebody saved it in between, NotFound. Sessions that were made ready keep the
    words they had.
    """
    draft = usable(fields)

    def work(tx: Session) -> None:
        row = standing.changed(tx, OwnPrompt, prompt_id, by)
        standing.expect(row, version)
        for field, value in _columns(draft).items():
            setattr(row, field, value)

    db.write(work)


def copy_prompt(prompt_id: str, language: str, by: UUID) -> UUID:
    """A copy, to change, of a shipped prompt in `language` or of one that `by` may see. Raises NotFound."""
    shipped = content.prompts(language).get(prompt_id)

    def work(tx: Session) -> UUID:
        account = standing.writer(tx, by)
        found = shipped or standing.seen(tx, OwnPrompt, id_in(prompt_id), by)
        return added(tx, draft_of(found), account.id).id

    return db.write(work)


def remove_prompt(prompt_id: UUID, by: UUID) -> None:
    """Delete it. Raises Refused while a plan uses it, NotFound."""

    def work(tx: Session) -> None:
        row = standing.changed(tx, OwnPrompt, prompt_id, by)
        if any(step["prompt"] == str(prompt_id) for steps in tx.scalars(select(OwnPlan.steps)) for step in steps):
            raise Refused("A plan uses this prompt. Take it out of the plan first.")
        tx.delete(row)

    db.write(work)


def usable(fields: object) -> PromptDraft:
    """Raises Unusable."""
    draft = checked(PromptDraft, fields)
    require(rules_of_prompt(draft))
    return draft


def added(tx: Session, draft: PromptDraft, account_id: UUID) -> OwnPrompt:
    row = OwnPrompt(id=db.new_id(), account_id=account_id, **_columns(draft))
    tx.add(row)
    return row


def draft_of(prompt: content.Prompt | OwnPrompt) -> PromptDraft:
    """What would have to be written to get this prompt."""
    return checked(PromptDraft, {field: getattr(prompt, field) for field in COPIED})


def _columns(draft: PromptDraft) -> dict[str, Any]:
    return asdict(draft) | {"options": list(draft.options), "tags": list(draft.tags)}
