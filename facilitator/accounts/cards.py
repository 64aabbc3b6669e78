"""What the rest of the program may know of an account."""

from dataclasses import dataclass
from uuid import UUID

from .models import Account


@dataclass(frozen=True)
class AccountCard:
    """Who an account is and what it may do; nothing secret."""

    id: UUID
    program_id: UUID
    program: str
    name: str
    is_admin: bool
    facilitates: bool
    reviews: bool
    must_change_password: bool
    second_factor: bool = False

    @property
    def owes_second_factor(self) -> bool:
        """Whoever sees beyond a group of their own has to have one."""
        return (self.is_admin or self.reviews) and not self.second_factor


def card_of(account: Account) -> AccountCard:
    return AccountCard(
        account.id, account.program_id, account.program.name, account.name, account.is_admin, account.facilitates,
        account.reviews, account.must_change_password, account.totp_on,
    )  # fmt: skip
