"""What the demo's program has been given: made-up lines to read, search and see in pictures, and some for the desk."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from . import db
from .accounts.models import Program
from .demo_words import LIBRARY
from .review import withholding
from .review.models import DeskItem, Released, ReleasedTag
from .sessions import Group

WHEN = {
    "craving": "When it hits", "feelings": "On a low morning", "body": "When I ache",
    "testing": "When I think one is fine",
    "good_times": "After good news", "conflict": "After a fight", "pressure": "When a friend offers",
    "ppt": "Near the old corner", "alone_bored": "On a long evening", "money_stress": "On payday",
    "care_gap": "When a refill is late", "loss_change": "When somebody leaves",
}  # fmt: skip
THEN = (
    ("safer", "my sister keeps the keys"),
    ("wait", "I set a timer for ten minutes"),
    ("leave", "I go out of the door first and think later"),
    ("reach_out", "I ring the one who always picks up"),
    ("do_else", "I cook something that takes an hour"),
    ("calm_body", "cold water on my wrists, feet on the floor"),
    ("think", "I play the film to the end, not only the first scene"),
    ("plan", "I read the card in my wallet"),
    ("routine", "I keep to the hours on my fridge"),
    ("care", "I tell my care team the same day"),
    ("limits", "I say no and nothing more"),
    ("meaning", "I remember who saved me a chair"),
)
STAGES = ("stage1", "stage2", "stage3", "stage4")
AT_THE_DESK = 6


def furnish_program(tx: Session, program_id: UUID) -> None:
    """Fill the program's view and its reviewers' desk. Nobody said any of it."""
    program, year = tx.get_one(Program, program_id), date.today().year
    for at, (approach, act) in enumerate(THEN):
        stage = STAGES[at * len(STAGES) // len(THEN)]
        for situation, when in WHEN.items():
            _release(tx, program, f"{when}, {act}.", (approach, situation, stage), year)
    for text, tags in LIBRARY[AT_THE_DESK:]:
        _release(tx, program, text, tags, year)
    tx.flush()
    withholding.withhold_new(tx, program.id, program.edition + 1)
    program.edition, program.view_open = program.edition + 1, True
    group_id = tx.scalars(select(Group.id).where(Group.program_id == program.id)).first()
    for text, tags in LIBRARY[:AT_THE_DESK] if group_id else ():
        tx.add(
            DeskItem(
                id=db.new_id(), program_id=program.id, group_id=group_id, text=text, language="en", year=year,
                tags=list(tags),
            )
        )  # fmt: skip


def _release(tx: Session, program: Program, text: str, tags: tuple[str, ...], year: int) -> None:
    released = Released(
        id=db.new_id(), program_id=program.id, text=text, language="en", year=year, edition=program.edition + 1
    )
    released.tags = [ReleasedTag(tag=tag) for tag in tags]
    tx.add(released)
