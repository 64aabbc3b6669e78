"""What is told after a commit."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class SignInsEnded:
    """The account signed out in a browser, or has a new password: what is connected as it must look again."""

    account_id: UUID
