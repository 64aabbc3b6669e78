"""Prompts and plans of a file, made somebody's own: all of them in one transaction, or none."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from .. import db
from . import standing
from .own_prompts import added
from .plan_file import PlanFile
from .plans import added_plan


@dataclass(frozen=True)
class CameIn:
    """How many of each came in."""

    plans: int
    prompts: int


def bring_in(file: PlanFile, by: UUID) -> CameIn:
    """Add everything in the file, with new ids, to what `by` owns. Nothing is shared by this. Raises NotFound."""

    def work(tx: Session) -> None:
        account = standing.writer(tx, by)
        ids = {name: str(added(tx, prompt, account.id).id) for name, prompt in file.prompts.items()}
        for plan in file.plans:
            steps = tuple(replace(step, prompt=ids.get(step.prompt, step.prompt)) for step in plan.steps)
            added_plan(tx, replace(plan, steps=steps), account.id)

    db.write(work)
    return CameIn(len(file.plans), len(file.prompts))
