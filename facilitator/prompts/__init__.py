"""The prompt library and session plans: shipped ones, and those that people of a program write and share."""

from .entries import Plan, PlannedStep, Shelf, name_of
from .service import own_plans_of, plan_of, plans_of, prompt_of, question, ready_step, shelves_of, stage_sets_of

__all__ = [
    "Plan", "PlannedStep", "Shelf", "name_of", "own_plans_of", "plan_of", "plans_of", "prompt_of", "question",
    "ready_step", "shelves_of", "stage_sets_of",
]  # fmt: skip
