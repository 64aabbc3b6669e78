"""The cards of the queue: what a hint found comes first, with its chip and what to say (R15, R46, R50)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from .. import content, strategies
from ..privacy.identifying import must_be_edited
from ..sessions import GroupSession
from .details import Part, parts_of


@dataclass(frozen=True)
class Flag:
    """What a word list found in a card: it hints, and `point` is the review point to look at once more.

    `label` is the chip, `script` what to say. `never`: the text cannot be shown as it stands.
    """

    id: str
    label: str
    script: str
    point: str
    point_label: str
    never: bool


@dataclass(frozen=True)
class Card:
    """One text in the queue. `status`: waiting, held or declined. It came late where `step_title` is empty."""

    id: UUID
    text: str
    step_title: str
    status: str
    share_beyond: bool
    flags: tuple[Flag, ...] = ()

    @property
    def points(self) -> tuple[Flag, ...]:
        """One flag for each point in doubt."""
        return tuple({flag.point: flag for flag in self.flags}.values())

    @property
    def parts(self) -> tuple[Part, ...]:
        """The text in pieces, those marked that may say who somebody is."""
        return parts_of(self.text)

    @property
    def marked(self) -> bool:
        return any(part.instead for part in self.parts)

    @property
    def leads_to_somebody(self) -> bool:
        """A number, an address to write to or a link is in it: it cannot be shown as it stands (P18)."""
        return must_be_edited(self.text)

    @property
    def never(self) -> bool:
        return self.leads_to_somebody or any(flag.never for flag in self.flags)


def cards_of(tx: Session, group_session: GroupSession, language: str) -> list[Card]:
    """All texts under review, flagged ones first, the most urgent of them at the top."""
    titles = {step.id: step.title for step in group_session.steps}
    flags = flags_in(language)
    urgency = list(flags)
    cards = [
        Card(
            item.id,
            item.text,
            titles.get(item.step_id, "") if item.step_id else "",
            item.status,
            item.share_beyond,
            tuple(flags[flag] for flag in item.flags),
        )
        for item in strategies.queue_of(tx, group_session)
    ]
    return sorted(cards, key=lambda card: urgency.index(card.flags[0].id) if card.flags else len(urgency))


def flags_in(language: str) -> dict[str, Flag]:
    """Every kind of hint by id, in the language of a console, the most urgent first."""
    points = {point.id: point.label for point in content.review_points(language)}
    return {
        signal.id: Flag(signal.id, signal.label, signal.script, signal.point, points[signal.point], signal.alerts)
        for signal in content.signals(language).values()
    }
